import { checkBySchema } from '../bodyRules';
import { type JsonObject, isObject, objectAt, objectsAt, stringAt, stringsAt } from '../json';
import type { Org } from '../org';
import { type Route, ok } from '../routing';
import { asBody } from '../rules';

/** Without a time range Vapi takes the last seven days or so; here it is everything (not documented). */
const BEGINNING = '1970-01-01T00:00:00.000Z';

/** How much of an ISO time tells a step; weeks, quarters and the long ones are not told apart here. */
const STEP_LENGTH: Record<string, number> = { second: 19, minute: 16, hour: 13, day: 10, month: 7, year: 4 };

/** `POST /analytics`: sums over the calls that there are, seeded ones too. The time zone is left aside. */
export function analyticsRoute(org: Org): Route {
  return {
    method: 'POST',
    path: '/analytics',
    act: (exchange) => {
      const body = asBody(exchange.body);
      checkBySchema(body, 'POST /analytics');
      const calls = org.allCalls();
      return ok(objectsAt(body, 'queries').map((query) => answer(query, calls)));
    },
  };
}

function answer(query: JsonObject, calls: JsonObject[]): JsonObject {
  const range = objectAt(query, 'timeRange');
  const start = stringAt(range, 'start') ?? BEGINNING;
  const end = stringAt(range, 'end') ?? new Date().toISOString();
  const inside = calls.filter((call) => {
    const at = Date.parse(String(call.createdAt));
    return at >= Date.parse(start) && at <= Date.parse(end);
  });
  const groups = new Map<string, { key: JsonObject; calls: JsonObject[] }>();
  for (const call of inside) {
    const key = keyOf(query, call);
    const name = JSON.stringify(key);
    const group = groups.get(name) ?? { key, calls: [] };
    group.calls.push(call);
    groups.set(name, group);
  }
  if (groups.size === 0 && stringsAt(query, 'groupBy') === undefined && stringAt(range, 'step') === undefined)
    groups.set('{}', { key: {}, calls: [] });
  return {
    name: query.name,
    timeRange: { timezone: 'UTC', ...range, start, end },
    result: [...groups.values()].map((group) => ({
      ...group.key,
      ...Object.fromEntries(
        objectsAt(query, 'operations').map((operation) => [
          aliasOf(operation),
          aggregate(operation, group.calls),
        ]),
      ),
    })),
  };
}

function keyOf(query: JsonObject, call: JsonObject): JsonObject {
  const step = stringAt(objectAt(query, 'timeRange'), 'step');
  const variables = objectsAt(query, 'groupByVariableValue').map((entry) => String(entry.key));
  const values = objectAt(objectAt(call, 'artifact'), 'variableValues');
  return {
    ...(step ? { date: String(call.createdAt).slice(0, STEP_LENGTH[step] ?? 10) } : {}),
    ...Object.fromEntries((stringsAt(query, 'groupBy') ?? []).map((name) => [name, valueAt(call, name)])),
    ...Object.fromEntries(variables.map((name) => [name, values?.[name] ?? null])),
  };
}

/** As in the example of the OpenAPI's result: `sumDuration`, `countId`. */
function aliasOf(operation: JsonObject): string {
  const column = String(operation.column);
  return (
    stringAt(operation, 'alias') ??
    `${String(operation.operation)}${column[0]?.toUpperCase()}${column.slice(1)}`
  );
}

function aggregate(operation: JsonObject, calls: JsonObject[]): unknown {
  if (operation.operation === 'count') return calls.length;
  const numbers = calls.map((call) => columnOf(call, String(operation.column)));
  switch (operation.operation) {
    case 'sum':
      return numbers.reduce((sum, value) => sum + value, 0);
    case 'avg':
      return numbers.length === 0 ? 0 : numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    case 'min':
      return numbers.length === 0 ? 0 : numbers.reduce((least, value) => Math.min(least, value));
    case 'max':
      return numbers.length === 0 ? 0 : numbers.reduce((most, value) => Math.max(most, value));
    default:
      return numbers;
  }
}

/** Durations are in seconds, `minutesUsed` in minutes. */
function columnOf(call: JsonObject, column: string): number {
  if (column === 'duration' || column === 'minutesUsed') {
    const ms = Date.parse(String(call.endedAt)) - Date.parse(String(call.startedAt));
    const seconds = Number.isNaN(ms) ? 0 : ms / 1000;
    return column === 'duration' ? seconds : seconds / 60;
  }
  const value = Number(valueAt(call, column) ?? 0);
  return Number.isNaN(value) ? 0 : value;
}

function valueAt(call: JsonObject, path: string): unknown {
  let value: unknown = call;
  for (const name of path.split('.')) value = isObject(value) ? value[name] : undefined;
  return value ?? null;
}
