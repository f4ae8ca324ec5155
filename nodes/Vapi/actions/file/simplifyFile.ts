import type { JsonObject } from '../../../shared/protocol/json';

/** What a workflow needs of an uploaded file. Source: Vapi API reference, File. */
export function simplifyFile(file: JsonObject): JsonObject {
  const { id, name, originalName, status, purpose, mimetype, bytes, url, metadata, createdAt } = file;
  return { id, name, originalName, status, purpose, mimetype, bytes, url, metadata, createdAt };
}
