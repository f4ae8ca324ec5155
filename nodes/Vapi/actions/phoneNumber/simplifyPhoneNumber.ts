import { asObject, type JsonObject } from '../../../shared/protocol/json';

/** A phone number as one small, flat item. */
export function simplifyPhoneNumber(phoneNumber: JsonObject): JsonObject {
  const fallback = asObject(phoneNumber.fallbackDestination);
  return {
    id: phoneNumber.id,
    name: phoneNumber.name,
    number: phoneNumber.number,
    sipUri: phoneNumber.sipUri,
    provider: phoneNumber.provider,
    status: phoneNumber.status,
    assistantId: phoneNumber.assistantId,
    squadId: phoneNumber.squadId,
    workflowId: phoneNumber.workflowId,
    serverUrl: asObject(phoneNumber.server).url,
    fallback: fallback.number ?? fallback.sipUri,
    credentialId: phoneNumber.credentialId,
    createdAt: phoneNumber.createdAt,
    updatedAt: phoneNumber.updatedAt,
  };
}
