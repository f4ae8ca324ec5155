import { WAIT_INDEFINITELY } from 'n8n-workflow';
import { asNumber, asObject, asText, type JsonObject } from '../../shared/protocol/json';

/** Source: OpenAPI, `maxDurationSeconds` of assistants. */
const DEFAULT_MAX_DURATION_SECONDS = 600;

/**
 * When to stop waiting for the report of a call: the longest that it may last after its latest start, and a margin for
 * dialling, Vapi's analysis and retries.
 *
 * @param body of POST /call
 * @param assistants those who may talk, with their overrides
 * @param now epoch milliseconds
 * @returns a date that n8n can save, however large the numbers are
 */
export function deadline(
  body: JsonObject,
  assistants: readonly JsonObject[],
  marginMinutes: number,
  now: number,
): Date {
  const durations = assistants.map(
    ({ maxDurationSeconds }) => asNumber(maxDurationSeconds) ?? DEFAULT_MAX_DURATION_SECONDS,
  );
  const longest = durations.length > 0 ? Math.max(...durations) : DEFAULT_MAX_DURATION_SECONDS;
  const end = latestStart(body, now) + longest * 1000 + marginMinutes * 60_000;
  return new Date(Math.min(end, WAIT_INDEFINITELY.getTime()));
}

function latestStart(body: JsonObject, now: number): number {
  const { earliestAt, latestAt } = asObject(body.schedulePlan);
  const scheduled = Date.parse(asText(latestAt) ?? asText(earliestAt) ?? '');
  return Number.isFinite(scheduled) ? Math.max(scheduled, now) : now;
}
