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
    '[pP]assword|authPassword|headers|credentials|connectionString|gcpKey',
    'secretKey|awsSecretAccessKey|secretAccessKey|hmacAccessKey|privateKeyId|.*[pP]rivateKey|.*[aA]piKey',
    // Of credentials for Azure OpenAI and Slack: the address of a Slack webhook is all that one needs to write there.
    'openAIKey|ocpApimSubscriptionKey|webhookUrl',
    'websocketCallUrl|callUrl',
  ].join('|')})$`,
);

const REDACTED = '[redacted]';

/** Of the URL by which a call resumes an execution of n8n, see Create and Wait for Report: whoever has it can do so, too. */
const RESUME_TOKEN = /([?&]signature=)[^&#]+/g;

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
  const object = redactOwn(value);
  const isSchema = isTyped(value, (type) => type === 'object');
  return Object.fromEntries(
    Object.entries(object).map(([key, entry]) => {
      if (key === 'properties' && isSchema && isObject(entry)) return [key, redactNames(entry, depth + 1)];
      const secret = SECRET_KEY.test(key) && entry !== undefined && entry !== null;
      if (secret) return [key, REDACTED];
      const isServerUrl = typeof entry === 'string' && (key === 'url' || key === 'serverUrl');
      return [key, isServerUrl ? entry.replace(RESUME_TOKEN, `$1${REDACTED}`) : redact(entry, depth + 1)];
    }),
  );
}

/** What is secret by the object that it is in and not by its name: in tools, wherever they are. */
function redactOwn(object: JsonObject): JsonObject {
  const own: JsonObject = {};
  for (const name of ROWS) {
    const rows = object[name];
    if (Array.isArray(rows)) own[name] = rows.map(redactRow);
  }
  if (object.type !== 'mcp') return { ...object, ...own };
  const { url, server } = object;
  if (typeof url === 'string') own.url = hostOf(url);
  if (isObject(server) && server.url !== undefined) own.server = { ...server, url: hostOf(server.url) };
  return { ...object, ...own };
}

/** The values that a tool hands on unseen by the model often are keys. Source: OpenAPI ToolParameter and its sibling. */
const ROWS = ['environmentVariables', 'parameters'];

/** A placeholder that Vapi fills in, such as `{{ call.id }}`, gives nothing away. */
const PLACEHOLDER = /^\{\{\s*[\w.]+\s*\}\}$/;

function redactRow(row: unknown): unknown {
  if (!isObject(row) || row.value === undefined || row.value === null) return row;
  const shown = typeof row.value === 'string' && PLACEHOLDER.test(row.value.trim());
  return shown ? row : { ...row, value: REDACTED };
}

/** Services such as Zapier put the key into the path of an MCP server's URL. Source: Vapi docs, MCP. */
function hostOf(url: unknown): string {
  const [host] = /^https?:\/\/[^/?#@]+(?=[/?#]|$)/i.exec(String(url)) ?? [];
  return host === undefined ? REDACTED : `${host}/${REDACTED}`;
}

/** Types of JSON Schema. */
const TYPES = new Set<unknown>(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);

/** What a JSON Schema says about a value, as against the values that it may hold. */
const ABOUT = new Set(['type', 'title', 'description', 'format', 'pattern', 'required']);

function isTyped({ type }: JsonObject, fits: (type: unknown) => boolean): boolean {
  return Array.isArray(type)
    ? type.length > 0 && type.every((one) => TYPES.has(one)) && type.some(fits)
    : fits(type);
}

const isSchemaOfAny = (value: unknown): value is JsonObject =>
  isObject(value) && isTyped(value, (type) => TYPES.has(type));

/** The `properties` of a JSON Schema: their keys are names of what is asked for, such as a token. */
function redactNames(properties: JsonObject, depth: number): unknown {
  if (depth > MAX_DEPTH) return TOO_DEEP;
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [
      name,
      !SECRET_KEY.test(name) || schema === null
        ? redact(schema, depth + 1)
        : schemaOfSecret(schema, depth + 1),
    ]),
  );
}

const isText = (value: unknown): boolean =>
  (Array.isArray(value) ? value : [value]).every((one) => typeof one === 'string');

/** What is said about a secret stays; values in it, such as a fixed or a default one, do not. */
function schemaOfSecret(schema: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) return TOO_DEEP;
  if (!isSchemaOfAny(schema)) return REDACTED;
  return Object.fromEntries(
    Object.entries(schema).map(([key, entry]) => {
      if (ABOUT.has(key) && isText(entry)) return [key, entry];
      if (key === 'items') return [key, schemaOfSecret(entry, depth + 1)];
      if (key !== 'properties' || !isObject(entry)) return [key, REDACTED];
      const inner = Object.entries(entry).map(
        ([name, one]) => [name, schemaOfSecret(one, depth + 1)] as const,
      );
      return [key, Object.fromEntries(inner)];
    }),
  );
}
