import { asObject, type JsonObject } from '../../../../shared/protocol/json';

/** One customer of a batch. */
export interface Row {
  /** Of the input item. */
  item: number;
  /** Fields of the call that are not the customer's: who talks, from which number, when. */
  call: JsonObject;
  /** `number` or `sipUri`, name and the like. */
  customer: JsonObject;
  overridesField: 'assistantOverrides' | 'squadOverrides';
  /** All overrides for this customer: those for every call with the customer's own merged over them. */
  overrides: JsonObject;
}

/** One `POST /call` with `customers`. */
export interface BatchRequest {
  rows: Row[];
  body: JsonObject;
}

/**
 * Puts rows into requests. A request has one caller, one assistant and one schedule, so rows that differ in these go
 * into different requests; the order is that of the first row of each.
 *
 * @param size customers in a request at most
 */
export function requestsOf(rows: readonly Row[], size: number): BatchRequest[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(row.call);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()].flatMap((group) => chunksOf(group, size)).map(requestOf);
}

function chunksOf(rows: readonly Row[], size: number): Row[][] {
  const chunks: Row[][] = [];
  for (let start = 0; start < rows.length; start += size) chunks.push(rows.slice(start, start + size));
  return chunks;
}

/**
 * A customer's overrides take the place of the call's, Vapi does not merge them (vapi gitops): so they are either the
 * same for all and stand in the call, or each customer has all of its own.
 */
function requestOf(rows: Row[]): BatchRequest {
  const [first] = rows;
  const shared = new Set(rows.map(({ overrides }) => JSON.stringify(overrides))).size === 1;
  const customers = rows.map(({ customer, overridesField, overrides }) =>
    shared || Object.keys(overrides).length === 0 ? customer : { ...customer, [overridesField]: overrides },
  );
  const common = asObject(first?.overrides);
  const body: JsonObject = { ...first?.call, customers };
  if (first !== undefined && shared && Object.keys(common).length > 0) body[first.overridesField] = common;
  return { rows, body };
}
