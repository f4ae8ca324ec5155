import type { IWebhookFunctions } from 'n8n-workflow';
import type { JsonObject } from '../shared/protocol/json';
import { looksLikeRequest } from '../shared/protocol/requests';
import { buildToolResponse, FALLBACK_MESSAGE, toSingleLine } from '../shared/protocol/results';
import type { ServerMessage } from '../shared/protocol/serverMessage';
import { parseToolCalls } from '../shared/protocol/toolCalls';

/** Spoken to a caller for whom no assistant was found; the model's hint where a destination was asked for. */
const REFUSAL = 'Sorry, that is not possible right now. Please try again later.';

/**
 * The body that Vapi gets with its 200: nothing for an event. Requests belong to other triggers, but they come here
 * where this is the only server of an assistant or a number. Nobody will answer, so the error says it at once: with
 * an empty body a call without an assistant would end in silence.
 *
 * Source: OpenAPI, the responses of assistant, transfer and hand-off requests have `error`; the others ignore it.
 */
export function bodyFor(context: IWebhookFunctions, { type, message }: ServerMessage): JsonObject {
  const isToolCall = type === 'tool-calls' || type === 'function-call';
  if (!isToolCall && !looksLikeRequest(type)) return {};
  const owner = isToolCall ? 'Vapi Tool Trigger' : 'Vapi Request Trigger';
  const { name } = context.getNode();
  context.logger.warn(
    `"${name}" was asked for an answer and gave an error: ${toSingleLine(type).slice(0, 100)} is for a ${owner}`,
  );
  return isToolCall
    ? buildToolResponse(parseToolCalls(message), new Map(), FALLBACK_MESSAGE)
    : { error: REFUSAL };
}
