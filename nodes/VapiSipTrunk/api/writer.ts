import type { INode } from 'n8n-workflow';
import { toNodeError } from '../../shared/fail';
import { hideSecrets, secretsOf } from '../../shared/hideSecrets';
import { isObject, type JsonObject } from '../../shared/protocol/json';
import { redactSecrets } from '../../shared/protocol/redact';
import type { Sent, Writer } from '../plan/writer';
import type { Services } from './services';

/**
 * Sends what changes something. Never throws, so that a plan that has begun always ends with a report; no error holds
 * a password that was sent.
 */
export function writerFor(services: Services, node: INode): Writer {
  return {
    send: async (request) => {
      let sent: Sent;
      try {
        sent = await services[request.service].send(request);
      } catch (thrown) {
        // Said before anything was sent, such as that a credential is missing.
        sent = { ok: false, error: toNodeError(node, thrown), mayBeDone: false, gone: false };
      }
      if (!sent.ok) hideSecrets(sent.error, secretsIn(request.body ?? {}));
      return sent;
    },
  };
}

/** Any name of a password at any carrier, e.g. Twilio's `Password` or Telnyx's `password`. */
const SECRET_NAME = /password|secret|token/i;

/** Texts of a body that nobody may see, the longest first. */
export function secretsIn(body: JsonObject): string[] {
  return secretsOf(body, withoutNamed(redactSecrets(body)));
}

function withoutNamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNamed);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      SECRET_NAME.test(name) ? undefined : withoutNamed(entry),
    ]),
  );
}
