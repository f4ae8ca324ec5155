import fc from 'fast-check';
import type { JsonObject } from '../../../../nodes/shared/protocol/json';
import { callContext, parseServerMessage } from '../../../../nodes/shared/protocol/serverMessage';
import { parseToolCalls } from '../../../../nodes/shared/protocol/toolCalls';
import { OwedResults } from '../../../../nodes/VapiToolTrigger/owedResults';
import { readServerMessage } from '../../../../nodes/VapiToolTrigger/toolRequest';

/** Short in the unit tests; `npm run fuzz:payloads` sets a hundred thousand. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 2000);

interface Given {
  id: string;
  name: string | undefined;
  /** What the workflow must see. */
  parameters: JsonObject;
  /** How it is written, in one of the forms that Vapi's pages, its OpenAPI and the field know. */
  written: JsonObject;
}

const text = fc.string({ unit: 'binary', maxLength: 12 });
const id = fc.oneof(
  { weight: 8, arbitrary: fc.uuid().map((uuid) => `call_${uuid}`) },
  { weight: 2, arbitrary: fc.constantFrom('a', 'b', '__proto__', 'constructor', '0', ' ') },
  { weight: 1, arbitrary: text.filter((value) => value !== '') },
);
const args = fc.dictionary(
  fc.oneof(text, fc.constantFrom('__proto__', 'date')),
  fc.jsonValue({ maxDepth: 3 }),
  {
    maxKeys: 4,
  },
);
const pretty = fc.constantFrom(undefined, 1, '\t');

/** The arguments and what is written for them. */
const argument: fc.Arbitrary<{ parameters: JsonObject; written: unknown }> = fc.oneof(
  args.map((parameters) => ({ parameters, written: parameters })),
  fc.tuple(args, pretty).map(([parameters, space]) => ({
    parameters: JSON.parse(JSON.stringify(parameters)) as JsonObject,
    written: JSON.stringify(parameters, null, space),
  })),
  fc.constantFrom('', '  ', 'null', null, undefined).map((written) => ({ parameters: {}, written })),
  fc
    .constantFrom('{"date": "2026-', 'not json')
    .map((written) => ({ parameters: { _raw: written }, written })),
);

const shapes: Array<(id: string, name: string | undefined, written: unknown) => JsonObject> = [
  (id, name, written) => ({ id, type: 'function', function: { name, arguments: written } }),
  (id, name, written) => ({ id, type: 'function', function: { name, parameters: written } }),
  (id, name, written) => ({ id, name, arguments: written }),
  (id, name, written) => ({ id, name, parameters: written }),
  (id, name, written) => ({ toolCallId: id, type: 'function', name, parameters: written }),
];

const given: fc.Arbitrary<Given> = fc
  .record({ id, name: fc.option(text, { nil: undefined }), argument, shape: fc.nat(shapes.length - 1) })
  .map(({ id, name, argument: { parameters, written }, shape }) => ({
    ...{ id, name, parameters },
    written: shapes[shape]?.(id, name, written) ?? {},
  }));

/** What must not disturb the calls beside it. */
const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    0,
    '',
    'text',
    [],
    {},
    { id: null },
    { id: '' },
    { function: null },
  ),
  fc.record({ name: text, arguments: fc.jsonValue() }),
);
const list = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: given.map((call) => ({ call, written: call.written })) },
    { weight: 1, arbitrary: junk.map((written) => ({ call: undefined, written })) },
  ),
  { maxLength: 4 },
);
const rest = fc.dictionary(
  fc.constantFrom(
    'call',
    'chat',
    'customer',
    'assistant',
    'phoneNumber',
    'artifact',
    '__proto__',
    'timestamp',
  ),
  fc.oneof(fc.jsonValue(), fc.constant({ id: 'x', customer: { number: '+14155550123' } })),
  { maxKeys: 4 },
);
const payload = fc.record({ toolCallList: list, toolCalls: list, toolWithToolCallList: list, rest });

it(`finds every call of ${RUNS} payloads, in order, with its arguments, and answers each once`, () => {
  let found = 0;
  fc.assert(
    fc.property(payload, ({ rest, ...lists }) => {
      const body = {
        message: {
          ...rest,
          type: 'tool-calls',
          toolCallList: lists.toolCallList.map(({ written }) => written),
          toolCalls: lists.toolCalls.map(({ written }) => written),
          toolWithToolCallList: lists.toolWithToolCallList.map(({ written }) => ({ toolCall: written })),
        },
      };
      const expected = firstOfEach(
        [...lists.toolCallList, ...lists.toolCalls, ...lists.toolWithToolCallList].flatMap(
          ({ call }) => call ?? [],
        ),
      );

      const parsed = parseServerMessage(body);
      if (parsed === undefined) throw new Error('The envelope was not recognised.');
      const { calls, owe } = readServerMessage(parsed);
      expect(calls).toEqual(
        expected.map(({ id, name, parameters }) => ({ id, name: name ?? '', arguments: parameters })),
      );
      found += calls.length;
      if (calls.length === 0) return;
      const { results } = JSON.parse(String(owe(() => 'Sorry.', []).body().body)) as {
        results: Array<{ toolCallId: string; error: string }>;
      };
      expect(results.map(({ toolCallId, error }) => [toolCallId, error])).toEqual(
        expected.map(({ id }) => [id, 'Sorry.']),
      );
    }),
    { numRuns: RUNS },
  );
  // A generator that makes no calls would prove nothing.
  expect(found).toBeGreaterThan(RUNS);
});

/** Calls with an id of their own, each from where it first has a name, in the order in which the ids come. */
function firstOfEach(calls: readonly Given[]): Given[] {
  const unique = new Map<string, Given>();
  for (const call of calls) {
    const known = unique.get(call.id);
    const hasName = (call.name ?? '') !== '';
    if (known === undefined || ((known.name ?? '') === '' && hasName)) unique.set(call.id, call);
  }
  return [...unique.values()];
}

it(`never throws over ${RUNS} messages of anything`, () => {
  const lists = [
    'toolCallList',
    'toolCalls',
    'toolWithToolCallList',
    'functionCall',
    'call',
    'chat',
    'assistant',
  ];
  const message = fc.dictionary(fc.constantFrom(...lists, 'type', 'customer'), fc.jsonValue());
  fc.assert(
    fc.property(
      fc.oneof(
        fc.jsonValue(),
        message.map((value) => ({ message: value })),
      ),
      (body) => {
        const parsed = parseServerMessage(body);
        if (parsed === undefined) return;
        const calls = parseToolCalls(parsed.message);
        expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length);
        expect(typeof callContext(parsed.message).variables).toBe('object');
        new OwedResults(calls, () => 'Sorry.').body();
      },
    ),
    { numRuns: RUNS },
  );
});
