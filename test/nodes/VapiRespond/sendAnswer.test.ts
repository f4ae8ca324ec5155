import type { IExecuteFunctions } from 'n8n-workflow';
import { decodeChunkLine } from '../../../nodes/shared/protocol/answerChunk';
import { MAX_ANSWER_LENGTH, sendAnswer } from '../../../nodes/VapiRespond/sendAnswer';

const contextOf = (sendChunk: (...args: unknown[]) => Promise<void>): IExecuteFunctions =>
  ({ sendChunk }) as unknown as IExecuteFunctions;

it('is done when n8n has handed the chunk over: a worker sends it through Redis', async () => {
  const handedOver: unknown[] = [];
  await sendAnswer(
    contextOf(async (type, itemIndex, content) => {
      await new Promise(setImmediate);
      handedOver.push(decodeChunkLine(JSON.stringify({ type, content }))?.answer, itemIndex);
    }),
    { kind: 'tool-calls', answers: [] },
  );
  expect(handedOver).toEqual([{ kind: 'tool-calls', answers: [] }, 0]);
});

it('fails where that fails, so that the node does not say it had answered', async () => {
  const context = contextOf(async () => {
    throw new Error('Redis is gone');
  });
  await expect(sendAnswer(context, { kind: 'tool-calls' })).rejects.toThrow('Redis is gone');
});

it('sends nothing that is so long that it costs other calls their answers', async () => {
  const sent: unknown[] = [];
  const context = {
    ...contextOf(async (...args) => void sent.push(args)),
    getNode: () => ({ name: 'Respond to Vapi' }),
  } as unknown as IExecuteFunctions;
  const audio = 'a'.repeat(MAX_ANSWER_LENGTH);
  await expect(sendAnswer(context, { kind: 'voice-request', body: { audio } })).rejects.toThrow(/8 MiB/);
  expect(sent).toEqual([]);
});
