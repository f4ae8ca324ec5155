import { ApiError } from './apiError';
import { contractErrors } from './contract';
import { type JsonObject, isObject, objectAt, objectsAt, stringAt, stringsAt } from './json';
import {
  ASSISTANT_PROPERTIES,
  CALL_PROPERTIES,
  CREDENTIAL_VARIANTS,
  FUNCTION_PROPERTIES,
  OVERRIDE_PROPERTIES,
  PHONE_NUMBER_VARIANTS,
  SERVER_PROPERTIES,
  TOOL_VARIANTS,
  type Variant,
} from './knownProperties';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const E164 = /^\+[1-9]\d{6,14}$/;

export const NEED_ASSISTANT =
  "Couldn't Get Assistant. Need Either `assistant`, `assistantId`, `squad`, Or `squadId`.";
export const NEED_PHONE_NUMBER = "Couldn't Get Phone Number. Need Either `phoneNumberId` Or `phoneNumber`.";
/** By analogy; the text is not documented. */
export const NEED_CUSTOMER = "Couldn't Get Customer. Need Either `customer` Or `customerId`.";
/** The rule is documented (websocket transport), its text is not. */
export const NO_PHONE_NUMBER_WITH_WEBSOCKET =
  'phoneNumberId and phoneNumber are not allowed with transport.provider vapi.websocket';
export const SIP_GATEWAY_FAILED = "Couldn't validate SIP trunk credential. SIP gateway creation failed.";
/** Not documented; a credential of another provider would be another credential. */
const PROVIDER_FIXED = 'provider of a credential cannot be changed';

export function isUuid(value: unknown): boolean {
  return typeof value === 'string' && UUID.test(value);
}

/** Vapi's text for a number that isn't E.164, or undefined for a good one. */
export function e164Error(path: string, customer: JsonObject): string | undefined {
  const number = customer.number;
  if (number === undefined || customer.numberE164CheckEnabled === false) return undefined;
  if (typeof number === 'string' && E164.test(number)) return undefined;
  return `${path} must be a valid phone number in the E.164 format. Hot tip, you may be missing the country code (Eg. US: +1).`;
}

/** A nested field is named with its path, as class-validator does: `assistantOverrides.property foo …`. */
function unknown(body: JsonObject, known: string[], path = ''): string[] {
  return Object.keys(body)
    .filter((key) => !known.includes(key))
    .map((key) => `${path}property ${key} should not exist`);
}

export function notUuid(body: JsonObject, ...names: string[]): string[] {
  return names
    .filter((name) => body[name] !== undefined && !isUuid(body[name]))
    .map((name) => `${name} must be a UUID`);
}

function nameErrors(body: JsonObject): string[] {
  const name = body.name;
  if (name === undefined) return [];
  if (typeof name !== 'string') return ['name must be a string'];
  return name.length > 40 ? ['name must be shorter than or equal to 40 characters'] : [];
}

/** Throws a 400 with every message once, if there are any. */
export function refuse(messages: string[]): void {
  const unique = [...new Set(messages)];
  if (unique.length > 0) throw new ApiError(400, unique);
}

/** @throws {ApiError} 400 where Vapi would refuse to create the call. */
export function checkCallCreate(body: JsonObject): void {
  const customer = objectAt(body, 'customer');
  const e164 = customer && e164Error('customer.number', customer);
  refuse([
    ...unknown(body, CALL_PROPERTIES),
    ...assistantErrors(body),
    ...notUuid(body, 'assistantId', 'squadId', 'workflowId', 'phoneNumberId', 'customerId'),
    ...nameErrors(body),
    ...(e164 ? [e164] : []),
    ...audioFormatErrors(body),
    ...contractErrors('POST /call', body),
  ]);
  checkParties(body);
}

/** Unknown properties of an assistant or of overrides inside a body. */
export function assistantErrors(body: JsonObject): string[] {
  const nested: Array<[string, string[]]> = [
    ['assistant', ASSISTANT_PROPERTIES],
    ['assistantOverrides', OVERRIDE_PROPERTIES],
    ['squadOverrides', OVERRIDE_PROPERTIES],
    ['membersOverrides', OVERRIDE_PROPERTIES],
  ];
  return nested.flatMap(([name, known]) => unknown(objectAt(body, name) ?? {}, known, `${name}.`));
}

function checkParties(body: JsonObject): void {
  const has = (...names: string[]) => names.some((name) => body[name] !== undefined && body[name] !== null);
  if (!has('assistant', 'assistantId', 'squad', 'squadId', 'workflow', 'workflowId'))
    throw new ApiError(400, NEED_ASSISTANT);
  const provider = stringAt(objectAt(body, 'transport'), 'provider');
  if (provider === 'vapi.websocket') {
    if (has('phoneNumberId', 'phoneNumber')) throw new ApiError(400, NO_PHONE_NUMBER_WITH_WEBSOCKET);
    return;
  }
  if (!has('phoneNumberId', 'phoneNumber')) throw new ApiError(400, NEED_PHONE_NUMBER);
  if (!has('customer', 'customers', 'customerId')) throw new ApiError(400, NEED_CUSTOMER);
}

function audioFormatErrors(body: JsonObject): string[] {
  const format = objectAt(objectAt(body, 'transport'), 'audioFormat');
  if (!format) return [];
  const path = 'transport.audioFormat';
  const messages: string[] = [];
  if (format.format !== 'mulaw' && format.format !== 'pcm_s16le')
    messages.push(`${path}.format must be one of the following values: pcm_s16le, mulaw`);
  if (typeof format.sampleRate !== 'number' || format.sampleRate <= 0)
    messages.push(`${path}.sampleRate must be a positive number`);
  return messages;
}

/** @throws {ApiError} 400: only `name` can be changed. */
export function checkCallPatch(body: JsonObject): void {
  refuse([...unknown(body, ['name']), ...nameErrors(body), ...contractErrors('PATCH /call/{id}', body)]);
}

function serverErrors(body: JsonObject): string[] {
  const server = objectAt(body, 'server');
  if (!server) return [];
  const headers = Object.entries(objectAt(server, 'headers') ?? {});
  return [
    ...unknown(server, SERVER_PROPERTIES, 'server.'),
    // Not documented; anything else could not be sent.
    ...headers
      .filter(([, value]) => typeof value !== 'string' || !/^[\t\x20-\x7e]*$/.test(value))
      .map(([name]) => `server.headers.${name} must be a string of printable characters`),
  ];
}

/** @throws {ApiError} 400 */
export function checkAssistant(body: JsonObject, operation: string): void {
  const toolIds = stringsAt(objectAt(body, 'model'), 'toolIds') ?? [];
  refuse([
    ...unknown(body, ASSISTANT_PROPERTIES),
    ...nameErrors(body),
    ...serverErrors(body),
    ...(toolIds.every(isUuid) ? [] : ['each value in model.toolIds must be a UUID']),
    ...contractErrors(operation, body),
  ]);
}

/** Checks a tagged body; `complete` also wants the required fields (a PATCH sends only what changes). */
function variantErrors(
  body: JsonObject,
  tag: string,
  table: Map<string, Variant>,
  complete: boolean,
): string[] {
  const variant = table.get(String(body[tag]));
  if (!variant) return [`${tag} must be one of the following values: ${[...table.keys()].join(', ')}`];
  const missing = complete ? variant.required.filter((name) => body[name] === undefined) : [];
  return [...unknown(body, variant.properties), ...missing.map((name) => `${name} should not be empty`)];
}

/** @throws {ApiError} 400. A PATCH needs `provider` as well. */
export function checkPhoneNumber(body: JsonObject, operation: string): void {
  const e164 = e164Error('number', body);
  refuse([
    ...variantErrors(body, 'provider', PHONE_NUMBER_VARIANTS, operation.startsWith('POST')),
    ...notUuid(body, 'assistantId', 'squadId', 'workflowId', 'credentialId'),
    ...nameErrors(body),
    ...(e164 ? [e164] : []),
    ...serverErrors(body),
    ...contractErrors(operation, body),
  ]);
}

/** @throws {ApiError} 400. A PATCH needs `type` as well. */
export function checkTool(body: JsonObject, operation: string): void {
  const name = objectAt(body, 'function')?.name;
  const badName = name !== undefined && !(typeof name === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(name));
  refuse([
    ...variantErrors(body, 'type', TOOL_VARIANTS, operation.startsWith('POST')),
    ...serverErrors(body),
    ...unknown(objectAt(body, 'function') ?? {}, FUNCTION_PROPERTIES, 'function.'),
    ...(badName ? ['function.name must match /^[a-zA-Z0-9_-]{1,64}$/ regular expression'] : []),
    ...contractErrors(operation, body),
  ]);
}

/** @throws {ApiError} 400. A PATCH may leave `provider` out: then the stored one says what fits. */
export function checkCredential(body: JsonObject, operation: string, stored?: JsonObject): void {
  const create = operation.startsWith('POST');
  const tagged = create ? body : { provider: stored?.provider, ...body };
  refuse([
    ...variantErrors(tagged, 'provider', CREDENTIAL_VARIANTS, create),
    ...nameErrors(body),
    ...(body.name === '' ? ['name must be longer than or equal to 1 characters'] : []),
    ...contractErrors(operation, tagged),
  ]);
  if (stored && body.provider !== undefined && body.provider !== stored.provider)
    throw new ApiError(400, PROVIDER_FIXED);
  refuse(
    objectsAt(body, 'gateways')
      .filter(({ netmask }) => netmask !== undefined && !(Number(netmask) >= 24 && Number(netmask) <= 32))
      .map(() => 'gateways.netmask must be from 24 to 32'),
  );
  const hostIn = objectsAt(body, 'gateways').some(
    (gateway) => /[a-z]/i.test(String(gateway.ip)) && gateway.inboundEnabled !== false,
  );
  if (hostIn) throw new ApiError(400, SIP_GATEWAY_FAILED);
}

/** @throws {ApiError} 400 where the body is not a JSON object. */
export function asBody(body: unknown): JsonObject {
  if (!isObject(body)) throw new ApiError(400, 'Unexpected body: a JSON object was expected.');
  return body;
}
