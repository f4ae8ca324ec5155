import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { redactSecrets } from '../shared/protocol/redact';
import { buildToolResponse, FALLBACK_MESSAGE } from '../shared/protocol/results';
import { callContext, parseServerMessage, type ServerMessage } from '../shared/protocol/serverMessage';
import { parseToolCalls, type ToolCall } from '../shared/protocol/toolCalls';
import { guardResponse } from '../shared/responseGuard';
import { findBelow } from '../shared/upstream';
import { answer, authenticate, refuse, refuseBody } from '../shared/webhookRequest';
import { OwedResults } from './owedResults';
import { routeToolCalls, toItem } from './route';

interface Options {
  deadlineSeconds?: number;
  includeRaw?: boolean;
}

const DEFAULT_DEADLINE_SECONDS = 15;
const MAX_DEADLINE_SECONDS = 295;

/**
 * One request of Vapi: proof, envelope, tool calls; then the guard takes over the response and the calls go to
 * their outputs. Never throws: n8n would answer 500, which Vapi ignores.
 */
export async function receiveToolCalls(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const receivedAt = new Date();
  const verdict = await authenticate(context);
  if (!verdict.ok) return refuse(context, verdict.reason);

  const parsed = parseServerMessage(context.getBodyData());
  if (parsed === undefined) return refuseBody(context);
  // Other events reach this URL when it is the assistant's server URL. They need no answer and no execution.
  if (parsed.type !== 'tool-calls' && parsed.type !== 'function-call') return answer(context, 200, {});

  const calls = parseToolCalls(parsed.message);
  if (calls.length === 0) {
    return answer(context, 400, {
      error: {
        code: 'TOOL_CALLS_MISSING',
        message: `The message of type "${parsed.type}" holds no tool call`,
        hint: 'Expected are toolCallList, toolCalls or toolWithToolCallList with an id each.',
      },
    });
  }

  try {
    return startWorkflow(context, parsed, calls, receivedAt);
  } catch (error) {
    // An expression in one of our fields failed, for example.
    const { name } = context.getNode();
    context.logger.error(`Vapi Tool Trigger "${name}" could not start the workflow: ${String(error)}`);
    return answer(context, 200, buildToolResponse(calls, new Map(), FALLBACK_MESSAGE));
  }
}

function startWorkflow(
  context: IWebhookFunctions,
  { message }: ServerMessage,
  calls: ToolCall[],
  receivedAt: Date,
): IWebhookResponseData {
  const options = context.getNodeParameter('options', {}) as Options;
  const deadlineMs = deadlineOf(options.deadlineSeconds);
  const fallback = toText(context.getNodeParameter('fallbackMessage', ''));
  const { outputs, answers } = routeToolCalls(calls, {
    tools: toolNames(context),
    unknownTools: context.getNodeParameter('unknownTools', 'error') as 'error' | 'output',
  });
  const respondNodes = findBelow(context, 'vapiRespond').map((node) => node.name);

  const identity = callContext(message);
  const raw = options.includeRaw ? { raw: redactSecrets(message) } : {};
  const toData = (output: ToolCall[]): INodeExecutionData[] =>
    output.map((call) => ({
      json: { ...toItem(call, identity, { receivedAt, deadlineMs }), ...raw },
    }));
  const workflowData = outputs.map(toData);

  // From here on the response belongs to the guard, so nothing may fail after this line.
  guardResponse(context.getResponseObject(), {
    owed: new OwedResults(calls, fallback === '' ? FALLBACK_MESSAGE : fallback, answers),
    deadlineMs,
    respondNodes: new Set(respondNodes),
  });
  // Every call was answered already: there is nothing left for the workflow.
  if (answers.length === calls.length) return { noWebhookResponse: true };
  return { noWebhookResponse: true, workflowData };
}

/** Milliseconds; an expression may give anything. */
function deadlineOf(seconds: unknown): number {
  const given = Number(seconds ?? DEFAULT_DEADLINE_SECONDS);
  const wanted = given > 0 ? given : DEFAULT_DEADLINE_SECONDS;
  return Math.round(Math.min(wanted, MAX_DEADLINE_SECONDS) * 1000);
}

/** What an expression gave as text; nothing, where it gave nothing. */
function toText(value: unknown): string {
  return value === undefined || value === null ? '' : String(value).trim();
}

/** One name a row, in the order of the outputs. */
function toolNames(context: IWebhookFunctions): string[] {
  const { tool = [] } = context.getNodeParameter('tools', {}) as { tool?: Array<{ name?: string }> };
  return tool.map(({ name }) => toText(name));
}
