import { completeResults, readToolRequests, toSingleLine } from '../../../bridge/src/gateways/toolResults';

const FALLBACK = 'Not now.';

describe('readToolRequests', () => {
  // Shapes: Vapi OpenAPI (function.arguments), docs "custom tools" and "server events".
  it.each([
    [
      'toolCallList',
      { toolCallList: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }] },
    ],
    ['toolCalls', { toolCalls: [{ id: 'a', name: 'f', arguments: {} }] }],
    [
      'toolWithToolCallList',
      { toolWithToolCallList: [{ name: 'f', toolCall: { id: 'a', parameters: {} } }] },
    ],
    ['function of the pair', { toolWithToolCallList: [{ function: { name: 'f' }, toolCall: { id: 'a' } }] }],
    ['toolCallId', { toolCallList: [{ toolCallId: 'a', name: 'f' }] }],
  ])('reads %s', (_name, message) => {
    expect(readToolRequests(message)).toEqual([{ id: 'a', name: 'f' }]);
  });

  it('takes each id once, in order, with the first name, and ids that are numbers', () => {
    const message = {
      toolCallList: [{ id: 'a' }, { id: 2, name: 'g' }],
      toolCalls: [{ id: 'a', name: 'f' }, { id: 'c', name: 'h' }, { name: 'no id' }, 'nonsense', null],
    };
    expect(readToolRequests(message)).toEqual([
      { id: 'a', name: 'f' },
      { id: '2', name: 'g' },
      { id: 'c', name: 'h' },
    ]);
  });

  it('reads the deprecated function-call, which has no id', () => {
    expect(readToolRequests({ functionCall: { name: 'f', parameters: {} } })).toEqual([
      { id: undefined, name: 'f' },
    ]);
    expect(readToolRequests({})).toEqual([]);
  });
});

describe('completeResults', () => {
  const requests = [
    { id: 'a', name: 'f' },
    { id: 'b', name: 'g' },
  ];

  it('answers each call once, in order, with what the workflow says', () => {
    const message = { type: 'request-complete', content: 'Done.' };
    const answer = {
      results: [
        { toolCallId: 'b', error: 'no\nsuch thing' },
        { toolCallId: 'x', result: 'not asked for' },
        { toolCallId: 'a', result: { n: 1 }, message, metadata: { k: 1 } },
      ],
    };
    expect(completeResults(requests, answer, FALLBACK)).toEqual({
      body: {
        results: [
          { toolCallId: 'a', name: 'f', result: '{"n":1}', message, metadata: { k: 1 } },
          { toolCallId: 'b', name: 'g', error: 'no such thing' },
        ],
      },
      missing: 0,
    });
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'Workflow was started'],
    ["n8n's own words", { message: 'Workflow was started' }],
    ['results of a wrong type', { results: 'x' }],
    ['results of other calls', { results: [{ toolCallId: 'x', result: 'y' }, null, 3] }],
    ['results without content', { results: [{ toolCallId: 'a' }, { toolCallId: 'b', result: null }] }],
  ])('gives the fallback in place of %s', (_name, answer) => {
    expect(completeResults(requests, answer, FALLBACK)).toEqual({
      body: {
        results: [
          { toolCallId: 'a', name: 'f', error: FALLBACK },
          { toolCallId: 'b', name: 'g', error: FALLBACK },
        ],
      },
      missing: 2,
    });
  });

  it('keeps the result of one call where the other has none', () => {
    const { body, missing } = completeResults(
      requests,
      { results: [{ toolCallId: 'b', result: 7 }] },
      FALLBACK,
    );
    expect(missing).toBe(1);
    expect(body.results).toEqual([
      { toolCallId: 'a', name: 'f', error: FALLBACK },
      { toolCallId: 'b', name: 'g', result: '7' },
    ]);
  });

  it('answers a function-call in its own form', () => {
    const call = [{ id: undefined, name: 'f' }];
    expect(completeResults(call, { result: 'ok' }, FALLBACK)).toEqual({ body: { result: 'ok' }, missing: 0 });
    expect(completeResults(call, undefined, FALLBACK)).toEqual({ body: { result: FALLBACK }, missing: 1 });
  });
});

describe('toSingleLine', () => {
  it.each([
    ['a\r\nb\u2028c\td', 'a b c d'],
    ['  ', '(no result)'],
    [{ a: 'x\ny' }, '{"a":"x\\ny"}'],
    [[1, 2], '[1,2]'],
    [false, 'false'],
  ])('makes %j one line', (value, line) => {
    expect(toSingleLine(value)).toBe(line);
  });
});
