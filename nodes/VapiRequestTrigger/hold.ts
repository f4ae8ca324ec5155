import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { JsonObject } from '../shared/protocol/json';
import { redactSecrets } from '../shared/protocol/redact';
import { requestItem } from '../shared/protocol/requestItem';
import type { VapiRequest } from '../shared/protocol/requests';
import { guardResponse } from '../shared/responseGuard';
import { findBelow } from '../shared/upstream';
import type { Verdict } from '../shared/webhookAuth';
import { mustBeChecked } from '../shared/webhookRequest';
import { builtInAnswer, defaultAnswer } from './defaults';
import type { OwedAnswer, OwedOptions } from './owedAnswer';
import type { OwedCompletion } from './owedCompletion';

/** A request that wants an answer. */
export interface HeldRequest {
  request: VapiRequest;
  requestId: string;
  /** What Vapi sent. */
  message: JsonObject;
  receivedAt: Date;
  /** What came of checking the proof. */
  verdict: Verdict;
  owed: (options: Pick<OwedOptions, 'fallback' | 'onFallback'>) => OwedAnswer | OwedCompletion;
}

interface Options {
  deadlineSeconds?: number;
  includeRaw?: boolean;
}

/**
 * Starts the workflow, with the response in the hands of the guard. A request that is not ticked, or whose workflow
 * cannot be started, gets its default at once.
 */
export function hold(context: IWebhookFunctions, held: HeldRequest): IWebhookResponseData {
  const { kind } = held.request;
  try {
    mustBeChecked(context, held.verdict);
    const chosen = [context.getNodeParameter('requests', [])].flat() as string[];
    if (!chosen.includes(kind)) {
      const { name } = context.getNode();
      context.logger.warn(`"${name}" answered "${kind}" with a default: it is not ticked in Requests`);
      return answerAtOnce(context, held);
    }
    return startWorkflow(context, held, chosen);
  } catch (error) {
    // An expression in one of our fields failed, for example.
    const { name } = context.getNode();
    context.logger.error(`"${name}" could not start the workflow for "${kind}": ${String(error)}`);
    return answerAtOnce(context, held);
  }
}

function startWorkflow(
  context: IWebhookFunctions,
  held: HeldRequest,
  chosen: readonly string[],
): IWebhookResponseData {
  const { request, requestId, message, receivedAt } = held;
  const options = context.getNodeParameter('options', {}) as Options;
  const deadlineMs = deadlineOf(options.deadlineSeconds, request);
  const respondNodes = findBelow(context, 'vapiRespond').map((node) => node.name);
  const item: JsonObject = {
    request: request.kind,
    requestId,
    ...requestItem(request.kind, message),
    receivedAt: receivedAt.toISOString(),
    deadlineAt: new Date(receivedAt.getTime() + deadlineMs).toISOString(),
    ...(options.includeRaw === true ? { raw: redactSecrets(message) } : {}),
  };
  // Memory in n8n wants a session; a request of another client than Vapi has none.
  if (request.kind === 'chat-completion') item.sessionId ??= requestId;
  const separate = context.getNodeParameter('outputs', 'separate') !== 'single' && chosen.length > 1;
  const workflowData = (separate ? chosen : [request.kind]).map((output) =>
    output === request.kind ? [{ json: item as IDataObject }] : [],
  );
  const { name } = context.getNode();
  const workflow = context.getWorkflow().id;
  const owed = held.owed({
    fallback: fallbackOf(context, held),
    onFallback: (reason) => {
      context.logger.warn(
        `"${name}" of workflow ${workflow} answered "${request.kind}" with its default: ${reason}`,
      );
    },
  });

  // From here on the response belongs to the guard, so nothing may fail after this line.
  guardResponse(context.getResponseObject(), {
    ...{ owed, deadlineMs, since: receivedAt.getTime() },
    respondNodes: new Set(respondNodes),
  });
  return { noWebhookResponse: true, workflowData };
}

/** A broken field of the default must not keep the workflow from its chance to answer. */
function fallbackOf(context: IWebhookFunctions, { request, message }: HeldRequest): JsonObject {
  try {
    return defaultAnswer(request.kind, (name) => context.getNodeParameter(name, null), message);
  } catch (error) {
    const { name } = context.getNode();
    context.logger.error(`The default of "${name}" for "${request.kind}" cannot be read: ${String(error)}`);
    return builtInAnswer(request.kind, message);
  }
}

function answerAtOnce(
  context: IWebhookFunctions,
  { request, message, owed }: HeldRequest,
): IWebhookResponseData {
  const fallback = builtInAnswer(request.kind, message);
  const { contentType, body } = owed({ fallback, onFallback: () => undefined }).body('ended');
  const response = context.getResponseObject();
  response.status(200).setHeader('Content-Type', contentType);
  response.end(body);
  return { noWebhookResponse: true };
}

/** Milliseconds; an expression may give anything. */
function deadlineOf(seconds: unknown, { deadlineSeconds, maxDeadlineSeconds }: VapiRequest): number {
  const given = Number(seconds ?? deadlineSeconds);
  const wanted = given > 0 ? given : deadlineSeconds;
  return Math.round(Math.min(wanted, maxDeadlineSeconds) * 1000);
}
