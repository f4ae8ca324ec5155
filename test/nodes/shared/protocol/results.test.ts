import fc from 'fast-check';
import {
  buildToolResponse,
  EMPTY_RESULT,
  hasJson,
  toSingleLine,
  type ToolAnswer,
  type ToolResult,
} from '../../../../nodes/shared/protocol/results';
import type { ToolCall } from '../../../../nodes/shared/protocol/toolCalls';
import { definitionErrors } from '../../../emulators/vapi/contract';
import { hasSharedFixtures, SHARED_FIXTURES_MISSING, sharedFixture } from '../../../support/engineFixtures';
import { describeWith } from '../../../support/needs';

const FALLBACK = 'Sorry, not now.';

const call = (id: string | undefined, name = 'tool'): ToolCall => ({ id, name, arguments: {} });

const answersOf = (...list: ToolAnswer[]): Map<string | undefined, ToolAnswer> =>
  new Map(list.map((answer) => [answer.toolCallId, answer]));

describe('toSingleLine', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;

  it.each<[string, unknown, string]>([
    ['plain text', 'Booked.', 'Booked.'],
    ['line breaks of every kind', 'a\nb\r\nc\u2028d\u2029e\u0085f\vg\fh', 'a b c d e f g h'],
    ['tabs and runs of spaces', '\ta \t  b  ', 'a b'],
    ['control characters', 'a\u0000b\u001bc\u007fd', 'a b c d'],
    ['nothing but white space', ' \n\t', EMPTY_RESULT],
    ['an empty string', '', EMPTY_RESULT],
    ['undefined', undefined, EMPTY_RESULT],
    ['null', null, EMPTY_RESULT],
    ['zero', 0, '0'],
    ['false', false, 'false'],
    ['an object', { a: 'x\ny' }, '{"a":"x\\ny"}'],
    ['a list', ['10:00', 2], '["10:00",2]'],
    ['a date', new Date(0), '"1970-01-01T00:00:00.000Z"'],
    ['a BigInt, which has no JSON', 10n, '10'],
    ['a cyclic object, which has no JSON', cyclic, '[object Object]'],
    ['letters outside ASCII', 'Grüße, 東京 👋', 'Grüße, 東京 👋'],
  ])('%s', (_, value, expected) => {
    expect(toSingleLine(value)).toBe(expected);
  });

  it('never throws, is never empty, and holds neither line breaks nor control characters, for any value', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withMap: true }),
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.constantFrom('\n', '\r', '\t', '\u2028', '\u0085', ' ', 'a') }),
        ),
        (value) => {
          const line = toSingleLine(value);
          expect(line).not.toBe('');
          expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
          expect(line).toBe(line.trim());
        },
      ),
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const line = toSingleLine(value);
        expect(toSingleLine(line)).toBe(line);
      }),
    );
  });
});

it.each<[string, unknown, boolean]>([
  ['an object', { a: 1 }, true],
  ['nothing', undefined, true],
  ['a BigInt', 10n, false],
  ['an object that refers to itself', ((one: Record<string, unknown>) => (one.self = one))({}), false],
  [
    'an object that refuses',
    {
      toJSON: () => {
        throw new Error('no');
      },
    },
    false,
  ],
])('hasJson: %s', (_, value, expected) => {
  expect(hasJson(value)).toBe(expected);
});

describe('buildToolResponse', () => {
  it('answers every call once, in order, with result, error or the fallback', () => {
    const answers = answersOf(
      { toolCallId: 'c', kind: 'error', text: 'No\nsuch customer.' },
      { toolCallId: 'a', kind: 'result', text: 'Booked.\nSee you.' },
    );
    const calls = [call('a', 'book'), call('b', 'ask'), call('c', 'find')];
    expect(buildToolResponse(calls, answers, FALLBACK)).toEqual({
      results: [
        { toolCallId: 'a', name: 'book', result: 'Booked. See you.' },
        { toolCallId: 'b', name: 'ask', error: FALLBACK },
        { toolCallId: 'c', name: 'find', error: 'No such customer.' },
      ],
    });
  });

  it('says a message of the type that goes with the answer', () => {
    const answers = answersOf(
      { toolCallId: 'a', kind: 'result', text: 'ok', message: { content: 'You are\nbooked.' } },
      { toolCallId: 'b', kind: 'error', text: 'no', message: { content: 'Sorry.', endCall: true } },
    );
    const body = buildToolResponse([call('a'), call('b')], answers, FALLBACK);
    expect(body).toEqual({
      results: [
        {
          ...{ toolCallId: 'a', name: 'tool', result: 'ok' },
          message: { type: 'request-complete', content: 'You are booked.' },
        },
        {
          ...{ toolCallId: 'b', name: 'tool', error: 'no' },
          message: { type: 'request-failed', content: 'Sorry.', endCallAfterSpokenEnabled: true },
        },
      ],
    });
    expect(definitionErrors('ServerMessageResponseToolCalls', body)).toEqual([]);
  });

  it('leaves out answers that nobody asked for', () => {
    const answers = answersOf({ toolCallId: 'other', kind: 'result', text: 'x' });
    expect(buildToolResponse([call('a')], answers, FALLBACK)).toEqual({
      results: [{ toolCallId: 'a', name: 'tool', error: FALLBACK }],
    });
  });

  it.each<[string, ToolAnswer[], string]>([
    ['a result', [{ toolCallId: undefined, kind: 'result', text: 'Booked.' }], 'Booked.'],
    ['an error', [{ toolCallId: undefined, kind: 'error', text: 'Taken.' }], 'Taken.'],
    ['nothing', [], FALLBACK],
  ])('answers a function call without an id in its own shape: %s', (_, answers, expected) => {
    expect(buildToolResponse([call(undefined)], answersOf(...answers), FALLBACK)).toEqual({
      result: expected,
    });
  });

  it('over generated calls and answers: every id once, in order, one line, one of result and error', () => {
    const answer = fc.record({
      toolCallId: fc.constantFrom('a', 'b', 'c', 'd', undefined),
      kind: fc.constantFrom('result' as const, 'error' as const),
      text: fc.string({ unit: 'binary' }),
    });
    const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 });
    fc.assert(
      fc.property(ids, fc.array(answer), fc.string(), (wanted, given, fallback) => {
        const body = buildToolResponse(
          wanted.map((id) => call(id)),
          answersOf(...given),
          fallback,
        ) as { results: ToolResult[] };
        expect(body.results.map(({ toolCallId }) => toolCallId)).toEqual(wanted);
        for (const { result, error } of body.results) {
          expect([result, error].filter((text) => text !== undefined)).toHaveLength(1);
          expect(result ?? error).not.toMatch(/[\r\n]/);
          expect(result ?? error).not.toBe('');
        }
      }),
    );
  });

  describeWith(hasSharedFixtures, SHARED_FIXTURES_MISSING, 'answers of the shared folder', () => {
    const booking = call('call_4kWnT0QhRr8bAq2xYvZpLm1c', 'book_appointment');
    const lookup = call('call_9aZqF3LmUu7cBt6yXwVkPn2d', 'lookup_customer');

    it('responses/tool-calls.json', () => {
      const answers = answersOf({
        toolCallId: booking.id,
        kind: 'result',
        text: 'Booked for Monday 24 August at 10:00, reference NS-4471.',
      });
      expect(buildToolResponse([booking], answers, FALLBACK)).toEqual(
        sharedFixture('responses/tool-calls.json'),
      );
    });

    it('responses/tool-calls.parallel.json', () => {
      const answers = answersOf(
        { toolCallId: lookup.id, kind: 'error', text: 'No customer with this number.' },
        { toolCallId: booking.id, kind: 'result', text: '{"status":"booked","reference":"NS-4471"}' },
      );
      expect(buildToolResponse([booking, lookup], answers, FALLBACK)).toEqual(
        sharedFixture('responses/tool-calls.parallel.json'),
      );
    });

    it('responses/function-call.deprecated.json', () => {
      const answers = answersOf({
        toolCallId: undefined,
        kind: 'result',
        text: 'Booked for Monday at ten.',
      });
      expect(buildToolResponse([call(undefined)], answers, FALLBACK)).toEqual(
        sharedFixture('responses/function-call.deprecated.json'),
      );
    });
  });
});
