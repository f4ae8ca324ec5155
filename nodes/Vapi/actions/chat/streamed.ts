import type { IExecuteFunctions } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { messageOf } from '../../../shared/http/apiErrors';
import { joinChatStream } from '../../../shared/protocol/chatStream';
import { compact, isObject, type JsonObject } from '../../../shared/protocol/json';
import { notJson, vapiAnswer, type VapiRequest } from '../../../shared/transport';

/**
 * Sends a chat whose answer is streamed, and puts the answer together in the shape of a chat. It lacks what only the
 * stored chat has: ID and cost.
 *
 * @throws NodeApiError as every request; NodeOperationError when the stream broke off
 */
export async function sendStreamed(
  context: IExecuteFunctions,
  request: VapiRequest & { itemIndex: number },
): Promise<JsonObject> {
  const headers = { Accept: 'text/event-stream, application/json' };
  const { body, status } = await vapiAnswer.call(context, { ...request, headers });
  const answer = body.toString('utf8');
  // Tried first: a text of a chat might hold a line that looks like an event.
  const whole = parseObject(answer);
  if (whole !== undefined) return whole;
  const { events, streamId, sessionId, texts, error, broken } = joinChatStream(answer);
  const node = context.getNode();
  if (events === 0) throw notJson(context, request, answer || 'nothing at all', status);
  if (error !== undefined) throw fail(node, 'CHAT_STREAM_FAILED', messageOf(error), request.itemIndex);
  if (broken !== undefined)
    throw fail(node, 'CHAT_STREAM_FAILED', `an event is no JSON: ${broken}`, request.itemIndex);
  const output = texts.map((content) => ({ role: 'assistant', content }));
  return compact({ streamId, sessionId, output });
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
