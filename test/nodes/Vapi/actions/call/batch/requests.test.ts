import { itemsInWords } from '../../../../../../nodes/Vapi/actions/call/batch/ranges';
import { requestsOf, type Row } from '../../../../../../nodes/Vapi/actions/call/batch/requests';
import type { JsonObject } from '../../../../../../nodes/shared/protocol/json';

const row = (item: number, overrides: JsonObject = {}, call: JsonObject = { assistantId: 'a' }): Row => ({
  ...{ item, call, overrides },
  customer: { number: `+1415555010${item}` },
  overridesField: 'assistantOverrides',
});

const customers = (...items: number[]) => items.map((item) => ({ number: `+1415555010${item}` }));

it('puts no more customers into a request than wanted', () => {
  const requests = requestsOf(
    [0, 1, 2, 3, 4].map((item) => row(item)),
    2,
  );
  expect(requests.map(({ body }) => body)).toEqual([
    { assistantId: 'a', customers: customers(0, 1) },
    { assistantId: 'a', customers: customers(2, 3) },
    { assistantId: 'a', customers: customers(4) },
  ]);
});

it('says once what counts for all', () => {
  const overrides = { firstMessage: 'Hello', variableValues: { clinic: 'North' } };
  expect(requestsOf([row(0, overrides), row(1, { ...overrides })], 9)[0]?.body).toEqual({
    assistantId: 'a',
    assistantOverrides: overrides,
    customers: customers(0, 1),
  });
});

it('gives each customer all of its overrides as soon as they differ, and the call none', () => {
  const rows = [
    row(0, { firstMessage: 'Hello', variableValues: { n: 0 } }),
    row(1, { firstMessage: 'Hello' }),
    row(2),
  ];
  const [zero, one, two] = customers(0, 1, 2);
  expect(requestsOf(rows, 9)[0]?.body).toEqual({
    assistantId: 'a',
    customers: [
      { ...zero, assistantOverrides: { firstMessage: 'Hello', variableValues: { n: 0 } } },
      { ...one, assistantOverrides: { firstMessage: 'Hello' } },
      two,
    ],
  });
});

it('separates what cannot be in one request', () => {
  const rows = [row(0), row(1, {}, { assistantId: 'b' }), row(2)];
  expect(requestsOf(rows, 9).map(({ body }) => body)).toEqual([
    { assistantId: 'a', customers: customers(0, 2) },
    { assistantId: 'b', customers: customers(1) },
  ]);
});

it('makes no request of nothing', () => {
  expect(requestsOf([], 9)).toEqual([]);
});

it.each<[number[], string]>([
  [[4], 'item 4'],
  [[0, 1, 2], 'items 0 to 2'],
  [[0, 2], 'items 0 and 2'],
  [[0, 1, 5, 7, 8, 9], 'items 0 to 1, 5 and 7 to 9'],
  [Array.from({ length: 20 }, (_, n) => n * 2), 'items 0, 2, 4, 6, 8, 10, 12, 14 and 12 more'],
])('calls %j %s', (indices, words) => {
  expect(itemsInWords(indices)).toBe(words);
});
