import type { JsonObject } from '../../../shared/protocol/json';

/** Drops what is not known yet, which the bridge writes as null. */
export function withoutNulls(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== null && value !== undefined),
  );
}
