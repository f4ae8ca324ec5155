import fc from 'fast-check';
import type { JsonObject } from '../../../../nodes/shared/protocol/json';
import { parseToolCalls, type ToolCall } from '../../../../nodes/shared/protocol/toolCalls';
import {
  hasSharedFixtures,
  SHARED_FIXTURES_MISSING,
  sharedFixture,
  sharedFixtures,
} from '../../../support/engineFixtures';
import { describeWith } from '../../../support/needs';

const ARGUMENTS = { date: '2026-08-24', time: '10:00' };
const BOOKING: ToolCall = { id: 'call_1', name: 'book_appointment', arguments: ARGUMENTS };

/** Every documented and every seen way to write the same call. Sources: see parseToolCalls. */
const shapes: Array<[string, JsonObject]> = [
  [
    'OpenAPI: function.arguments as a JSON string',
    {
      toolCallList: [
        { id: 'call_1', function: { name: 'book_appointment', arguments: JSON.stringify(ARGUMENTS) } },
      ],
    },
  ],
  [
    'field: function.arguments as an object',
    { toolCallList: [{ id: 'call_1', function: { name: 'book_appointment', arguments: ARGUMENTS } }] },
  ],
  [
    'field: the alias toolCalls',
    { toolCalls: [{ id: 'call_1', function: { name: 'book_appointment', arguments: ARGUMENTS } }] },
  ],
  [
    'docs, custom tools: name and arguments',
    { toolCallList: [{ id: 'call_1', name: 'book_appointment', arguments: ARGUMENTS }] },
  ],
  [
    'docs, server events: name and parameters',
    { toolCallList: [{ id: 'call_1', name: 'book_appointment', parameters: ARGUMENTS }] },
  ],
  [
    'the id as toolCallId',
    { toolCallList: [{ toolCallId: 'call_1', name: 'book_appointment', arguments: ARGUMENTS }] },
  ],
  [
    'docs: only toolWithToolCallList, the name beside the call',
    {
      toolWithToolCallList: [{ name: 'book_appointment', toolCall: { id: 'call_1', parameters: ARGUMENTS } }],
    },
  ],
  [
    'OpenAPI: only toolWithToolCallList, the name in the definition',
    {
      toolWithToolCallList: [
        {
          function: { name: 'book_appointment', parameters: { type: 'object' } },
          toolCall: { id: 'call_1', arguments: ARGUMENTS },
        },
      ],
    },
  ],
  [
    'docs: toolWithToolCallList with function.parameters',
    {
      toolWithToolCallList: [
        { toolCall: { id: 'call_1', function: { name: 'book_appointment', parameters: ARGUMENTS } } },
      ],
    },
  ],
];

it.each(shapes)('reads %s', (_, message) => {
  expect(parseToolCalls(message)).toEqual([BOOKING]);
});

it('reads the deprecated function call, which has no id', () => {
  const message = { functionCall: { id: 'ignored', name: 'book_appointment', parameters: ARGUMENTS } };
  expect(parseToolCalls(message)).toEqual([{ ...BOOKING, id: undefined }]);
});

it('takes a call once that several lists name, in the order of the first, and appends what only a later one has', () => {
  const of = (id: string): JsonObject => ({ id, function: { name: `tool_${id}`, arguments: '{}' } });
  const calls = parseToolCalls({
    toolCallList: [of('b'), of('a')],
    toolCalls: [of('a'), of('b'), of('c')],
    toolWithToolCallList: [{ toolCall: of('d') }, { toolCall: of('a') }],
  });
  expect(calls.map(({ id }) => id)).toEqual(['b', 'a', 'c', 'd']);
});

it.each<[string, unknown, JsonObject]>([
  ['nothing', undefined, {}],
  ['null', null, {}],
  ['an empty string', ' ', {}],
  ['the string null', 'null', {}],
  ['text that is no JSON', '{"date": ', { _raw: '{"date": ' }],
  ['a JSON list', '[1]', { _raw: [1] }],
  ['a list', [1], { _raw: [1] }],
  ['a number', 7, { _raw: 7 }],
])('keeps a call whose arguments are %s', (_, given, expected) => {
  const message = { toolCallList: [{ id: 'a', function: { name: 'x', arguments: given } }] };
  expect(parseToolCalls(message)).toEqual([{ id: 'a', name: 'x', arguments: expected }]);
});

it.each<[string, JsonObject]>([
  ['an empty message', {}],
  ['empty lists', { toolCallList: [], toolCalls: [], toolWithToolCallList: [] }],
  ['lists of something else', { toolCallList: [null, 1, 'x', [], {}], toolWithToolCallList: [{}, null] }],
  ['calls without an id', { toolCallList: [{ function: { name: 'x' } }] }],
  [
    'an id that is none',
    {
      toolCallList: [
        { id: null, name: 'x' },
        { id: '', name: 'y' },
        { id: {}, name: 'z' },
      ],
    },
  ],
  ['an empty function call', { functionCall: {} }],
])('finds no call in %s', (_, message) => {
  expect(parseToolCalls(message)).toEqual([]);
});

it('keeps a call whose name is missing: its id still wants an answer', () => {
  expect(parseToolCalls({ toolCallList: [{ id: 'a' }] })).toEqual([{ id: 'a', name: '', arguments: {} }]);
});

it('takes an id that is a number as text', () => {
  expect(parseToolCalls({ toolCallList: [{ id: 5, name: 'x' }] })).toEqual([
    { id: '5', name: 'x', arguments: {} },
  ]);
});

it('takes a call that comes twice from where it has a name, in its first place', () => {
  const args = { date: '2026-08-24' };
  const message = {
    toolCallList: [{ id: 'a' }, { id: 'b', name: 'check' }],
    toolWithToolCallList: [
      { name: 'book', toolCall: { id: 'a', function: { arguments: args } } },
      { name: 'other', toolCall: { id: 'b' } },
    ],
  };
  expect(parseToolCalls(message)).toEqual([
    { id: 'a', name: 'book', arguments: args },
    { id: 'b', name: 'check', arguments: {} },
  ]);
});

describe('over generated input', () => {
  const LISTS = ['toolCallList', 'toolCalls', 'toolWithToolCallList'] as const;

  it('never throws, gives objects as arguments, and no id twice', () => {
    const message = fc.oneof(
      fc.dictionary(fc.constantFrom(...LISTS, 'functionCall', 'type'), fc.jsonValue()),
      fc.dictionary(fc.constantFrom(...LISTS), fc.array(fc.jsonValue())),
    );
    fc.assert(
      fc.property(message, (value) => {
        const calls = parseToolCalls(value);
        const ids = calls.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const call of calls) {
          expect(typeof call.name).toBe('string');
          expect(call.arguments !== null && typeof call.arguments === 'object').toBe(true);
          expect(Array.isArray(call.arguments)).toBe(false);
        }
      }),
    );
  });

  it('never loses an id, whatever the mixture of shapes and lists', () => {
    const name = fc.option(fc.string(), { nil: undefined });
    const args = fc.oneof(fc.jsonValue(), fc.json(), fc.string(), fc.constant(undefined));
    const toolCall = fc
      .record({ id: fc.string({ minLength: 1 }), name, args, shape: fc.integer({ min: 0, max: 3 }) })
      .map(({ id, name, args, shape }): { id: string; call: JsonObject } => {
        const written: JsonObject[] = [
          { id, type: 'function', function: { name, arguments: args } },
          { id, function: { name, parameters: args } },
          { id, name, arguments: args },
          { toolCallId: id, name, parameters: args },
        ];
        return { id, call: written[shape] ?? {} };
      });
    const lists = fc.record({
      toolCallList: fc.array(toolCall),
      toolCalls: fc.array(toolCall),
      toolWithToolCallList: fc.array(toolCall),
    });
    fc.assert(
      fc.property(lists, ({ toolCallList, toolCalls, toolWithToolCallList }) => {
        const calls = parseToolCalls({
          toolCallList: toolCallList.map(({ call }) => call),
          toolCalls: toolCalls.map(({ call }) => call),
          toolWithToolCallList: toolWithToolCallList.map(({ call }) => ({ toolCall: call })),
        });
        const expected = [...toolCallList, ...toolCalls, ...toolWithToolCallList].map(({ id }) => id);
        expect(calls.map(({ id }) => id)).toEqual([...new Set(expected)]);
      }),
    );
  });
});

describeWith(hasSharedFixtures, SHARED_FIXTURES_MISSING, 'payloads of the shared folder', () => {
  const full = { date: '2026-08-24', time: '10:00', name: 'Dana Whitfield' };
  const booking: ToolCall = {
    id: 'call_4kWnT0QhRr8bAq2xYvZpLm1c',
    name: 'book_appointment',
    arguments: full,
  };
  const lookup: ToolCall = {
    id: 'call_9aZqF3LmUu7cBt6yXwVkPn2d',
    name: 'lookup_customer',
    arguments: { phone: '+14155550123' },
  };

  const read = (path: string): ToolCall[] =>
    parseToolCalls(sharedFixture<{ message: JsonObject }>(path).message);

  it.each([...sharedFixtures('server', 'tool-calls'), ...sharedFixtures('variants', 'tool-calls')])(
    '%s',
    (path) => {
      expect(read(path)).toEqual(path.includes('parallel') ? [booking, lookup] : [booking]);
    },
  );

  it('variants/function-call.deprecated.json', () => {
    expect(read('variants/function-call.deprecated.json')).toEqual([{ ...booking, id: undefined }]);
  });
});
