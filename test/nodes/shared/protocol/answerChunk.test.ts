import fc from 'fast-check';
import { decodeChunkLine, encodeAnswer } from '../../../../nodes/shared/protocol/answerChunk';

/** A line as n8n writes it: type, content as text, who sent it. */
const line = (content: unknown, type = 'item', metadata: unknown = { nodeName: 'Respond to Vapi' }): string =>
  JSON.stringify({ type, content, metadata });

const ANSWER = { kind: 'tool-calls', answers: [{ toolCallId: 'a', kind: 'result', text: 'Booked.\nBye.' }] };

it('gives back what was encoded, with the node that sent it', () => {
  expect(decodeChunkLine(line(encodeAnswer(ANSWER)))).toEqual({
    type: 'item',
    nodeName: 'Respond to Vapi',
    text: undefined,
    answer: ANSWER,
  });
});

it('gives back any answer, on one line', () => {
  const answer = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue(), { noNullPrototype: true });
  fc.assert(
    fc.property(answer, (given) => {
      const written = line(encodeAnswer(given));
      expect(written).not.toContain('\n');
      expect(decodeChunkLine(written)?.answer).toEqual(JSON.parse(JSON.stringify(given)));
    }),
  );
});

it.each([
  ['an empty line (keep-alive)', ''],
  ['text', 'hello'],
  ['broken JSON', '{"type":"item"'],
  ['a JSON list', '[]'],
  ['null', 'null'],
  ['JSON without a type', '{"content":"x"}'],
  ['an error of n8n as JSON', '{"code":0,"message":"Workflow Webhook Error"}'],
])('takes %s for no chunk', (_, given) => {
  expect(decodeChunkLine(given)).toBeUndefined();
});

it.each([
  ['the begin of a stream', line(undefined, 'begin'), { type: 'begin', text: undefined }],
  ['the end of a stream', line(undefined, 'end'), { type: 'end', text: undefined }],
  ['an error', line('broken', 'error'), { type: 'error', text: 'broken' }],
  ['a token of an AI agent', line('Hello,'), { type: 'item', text: 'Hello,' }],
  [
    'a chunk with an object',
    line({ kind: 'n8n-nodes-vapi/answer@2', answer: {} }),
    { type: 'item', text: undefined },
  ],
  ['JSON of somebody else', line('{"answer":{}}'), { type: 'item', text: '{"answer":{}}' }],
  [
    'text that only speaks of ours',
    line('see n8n-nodes-vapi/answer@2'),
    { type: 'item', text: 'see n8n-nodes-vapi/answer@2' },
  ],
])('finds no answer in %s', (_, given, expected) => {
  expect(decodeChunkLine(given)).toEqual({ ...expected, nodeName: 'Respond to Vapi', answer: undefined });
});

it('takes an answer from items only', () => {
  expect(decodeChunkLine(line(encodeAnswer(ANSWER), 'error'))?.answer).toBeUndefined();
});

it('has no node name where n8n sent none', () => {
  expect(decodeChunkLine(line(encodeAnswer(ANSWER), 'item', null))?.nodeName).toBeUndefined();
});

it('never throws', () => {
  const content = fc.oneof(fc.json(), fc.string(), fc.jsonValue());
  const chunk = fc
    .record({ type: fc.constantFrom('item', 'error', 5), content, metadata: fc.jsonValue() })
    .map((value) => JSON.stringify(value));
  const marked = fc
    .jsonValue()
    .map((answer) => line(JSON.stringify({ kind: 'n8n-nodes-vapi/answer@2', answer })));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), chunk, marked), (given) => {
      const decoded = decodeChunkLine(given);
      expect(decoded?.answer === undefined || typeof decoded.answer === 'object').toBe(true);
    }),
  );
});
