import type { IExecuteFunctions } from 'n8n-workflow';
import { fail } from '../shared/fail';
import { encodeAnswer } from '../shared/protocol/answerChunk';
import type { JsonObject } from '../shared/protocol/json';

/**
 * In queue mode answers travel through Redis, which cuts off n8n's processes when they are 32 MiB behind
 * (docs/measurements.md): one huge answer would cost other callers theirs. A minute of speech is 4 MiB.
 */
export const MAX_ANSWER_LENGTH = 8 * 1024 * 1024;

/**
 * Hands an answer to the process that holds the request.
 *
 * @throws NodeOperationError if it is longer than any use of it
 */
export async function sendAnswer(context: IExecuteFunctions, answer: JsonObject): Promise<void> {
  const content = encodeAnswer(answer);
  if (content.length > MAX_ANSWER_LENGTH) {
    throw fail(context.getNode(), 'ANSWER_TOO_LONG', `${content.length} characters`);
  }
  // Typed as void, but a worker hands the chunk to Redis: it must be there before this node is done.
  await (context.sendChunk('item', 0, content) as unknown as Promise<void>);
}
