import { asArray, asObject, asText, type JsonObject } from '../protocol/json';
import { markerOf } from './owner';
import type { WantedServer } from './plan';
import type { Stored } from './vapiObjects';

/** With none of these, Vapi asks the server of the number. */
const ASSIGNMENTS = ['assistantId', 'squadId', 'workflowId'];

/** The assistant, squad or workflow that a phone number has of its own: `assistantId a1`. */
export function assignmentOf(number: Stored): string | undefined {
  const field = ASSIGNMENTS.find((name) => asText(number[name]));
  return field && `${field} ${String(number[field])}`;
}

/**
 * What the server that somebody has set by hand answers, and the trigger would not: calls would break the moment it
 * is replaced. Undefined if there is no such server, or nothing that is known to depend on it.
 *
 * Source: OpenAPI, `server` of phone numbers (asked for an assistant) and of function tools (none: the assistant's).
 *
 * @param tools all tools of the organisation
 */
export function answersLost(
  { kind, server, mustBeUnassigned }: WantedServer,
  object: Stored,
  tools: readonly Stored[],
): string | undefined {
  const url = asText(asObject(object.server).url);
  // The builder may have put this very URL there before.
  if (markerOf(object) !== undefined || url === undefined || url === server.url) return undefined;
  if (kind === 'phone-number') {
    return mustBeUnassigned || assignmentOf(object) ? undefined : 'chooses the assistant for calls';
  }
  const { tools: inline, toolIds } = asObject(object.model);
  const listed = tools.filter(({ id }) => asArray(toolIds).includes(id));
  const dependent = [...asArray(inline).map(asObject), ...listed].filter(isWithoutServer);
  const names = dependent.map((tool) => asText(asObject(tool.function).name) ?? 'without a name');
  return names.length === 0 ? undefined : `answers its tools: ${names.join(', ')}`;
}

function isWithoutServer({ type, server }: JsonObject): boolean {
  return type === 'function' && asText(asObject(server).url) === undefined;
}
