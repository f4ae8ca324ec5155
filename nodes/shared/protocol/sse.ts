/** Content type of server-sent events. */
export const EVENT_STREAM = 'text/event-stream; charset=utf-8';

/** Ends a stream of completions. Source: OpenAI API reference, streaming. */
export const DONE = 'data: [DONE]\n\n';

/** One event with a value as its data. JSON has no line breaks of its own, so one `data:` line is enough. */
export function event(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}
