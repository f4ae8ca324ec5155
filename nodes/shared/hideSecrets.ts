import type { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { isObject } from './protocol/json';

/** Shorter ones would hide parts of ordinary words. */
const MIN_SECRET_LENGTH = 4;

/** Every text of a value that is not in its redacted copy, the longest first. */
export function secretsOf(value: unknown, redacted: unknown): string[] {
  const secrets = new Set<string>();
  const collect = (given: unknown, shown: unknown): void => {
    if (typeof given === 'string' && given !== shown && given.length >= MIN_SECRET_LENGTH) secrets.add(given);
    if (Array.isArray(given))
      given.forEach((entry, index) => collect(entry, Array.isArray(shown) ? shown[index] : undefined));
    if (isObject(given))
      for (const [key, entry] of Object.entries(given))
        collect(entry, isObject(shown) ? shown[key] : undefined);
  };
  collect(value, redacted);
  return [...secrets].sort((a, b) => b.length - a.length);
}

/** A secret as a message may quote it: as it is, inside JSON, in a form, or line by line, such as a key. */
function spellingsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/).filter((line) => line.length >= MIN_SECRET_LENGTH);
  const inForm = new URLSearchParams({ '': secret }).toString().slice(1);
  return [secret, JSON.stringify(secret).slice(1, -1), inForm, inForm.replaceAll('+', '%20'), ...lines];
}

/**
 * Takes secrets out of all that an error holds, should a message quote one that was sent: n8n stores errors and shows
 * them in the editor.
 *
 * @param secrets the longest first
 */
export function hideSecrets(error: NodeApiError | NodeOperationError, secrets: readonly string[]): void {
  const spellings = secrets.flatMap(spellingsOf);
  const hide = (text: string): string =>
    spellings.reduce((hidden, secret) => hidden.replaceAll(secret, '[redacted]'), text);
  // Before the message: it may be put together from it.
  if (error.stack !== undefined) error.stack = hide(error.stack);
  error.message = hide(error.message);
  if (error.description) error.description = hide(error.description);
  error.messages = error.messages.map(hide);
  const { cause, errorResponse } = error as { cause?: unknown; errorResponse?: unknown };
  // The cause of an error of a node is an error with a stack of its own.
  for (const details of [cause, errorResponse])
    for (const name of ['stack', 'message'])
      if (isObject(details) && typeof details[name] === 'string') details[name] = hide(details[name]);
}
