import fc from 'fast-check';
import { decodeChunkLine, encodeAnswers } from '../../../../nodes/shared/protocol/answerChunk';
import type { ToolAnswer } from '../../../../nodes/shared/protocol/results';

/** A line as n8n writes it: type, content as text, who sent it. */
const line = (content: unknown, type = 'item', metadata: unknown = { nodeName: 'Respond to Vapi' }): string =>
  JSON.stringify({ type, content, metadata });

const ANSWER: ToolAnswer = { toolCallId: 'a', kind: 'result', text: 'Booked.\nBye.' };

it('gives back what was encoded, with the node that sent it', () => {
  expect(decodeChunkLine(line(encodeAnswers([ANSWER])))).toEqual({
    nodeName: 'Respond to Vapi',
    answers: [ANSWER],
  });
});

it('gives back any answers, for any texts and ids', () => {
  const answer = fc.record({
    toolCallId: fc.option(fc.string({ minLength: 1, unit: 'grapheme' }), { nil: undefined }),
    kind: fc.constantFrom('result' as const, 'error' as const),
    text: fc.string({ unit: 'grapheme' }),
  });
  fc.assert(
    fc.property(fc.array(answer), (answers) => {
      const written = line(encodeAnswers(answers));
      expect(written).not.toContain('\n');
      expect(decodeChunkLine(written)?.answers).toEqual(answers);
    }),
  );
});

it.each([
  ['an empty line (keep-alive)', ''],
  ['text', 'hello'],
  ['broken JSON', '{"type":"item"'],
  ['a JSON list', '[]'],
  ['null', 'null'],
  ['the begin of a stream', line(undefined, 'begin')],
  ['an error chunk of n8n', line(encodeAnswers([ANSWER]), 'error')],
  ['a chunk of an AI agent', line('Hello, how can I help?')],
  ['a chunk with an object', line({ kind: 'n8n-nodes-vapi/answer@1', answers: [] })],
  ['JSON of somebody else', line('{"answers":[]}')],
  ['another version of ours', line('{"kind":"n8n-nodes-vapi/answer@2","answers":[]}')],
])('takes %s for nothing of ours', (_, given) => {
  expect(decodeChunkLine(given)).toBeUndefined();
});

it('has no node name where n8n sent none', () => {
  expect(decodeChunkLine(line(encodeAnswers([ANSWER]), 'item', null))?.nodeName).toBeUndefined();
});

it('drops entries that are no answers and keeps the others', () => {
  const content = JSON.stringify({
    kind: 'n8n-nodes-vapi/answer@1',
    answers: [
      null,
      1,
      {},
      { toolCallId: 'b', kind: 'other', text: 'x' },
      { kind: 'result', text: 5 },
      ANSWER,
    ],
  });
  expect(decodeChunkLine(line(content))?.answers).toEqual([ANSWER]);
});

it('never throws', () => {
  const content = fc.oneof(fc.json(), fc.string(), fc.jsonValue());
  const chunk = fc
    .record({ type: fc.constantFrom('item', 'error', 5), content, metadata: fc.jsonValue() })
    .map((value) => JSON.stringify(value));
  const marked = fc
    .jsonValue()
    .map((answers) => line(JSON.stringify({ kind: 'n8n-nodes-vapi/answer@1', answers })));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), chunk, marked), (given) => {
      const decoded = decodeChunkLine(given);
      for (const answer of decoded?.answers ?? []) expect(typeof answer.text).toBe('string');
    }),
  );
});
