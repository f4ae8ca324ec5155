/**
 * What an expression gave for a text field, trimmed; nothing is an empty text. An object is written as JSON, because
 * one with a field called `toString` cannot be made text otherwise.
 */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return written(value).trim();
}

/** The same, untrimmed. What writes itself as text in JSON, such as a date, is that text. */
export function written(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const json = JSON.stringify(value);
  return json.startsWith('"') ? (JSON.parse(json) as string) : json;
}
