/**
 * Reads the data of server-sent events: one text an event, lines of one event joined by line feeds.
 * Source: HTML standard, server-sent events, "Interpreting an event stream". Other than a browser it also takes the
 * last event when the empty line after it is missing: the whole stream is here, so nothing more can come.
 */
export function eventData(stream: string): string[] {
  const events: string[] = [];
  let lines: string[] = [];
  const finish = (): void => {
    if (lines.length > 0) events.push(lines.join('\n'));
    lines = [];
  };
  for (const line of stream.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    if (line === '') finish();
    else if (line === 'data') lines.push('');
    else if (line.startsWith('data:')) lines.push(line.slice(line[5] === ' ' ? 6 : 5));
  }
  finish();
  return events;
}
