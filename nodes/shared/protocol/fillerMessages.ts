import type { JsonObject } from './json';
import { toText } from './parameterSchema';

export const START_MESSAGE = 'One moment, please.';
export const DELAYED_MESSAGE = 'This takes a little longer than usual. Thank you for waiting.';
export const DELAYED_SECONDS = 4;

/** For the model, not for the caller: the answer often says what is missing, and the assistant can ask for it. */
const FAILED_HINT =
  'The tool did not succeed. If its answer says what is missing or wrong, ask the caller for that. ' +
  'Otherwise apologise in one sentence and offer another way.';

/** Limits of the OpenAPI. */
const MAX_CONTENT = 1000;
const MIN_DELAY_MS = 100;
const MAX_DELAY_MS = 120_000;

/**
 * What the caller hears while a tool runs: silence is what callers complain of most.
 *
 * Vapi says one of its own fillers without `request-start`, nothing without `request-response-delayed`, and with
 * `request-failed` in the role of the assistant these words instead of an answer of the model. Source: OpenAPI,
 * ToolMessageStart, ToolMessageDelayed, ToolMessageFailed.
 */
export function fillerMessages(options: JsonObject): JsonObject[] {
  const start = contentOf(options.startMessage, START_MESSAGE);
  const delayed = contentOf(options.delayedMessage, DELAYED_MESSAGE);
  const failed = contentOf(options.failedMessage, '');
  return [
    ...(start === '' ? [] : [{ type: 'request-start', content: start }]),
    ...(delayed === ''
      ? []
      : [
          {
            type: 'request-response-delayed',
            timingMilliseconds: delayMilliseconds(options.delayedSeconds),
            content: delayed,
          },
        ]),
    failed === ''
      ? { type: 'request-failed', role: 'system', content: FAILED_HINT }
      : { type: 'request-failed', content: failed },
  ];
}

function contentOf(given: unknown, byDefault: string): string {
  return given === undefined ? byDefault : toText(given).slice(0, MAX_CONTENT);
}

/** Milliseconds as Vapi takes them; an expression may give anything. */
export function delayMilliseconds(seconds: unknown): number {
  const given = Number(seconds ?? DELAYED_SECONDS);
  const wanted = given > 0 ? given : DELAYED_SECONDS;
  return Math.min(Math.max(Math.round(wanted * 1000), MIN_DELAY_MS), MAX_DELAY_MS);
}
