import { asArray, asObject, asText, type JsonObject } from '../../../shared/protocol/json';

/** A squad as one small, flat item. */
export function simplifySquad(squad: JsonObject): JsonObject {
  const members = asArray(squad.members).map(asObject);
  return {
    id: squad.id,
    name: squad.name,
    memberCount: members.length,
    // The call starts with the first. A transient one has no ID.
    assistantIds: members.map(({ assistantId }) => assistantId).filter((id) => asText(id) !== undefined),
    createdAt: squad.createdAt,
    updatedAt: squad.updatedAt,
  };
}
