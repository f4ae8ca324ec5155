import type { IDataObject, IExecuteFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { toNodeError } from '../../../shared/fail';
import { redactSecrets } from '../../../shared/protocol/redact';
import { isObject } from '../../../shared/protocol/json';
import { vapiRequest, type VapiRequest } from '../../../shared/transport';

/** Shorter ones would hide parts of ordinary words. */
const MIN_SECRET_LENGTH = 4;

/**
 * Sends a credential to Vapi. Should Vapi's message quote a secret that was sent, it is taken out: n8n stores messages
 * and shows them in the editor.
 */
export async function sendCredential(
  context: IExecuteFunctions,
  request: VapiRequest & { body: IDataObject },
): Promise<unknown> {
  try {
    return await vapiRequest.call(context, request);
  } catch (error) {
    const nodeError = toNodeError(context.getNode(), error, request.itemIndex);
    hideSecrets(nodeError, secretsOf(request.body, redactSecrets(request.body)));
    throw nodeError;
  }
}

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

/** A secret as a message may quote it: as it is, inside JSON, or line by line, such as a key. */
function spellingsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/).filter((line) => line.length >= MIN_SECRET_LENGTH);
  return [secret, JSON.stringify(secret).slice(1, -1), ...lines];
}

function hideSecrets(error: NodeApiError | NodeOperationError, secrets: readonly string[]): void {
  const spellings = secrets.flatMap(spellingsOf);
  const hide = (text: string): string =>
    spellings.reduce((hidden, secret) => hidden.replaceAll(secret, '[redacted]'), text);
  // Before the message: it may be put together from it.
  if (error.stack !== undefined) error.stack = hide(error.stack);
  error.message = hide(error.message);
  if (error.description) error.description = hide(error.description);
  error.messages = error.messages.map(hide);
  const { cause, errorResponse } = error as { cause?: unknown; errorResponse?: unknown };
  for (const details of [cause, errorResponse])
    if (isObject(details) && typeof details.message === 'string') details.message = hide(details.message);
}
