import type { INode } from 'n8n-workflow';
import { fail } from '../fail';
import { asObject, asText } from '../protocol/json';

/**
 * Refuses a `schedulePlan` that Vapi would refuse, or that would call nobody. Source: OpenAPI SchedulePlan, which
 * requires `earliestAt`.
 *
 * @param plan `{earliestAt, latestAt}` as ISO 8601; undefined is fine
 * @throws NodeOperationError for a latest start without an earliest one, or before it
 */
export function checkSchedule(node: INode, plan: unknown, itemIndex?: number): void {
  const { earliestAt, latestAt } = asObject(plan);
  const latest = asText(latestAt);
  if (latest === undefined) return;
  const earliest = asText(earliestAt);
  if (earliest === undefined) throw fail(node, 'INPUT_MISSING', 'Earliest Start', itemIndex);
  if (Date.parse(latest) <= Date.parse(earliest)) throw fail(node, 'SCHEDULE_EMPTY', latest, itemIndex);
}
