import fc from 'fast-check';
import { matchAnswer } from '../../../../../../nodes/Vapi/actions/call/batch/match';
import type { Row } from '../../../../../../nodes/Vapi/actions/call/batch/requests';
import type { JsonObject } from '../../../../../../nodes/shared/protocol/json';

const row = (item: number, customer: JsonObject, overrides: JsonObject = {}): Row => ({
  ...{ item, customer, overrides, call: {} },
  overridesField: 'assistantOverrides',
});

const A = '+14155550101';
const B = '+14155550102';

const callOf = (id: string, customer: JsonObject, assistantOverrides?: JsonObject): JsonObject => ({
  ...{ id, customer },
  ...(assistantOverrides ? { assistantOverrides } : {}),
});

/** What each row got: the ID of its call, or its error. */
const told = (rows: Row[], answer: unknown): unknown[] =>
  matchAnswer(rows, answer).answers.map((own) =>
    own === undefined ? undefined : 'call' in own ? own.call.id : own.error,
  );

it('goes by the number, not by the order', () => {
  const rows = [row(0, { number: A }), row(1, { number: B }), row(2, { sipUri: 'sip:a@b.test' })];
  const results = [
    callOf('sip', { sipUri: 'sip:a@b.test' }),
    callOf('b', { number: B }),
    callOf('a', { number: A }),
  ];
  expect(told(rows, { results, errors: [] })).toEqual(['a', 'b', 'sip']);
});

it('puts errors where they belong', () => {
  const rows = [row(0, { number: A }), row(1, { number: B })];
  const answer = {
    results: [callOf('b', { number: B })],
    errors: [{ customer: { number: A }, error: 'no' }],
  };
  expect(told(rows, answer)).toEqual(['no', 'b']);
});

describe('a number that is there twice', () => {
  it('is told apart by the customer', () => {
    const rows = [row(0, { number: A, name: 'Ann' }), row(1, { number: A, name: 'Ben' })];
    const answer = {
      results: [callOf('ben', { number: A, name: 'Ben' })],
      errors: [{ customer: { number: A, name: 'Ann' }, error: 'no' }],
    };
    expect(told(rows, answer)).toEqual(['no', 'ben']);
  });

  it('is told apart by the variables, in whatever order they come back', () => {
    const rows = [1, 2].map((n) => row(n, { number: A }, { variableValues: { n, x: 0 } }));
    const results = [2, 1].map((n) => callOf(`n${n}`, { number: A }, { variableValues: { x: 0, n } }));
    expect(told(rows, { results, errors: [] })).toEqual(['n1', 'n2']);
  });

  it('is told apart by the metadata, which Vapi need not give back', () => {
    const rows = [1, 2].map((n) => row(n, { number: A }, { variableValues: { x: 0 }, metadata: { n } }));
    const results = [2, 1].map((n) =>
      callOf(`n${n}`, { number: A }, { variableValues: { x: 0 }, metadata: { n } }),
    );
    expect(told(rows, { results, errors: [] })).toEqual(['n1', 'n2']);
    const bare = [1, 2].map((n) => callOf(`n${n}`, { number: A }, { variableValues: { x: 0 } }));
    expect(told(rows, { results: bare, errors: [] })).toEqual(['n1', 'n2']);
  });

  it('is told apart by overrides that come back within the customer', () => {
    const rows = [1, 2].map((n) => row(n, { number: A }, { variableValues: { n } }));
    const results = [2, 1].map((n) =>
      callOf(`n${n}`, { number: A, assistantOverrides: { variableValues: { n } } }),
    );
    expect(told(rows, { results, errors: [] })).toEqual(['n1', 'n2']);
  });

  it('goes by the order where nothing tells the two apart', () => {
    const rows = [row(0, { number: A }), row(1, { number: A })];
    const results = [callOf('first', { number: A }), callOf('second', { number: A })];
    expect(told(rows, { results, errors: [] })).toEqual(['first', 'second']);
  });
});

it('does not take the row of a better match', () => {
  // Vapi has left out the name of the first, so only the number is left to go by.
  const rows = [row(0, { number: A, name: 'Ann' }), row(1, { number: A, name: 'Ben' })];
  const results = [callOf('first', { number: A }), callOf('ben', { number: A, name: 'Ben' })];
  expect(told(rows, { results, errors: [] })).toEqual(['first', 'ben']);
});

it('leaves rows open that the answer does not mention, and keeps calls of nobody', () => {
  const rows = [row(0, { number: A }), row(1, { number: B })];
  const other = callOf('other', { number: '+14155550199' });
  const matched = matchAnswer(rows, { results: [callOf('b', { number: B }), other], errors: [] });
  expect(matched.answers).toEqual([undefined, { call: callOf('b', { number: B }) }]);
  expect(matched.others).toEqual([other]);
});

it.each([undefined, null, 'ok', [], {}, { results: 'x', errors: 5 }, { results: [null], errors: [null] }])(
  'finds nothing in %j',
  (answer) => {
    expect(matchAnswer([row(0, { number: A })], answer)).toMatchObject({ answers: [undefined], others: [] });
  },
);

it('takes a single call for a batch of one', () => {
  expect(told([row(0, { number: A })], callOf('a', { number: A }))).toEqual(['a']);
});

it('gives every row its own call, whatever the order, as long as customers differ', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), {
        selector: String,
      }),
      fc.func(fc.nat()),
      (pairs, shuffle) => {
        const customers = pairs.map(([n, name]) => ({ number: `+1415555010${n}`, name: `n${name}` }));
        const rows = customers.map((customer, item) => row(item, customer));
        const results = customers
          .map((customer, item) => callOf(String(item), customer))
          .sort((a, b) => shuffle(a.id) - shuffle(b.id));
        expect(told(rows, { results, errors: [] })).toEqual(rows.map(({ item }) => String(item)));
      },
    ),
  );
});
