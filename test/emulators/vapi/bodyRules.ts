import { ApiError } from './apiError';
import { bodyProperties, contractErrors } from './contract';
import { type JsonObject, isObject, objectsAt } from './json';
import { NEED_ASSISTANT, NEED_PHONE_NUMBER, assistantErrors, e164Error, notUuid, refuse } from './rules';

/** Vapi's rules are not documented in words; these texts are made up after its others. */
export const SESSION_OR_PREVIOUS = 'Cannot use both `sessionId` and `previousChatId`. Provide only one.';
export const MAX_CAMPAIGN_CUSTOMERS = 10_000;

/** Unknown top-level properties by the vendor's schema; none where the schema is not on this machine. */
function unknownErrors(operation: string, body: JsonObject): string[] {
  const known = bodyProperties(operation, body);
  if (!known) return [];
  return Object.keys(body)
    .filter((name) => !known.has(name))
    .map((name) => `property ${name} should not exist`);
}

/** Required fields, for a machine without the vendor's schemas. */
function missing(body: JsonObject, ...names: string[]): string[] {
  return names.filter((name) => body[name] === undefined).map((name) => `${name} should not be empty`);
}

/** Every field that holds an id of something else. */
const IDS = [
  'assistantId',
  'squadId',
  'workflowId',
  'phoneNumberId',
  'sessionId',
  'previousChatId',
  'fileId',
];

/**
 * Checks a body by the vendor's schema.
 *
 * @param own what else is wrong with it
 * @throws {ApiError} 400 with all messages
 */
export function checkBySchema(body: JsonObject, operation: string, own: string[] = []): void {
  refuse([
    ...unknownErrors(operation, body),
    ...assistantErrors(body),
    ...notUuid(body, ...IDS),
    ...own,
    ...contractErrors(operation, body),
  ]);
}

/** @throws {ApiError} 400. A squad needs members who are somebody, also in a PATCH. */
export function checkSquad(body: JsonObject, operation: string): void {
  const members = objectsAt(body, 'members');
  const nobody = members.some(
    (member) => typeof member.assistantId !== 'string' && !isObject(member.assistant),
  );
  checkBySchema(body, operation, [
    ...missing(body, 'members'),
    ...(nobody ? ['each value in members must have an assistant or an assistantId'] : []),
    ...members.flatMap((member) => [...assistantErrors(member), ...notUuid(member, 'assistantId')]),
  ]);
}

/** @throws {ApiError} 400 */
export function checkCampaign(body: JsonObject, operation: string): void {
  const lists = [body, ...objectsAt(body, 'dialPlan')].map((entry) => objectsAt(entry, 'customers'));
  const numbers = lists.flat().flatMap((customer) => e164Error('customers.number', customer) ?? []);
  const creates = operation.startsWith('POST');
  checkBySchema(body, operation, [...(creates ? missing(body, 'name') : []), ...numbers]);
  if (!creates || body.duplicateFromCampaignId !== undefined) return;
  if (body.assistantId === undefined && body.squadId === undefined && body.workflowId === undefined)
    throw new ApiError(400, NEED_ASSISTANT);
  if (body.phoneNumberId === undefined && body.dialPlan === undefined)
    throw new ApiError(400, NEED_PHONE_NUMBER);
  if (lists.flat().length > MAX_CAMPAIGN_CUSTOMERS)
    throw new ApiError(400, [`customers must contain no more than ${MAX_CAMPAIGN_CUSTOMERS} elements`]);
}

/** @throws {ApiError} 400 */
export function checkChat(body: JsonObject, operation: string): void {
  checkBySchema(body, operation, missing(body, 'input'));
  if (body.sessionId !== undefined && body.previousChatId !== undefined)
    throw new ApiError(400, SESSION_OR_PREVIOUS);
  const names = ['assistantId', 'assistant', 'squadId', 'squad', 'sessionId', 'previousChatId'];
  if (names.every((name) => body[name] === undefined)) throw new ApiError(400, NEED_ASSISTANT);
}

/** @throws {ApiError} 400 */
export function checkStructuredOutput(body: JsonObject, operation: string): void {
  checkBySchema(body, operation, operation.startsWith('POST') ? missing(body, 'name', 'schema') : []);
}

/** @throws {ApiError} 400. Preview takes one call, the real run up to a hundred (OpenAPI's text). */
export function checkStructuredOutputRun(body: JsonObject, operation: string): void {
  const count = Array.isArray(body.callIds) ? body.callIds.length : 0;
  const most = body.previewEnabled === true ? 1 : 100;
  checkBySchema(body, operation, [
    ...missing(body, 'callIds'),
    ...(count === 0 ? ['callIds must contain at least 1 elements'] : []),
    ...(count > most ? [`callIds must contain no more than ${most} elements`] : []),
  ]);
  if ((body.structuredOutputId === undefined) === (body.structuredOutput === undefined))
    throw new ApiError(400, 'Need Either `structuredOutputId` Or `structuredOutput`.');
}

/** @throws {ApiError} 400. Its schema is not among those that the tests have. */
export function checkEval(body: JsonObject, operation: string): void {
  checkBySchema(body, operation, operation.startsWith('POST') ? missing(body, 'messages', 'type') : []);
}

/** @throws {ApiError} 400 */
export function checkKnowledgeBase(body: JsonObject, operation: string): void {
  checkBySchema(body, operation, operation.startsWith('POST') ? missing(body, 'name') : []);
}
