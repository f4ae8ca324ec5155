import { isObject, parseJson } from './json';

/** How a line of a stream of events can begin (HTML standard, "Server-sent events", parsing); a colon: a comment. */
const FIELDS = ['data:', 'event:', 'id:', 'retry:', ':'];
const DONE_DATA = '[DONE]';

/**
 * Whether an answer is a stream of server-sent events. What is called one must look like one. What is called something
 * else may be one all the same, since workflows and proxies forget the content type; but words may begin with "data:",
 * too, so it must hold what OpenAI's streams hold: a JSON object, or `[DONE]`.
 * @param start what has come, without spaces before it
 * @param isCalledEvents whether its content type says so
 * @param isWhole whether nothing more comes
 * @returns undefined: more has to come before that can be told
 */
export function isEventStream(start: string, isCalledEvents: boolean, isWhole: boolean): boolean | undefined {
  if (isCalledEvents) {
    if (FIELDS.some((field) => start.startsWith(field))) return true;
    return !isWhole && FIELDS.some((field) => field.startsWith(start)) ? undefined : false;
  }
  const lines = start.split(/\r?\n/);
  const unfinished = isWhole ? '' : (lines.pop() ?? '');
  const first = lines.find((line) => line.trim() !== '' && !/^:(?:\s|$)/.test(line));
  if (first !== undefined) return isData(first);
  return !isWhole && mayBecomeData(unfinished) ? undefined : false;
}

/** The data of events, and what is left of a text that they stand in. An event may have its data in several lines. */
export function splitEvents(text: string): { data: string[]; rest: string } {
  const events = text.replaceAll('\r\n', '\n').split('\n\n');
  const rest = events.pop() ?? '';
  return { data: events.map(dataOf).filter((data) => data !== ''), rest };
}

/** The data of an event behind which the empty line is missing, unless it was cut off. */
export function lastData(rest: string): string[] {
  const data = dataOf(rest.replaceAll('\r\n', '\n'));
  return data === DONE_DATA || isObject(parseJson(data)) ? [data] : [];
}

function dataOf(event: string): string {
  const lines = event.split('\n').filter((line) => line.startsWith('data:'));
  return lines.map((line) => line.slice('data:'.length).replace(/^ /, '')).join('\n');
}

function isData(line: string): boolean {
  return line.startsWith('data:') && lastData(line).length > 0;
}

/** Whether a line that is not complete may be one that `isData` finds, or a comment before it. */
function mayBecomeData(line: string): boolean {
  return line === '' || 'data:'.startsWith(line) || /^:(?:$|\s)|^data:\s*(?:$|[{[])/.test(line);
}
