import type { IExecuteFunctions } from 'n8n-workflow';
import { encodeAnswer } from '../shared/protocol/answerChunk';
import type { JsonObject } from '../shared/protocol/json';

/** Hands an answer to the process that holds the request. */
export async function sendAnswer(context: IExecuteFunctions, answer: JsonObject): Promise<void> {
  // Typed as void, but a worker hands the chunk to Redis: it must be there before this node is done.
  await (context.sendChunk('item', 0, encodeAnswer(answer)) as unknown as Promise<void>);
}
