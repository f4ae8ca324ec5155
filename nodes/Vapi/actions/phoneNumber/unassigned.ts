import type { JsonObject } from '../../../shared/protocol/json';

const IDS = ['assistantId', 'squadId', 'workflowId'];

/** Takes off whoever is assigned in Vapi and is not the one who was chosen now. */
export function unassigned(stored: JsonObject, changes: JsonObject): JsonObject {
  const others = IDS.filter((name) => changes[name] === undefined && (stored[name] ?? null) !== null);
  return Object.fromEntries(others.map((name) => [name, null]));
}
