import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { asObject, isObject, type JsonObject } from '../shared/protocol/json';
import { toText } from '../shared/protocol/parameterSchema';
import { redactSecrets } from '../shared/protocol/redact';
import { FALLBACK_MESSAGE } from '../shared/protocol/results';
import { parseServerMessage } from '../shared/protocol/serverMessage';
import type { ToolCall } from '../shared/protocol/toolCalls';
import { reportFallback } from '../shared/reportFallback';
import { guardResponse } from '../shared/responseGuard';
import { findBelow } from '../shared/upstream';
import type { Verdict } from '../shared/webhookAuth';
import { answer, authenticate, mustBeChecked, refuse } from '../shared/webhookRequest';
import { businessNow } from '../shared/protocol/businessTime';
import { checkCalls, spokenTimes } from './checkCalls';
import { readDeclaredTools, type DeclaredTool } from './declaredTools';
import { readOptions, type TriggerOptions } from './options';
import { refuseBody, refuseWithoutCalls } from './refusals';
import { routeToolCalls, toItem } from './route';
import { readBareBody, readServerMessage, toolOfBareBody, type ToolRequest } from './toolRequest';

/**
 * One request of Vapi: proof, envelope, tool calls; then the guard takes over the response and the calls go to
 * their outputs. Never throws: n8n would answer 500, which Vapi ignores.
 */
export async function receiveToolCalls(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const receivedAt = new Date();
  const verdict = await authenticate(context);
  if (!verdict.ok && verdict.unchecked !== true) return refuse(context, verdict.reason);

  const body: unknown = context.getBodyData();
  const parsed = parseServerMessage(body);
  if (parsed === undefined)
    return isObject(body) ? receiveBareBody(context, body, receivedAt, verdict) : refuseBody(context);
  // Other events reach this URL when it is the assistant's server URL. They need no answer and no execution.
  if (parsed.type !== 'tool-calls' && parsed.type !== 'function-call') return answer(context, 200, {});

  const request = readServerMessage(parsed);
  if (request.calls.length === 0) return refuseWithoutCalls(context, parsed.type);
  return orFallback(context, request, () => {
    mustBeChecked(context, verdict);
    return startWorkflow(context, request, readDeclaredTools(context), receivedAt);
  });
}

/** An API Request tool sends its arguments without an envelope. */
function receiveBareBody(
  context: IWebhookFunctions,
  body: JsonObject,
  receivedAt: Date,
  verdict: Verdict,
): IWebhookResponseData {
  return orFallback(context, readBareBody(body, '', []), () => {
    mustBeChecked(context, verdict);
    const tools = readDeclaredTools(context);
    const tool = toolOfBareBody(body, asObject(context.getQueryData()), tools);
    if (tool === undefined) return refuseBody(context);
    return startWorkflow(context, readBareBody(body, tool, tools), tools, receivedAt);
  });
}

/** Answers with the fallback where the workflow cannot be started: an expression in one of our fields failed, say. */
function orFallback(
  context: IWebhookFunctions,
  request: ToolRequest,
  start: () => IWebhookResponseData,
): IWebhookResponseData {
  try {
    return start();
  } catch (error) {
    const { name } = context.getNode();
    context.logger.error(`Vapi Tool Trigger "${name}" could not start the workflow: ${String(error)}`);
    const { body } = request.owe(readableFallback(context), []).body();
    return answer(context, 200, JSON.parse(String(body)) as object);
  }
}

function startWorkflow(
  context: IWebhookFunctions,
  request: ToolRequest,
  tools: readonly DeclaredTool[],
  receivedAt: Date,
): IWebhookResponseData {
  const { calls } = request;
  const options = readOptions(context);
  const checked = options.checkParameters
    ? checkCalls(calls, tools, { ...options, receivedAt })
    : { calls, answers: [] };
  const routed = routeToolCalls(checked.calls, {
    tools: tools.map(({ name }) => name),
    unknownTools: context.getNodeParameter('unknownTools', 'error') as 'error' | 'output',
  });
  const answers = [...checked.answers, ...routed.answers];
  const owed = request.owe(fallbackFor(context, tools), answers);
  const workflowData = itemsOf(routed.outputs, request, tools, { receivedAt, options });
  const respondNodes = findBelow(context, 'vapiRespond').map((node) => node.name);
  const onFallback = reportFallback(context);

  // From here on the response belongs to the guard, so nothing may fail after this line.
  guardResponse(context.getResponseObject(), {
    owed,
    deadlineMs: options.deadlineMs,
    since: receivedAt.getTime(),
    respondNodes: new Set(respondNodes),
    onFallback,
  });
  // Every call was answered already: there is nothing left for the workflow.
  if (answers.length === calls.length) return { noWebhookResponse: true };
  return { noWebhookResponse: true, workflowData };
}

/** The sentence of the tool, else that of the trigger, else ours. */
function fallbackFor(context: IWebhookFunctions, tools: readonly DeclaredTool[]): (call: ToolCall) => string {
  const general = toText(context.getNodeParameter('fallbackMessage', '')) || FALLBACK_MESSAGE;
  const own = new Map(tools.map(({ name, fallbackMessage }) => [name, fallbackMessage]));
  return ({ name }) => own.get(name) ?? general;
}

/** The same where a field may be the very one that cannot be read. */
function readableFallback(context: IWebhookFunctions): (call: ToolCall) => string {
  try {
    return fallbackFor(context, readDeclaredTools(context));
  } catch {
    return () => FALLBACK_MESSAGE;
  }
}

/** Items by output. */
function itemsOf(
  outputs: ToolCall[][],
  request: ToolRequest,
  tools: readonly DeclaredTool[],
  { receivedAt, options }: { receivedAt: Date; options: TriggerOptions },
): INodeExecutionData[][] {
  const { locale, timeZone } = options;
  const extras = {
    ...(options.includeNow ? { now: businessNow(receivedAt, timeZone, locale) } : {}),
    ...(options.includeRaw ? { raw: redactSecrets(request.raw) } : {}),
  };
  const toData = (output: ToolCall[]): INodeExecutionData[] =>
    output.map((call) => ({
      json: {
        ...toItem(call, request.identity, { receivedAt, deadlineMs: options.deadlineMs }),
        ...(locale === undefined ? {} : { spokenTimes: spokenTimes(call, tools, { timeZone, locale }) }),
        ...extras,
      },
    }));
  return outputs.map(toData);
}
