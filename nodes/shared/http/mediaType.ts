import { asText } from '../protocol/json';

/** The media type of an answer, in lower case and without parameters; empty if it does not say. */
export function mediaType(headers: Readonly<Record<string, unknown>>): string {
  return asText(headers['content-type'])?.split(';')[0]?.trim().toLowerCase() ?? '';
}
