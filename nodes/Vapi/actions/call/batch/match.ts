import { asArray, asObject, asText, isObject, type JsonObject } from '../../../../shared/protocol/json';
import type { Row } from './requests';

/** What Vapi says about one customer. */
export type RowAnswer = { call: JsonObject } | { error: string };

export interface Matched {
  /** In the order of the rows; undefined where the answer does not mention a row. */
  answers: Array<RowAnswer | undefined>;
  /** Calls that belong to none of the rows as far as one can tell. */
  others: JsonObject[];
}

interface Entry {
  answer: RowAnswer;
  customer: JsonObject;
  overrides: JsonObject;
}

/**
 * Finds the row of each call and each error of a batch's answer. Rows are told apart by the number or SIP address,
 * then by the rest of the customer, the variables and the metadata: a number may be there twice. Among rows that are the same in
 * all of this the order decides.
 *
 * @param answer `{results: Call[], errors: [{customer, error}]}` (contract: CallBatchResponse), or a single call
 */
export function matchAnswer(rows: readonly Row[], answer: unknown): Matched {
  const answers: Matched['answers'] = rows.map(() => undefined);
  let left = entriesOf(answer);
  for (const keyOf of KEYS) {
    const free = new Map<string, number[]>();
    rows.forEach(({ customer, overrides }, index) => {
      if (answers[index] !== undefined) return;
      const key = keyOf(customer, overrides);
      free.set(key, [...(free.get(key) ?? []), index]);
    });
    left = left.filter((entry) => {
      const index = free.get(keyOf(entry.customer, entry.overrides))?.shift();
      if (index === undefined) return true;
      answers[index] = entry.answer;
      return false;
    });
  }
  return { answers, others: left.flatMap(({ answer: own }) => ('call' in own ? [own.call] : [])) };
}

function entriesOf(answer: unknown): Entry[] {
  const { results, errors } = asObject(answer);
  const calls = Array.isArray(results)
    ? results.filter(isObject)
    : isObject(answer) && 'id' in answer
      ? [answer]
      : [];
  return [
    ...calls.map((call) => ({
      answer: { call },
      customer: asObject(call.customer),
      // A customer's own take the place of the call's.
      overrides: asObject(overridesOf(asObject(call.customer)) ?? overridesOf(call)),
    })),
    ...asArray(errors)
      .map(asObject)
      .map(({ customer, error }) => ({
        answer: { error: asText(error) ?? JSON.stringify(error ?? 'no reason given') },
        customer: asObject(customer),
        overrides: asObject(overridesOf(asObject(customer))),
      })),
  ];
}

function overridesOf({ squadOverrides, assistantOverrides }: JsonObject): unknown {
  return squadOverrides ?? assistantOverrides;
}

type KeyOf = (customer: JsonObject, overrides: JsonObject) => string;

const contact: KeyOf = ({ number, sipUri }) => JSON.stringify([number, sipUri]);

const person: KeyOf = (customer, overrides) =>
  JSON.stringify([
    contact(customer, overrides),
    ...['extension', 'externalId', 'name', 'email'].map((key) => customer[key]),
  ]);

const variables: KeyOf = (customer, overrides) => {
  return JSON.stringify([person(customer, overrides), sorted(overrides.variableValues)]);
};

const metadata: KeyOf = (customer, overrides) =>
  JSON.stringify([variables(customer, overrides), sorted(overrides.metadata)]);

function sorted(values: unknown): Array<[string, unknown]> {
  return Object.entries(asObject(values)).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** From what tells most to what tells least. */
const KEYS: readonly KeyOf[] = [metadata, variables, person, contact];
