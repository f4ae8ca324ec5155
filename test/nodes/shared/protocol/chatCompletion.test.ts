import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import {
  chatRequestProblem,
  closingEvents,
  completion,
  readChatAnswer,
  readChatRequest,
  roleEvent,
  textEvent,
  type ChatAnswer,
} from '../../../../nodes/shared/protocol/chatCompletion';
import { readCompletionStream } from '../../../emulators/vapi/completionStream';

const request = readChatRequest(
  { model: 'm', stream: true, messages: [] },
  'chatcmpl-1',
  new Date(1_700_000_000_900),
);

describe('a request for a completion', () => {
  it('is read', () => {
    expect(request).toEqual({ id: 'chatcmpl-1', created: 1_700_000_000, model: 'm', stream: true });
    expect(readChatRequest({}, 'x', new Date(0))).toMatchObject({ model: 'n8n', stream: false });
  });

  it.each([
    [undefined, 'no JSON object'],
    ['text', 'no JSON object'],
    [[], 'no JSON object'],
    [{}, 'missing'],
    [{ messages: 'hello' }, 'no list'],
    [{ messages: [] }, 'empty'],
  ])('that is %j has a problem', (body, problem) => {
    expect(chatRequestProblem(body)).toContain(problem);
  });

  it('with messages has none', () => {
    expect(chatRequestProblem({ messages: [{ role: 'user', content: 'Hi' }] })).toBeUndefined();
  });
});

describe('an answer of the workflow', () => {
  it.each<[Record<string, unknown>, ChatAnswer]>([
    [{ text: 'Hi' }, { text: 'Hi', toolCalls: [], finishReason: 'stop' }],
    [
      { text: 'Hi', finishReason: 'length' },
      { text: 'Hi', toolCalls: [], finishReason: 'length' },
    ],
    [
      { toolCalls: [{ id: 'a', name: 'book', arguments: { x: 1 } }], finishReason: 'stop' },
      { text: '', toolCalls: [{ id: 'a', name: 'book', arguments: '{"x":1}' }], finishReason: 'tool_calls' },
    ],
    [
      { text: null, toolCalls: [{ name: 'end' }, { name: 'book', arguments: '{"x": 1}' }] },
      {
        text: '',
        toolCalls: [
          { id: 'call_1_0', name: 'end', arguments: '{}' },
          { id: 'call_1_1', name: 'book', arguments: '{"x": 1}' },
        ],
        finishReason: 'tool_calls',
      },
    ],
  ])('%j is read', (body, answer) => {
    expect(readChatAnswer(body, request)).toEqual(answer);
  });

  it.each([
    [{}, 'neither text nor tool calls'],
    [{ text: '' }, 'neither'],
    [{ text: 5 }, 'no text'],
    [{ toolCalls: [{ arguments: {} }] }, 'tool call 0 has no name'],
    [{ toolCalls: [{ name: 'a' }, { name: 'b', arguments: 'x' }] }, 'tool call 1'],
    [{ toolCalls: [{ name: 'b', arguments: '[1]' }] }, 'no JSON object'],
    [{ toolCalls: [{ name: 'b', arguments: 3 }] }, 'no JSON object'],
  ])('%j is none', (body, problem) => {
    expect(readChatAnswer(body, request)).toContain(problem);
  });

  it('gets ids that differ and that OpenAI takes back: 40 characters at most', () => {
    const asked = { ...request, id: `chatcmpl-${randomUUID()}` };
    const answer = readChatAnswer({ toolCalls: Array.from({ length: 11 }, () => ({ name: 'a' })) }, asked);
    const ids = (answer as ChatAnswer).toolCalls.map(({ id }) => id);
    expect(new Set(ids).size).toBe(11);
    for (const id of ids) expect(id.length).toBeLessThanOrEqual(40);
  });

  it('never throws, over any body', () => {
    const body = fc.record(
      {
        text: fc.anything(),
        toolCalls: fc.oneof(fc.anything(), fc.array(fc.anything())),
        finishReason: fc.anything(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(body, (given) => {
        const answer = readChatAnswer(given, request);
        if (typeof answer === 'string') expect(answer).not.toBe('');
        else expect(answer.text !== '' || answer.toolCalls.length > 0).toBe(true);
      }),
    );
  });
});

describe('what Vapi gets', () => {
  it('is one object without a stream', () => {
    const toolCalls = [{ id: 'a', name: 'book', arguments: '{}' }];
    expect(completion(request, { text: 'Hi', toolCalls: [], finishReason: 'stop' })).toEqual({
      ...{ id: 'chatcmpl-1', object: 'chat.completion', created: 1_700_000_000, model: 'm' },
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
    });
    expect(completion(request, { text: '', toolCalls, finishReason: 'tool_calls' })).toMatchObject({
      choices: [
        {
          message: {
            content: null,
            tool_calls: [{ id: 'a', type: 'function', function: { name: 'book', arguments: '{}' } }],
          },
          finish_reason: 'tool_calls',
        },
      ],
    });
  });

  it('is a stream that the strictest client reads, over any texts and tool calls', () => {
    const toolCall = fc.record({ id: fc.uuid(), name: fc.string({ minLength: 1 }), arguments: fc.json() });
    fc.assert(
      fc.property(fc.array(fc.string()), fc.string(), fc.array(toolCall), (pieces, rest, toolCalls) => {
        const finishReason = toolCalls.length > 0 ? 'tool_calls' : 'stop';
        const stream =
          roleEvent(request) +
          pieces.map((piece) => textEvent(request, piece)).join('') +
          closingEvents(request, { text: rest, toolCalls, finishReason });
        expect(readCompletionStream(stream)).toEqual({
          ...{ text: pieces.join('') + rest, toolCalls, finishReason, problems: [] },
        });
      }),
    );
  });
});
