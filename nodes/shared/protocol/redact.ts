import { isObject, type JsonObject } from './json';

/**
 * Fields in which Vapi's payloads carry secrets: an imported number's Twilio token, credentials and headers of
 * servers, and the socket that joins a call without a key. `monitor.controlUrl` and `listenUrl` stay: a workflow
 * needs them for live control.
 */
const SECRET_KEY = new RegExp(
  `^(?:${[
    'token|accessToken|refreshToken|callToken|.*[aA]uthToken',
    'secret|clientSecret|hmacSecret|serverUrlSecret|.*[aA]piSecret',
    'password|authPassword|headers|credentials|connectionString|gcpKey',
    'secretKey|awsSecretAccessKey|secretAccessKey|hmacAccessKey|privateKeyId|.*[pP]rivateKey|.*[aA]piKey',
    'websocketCallUrl|callUrl',
  ].join('|')})$`,
);

const REDACTED = '[redacted]';

/** Nothing that Vapi sends comes near it; a hostile body must not exhaust the stack. */
const MAX_DEPTH = 100;
const TOO_DEEP = '[too deep]';

/** A copy of a payload with the secrets replaced. Output items are stored by n8n and shown in the editor. */
export function redactSecrets(payload: JsonObject): JsonObject {
  return redact(payload, 0) as JsonObject;
}

function redact(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) return TOO_DEEP;
  if (Array.isArray(value)) return value.map((entry) => redact(entry, depth + 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      SECRET_KEY.test(key) && entry !== undefined && entry !== null ? REDACTED : redact(entry, depth + 1),
    ]),
  );
}
