import { textOf } from '../../../shared/fields/textOf';
import { asArray, asObject, asText, compact, type JsonObject } from '../../../shared/protocol/json';

/** How far a base is. `failed`: it can be used, but not with all of its files. */
export type KnowledgeBaseStatus = 'provisioning' | 'indexing' | 'failed' | 'ready';

/**
 * How far a base is, by the tool that searches it and by its files.
 * Source: Vapi API reference, KnowledgeBaseV2WithFiles, KnowledgeBaseV2File.
 *
 * @returns undefined for a base of a list, which tells neither
 */
export function statusOf(base: JsonObject): KnowledgeBaseStatus | undefined {
  if (!('toolId' in base)) return undefined;
  if (asText(base.toolId) === undefined) return 'provisioning';
  const states = filesOf(base).map(({ status }) => status);
  if (states.includes('indexing')) return 'indexing';
  return states.includes('failed') ? 'failed' : 'ready';
}

/** Files that Vapi could not index, by name as far as they have one. */
export function failedFiles(base: JsonObject): string[] {
  return filesOf(base)
    .filter(({ status }) => status === 'failed')
    .map(({ fileName, fileId }) => asText(fileName) ?? textOf(fileId));
}

/** A base with the ID of the tool that searches it, and its files with what became of each. */
export function simplifyKnowledgeBase(base: JsonObject): JsonObject {
  const { id, name, description, toolId, createdAt } = base;
  const failed = failedFiles(base);
  return {
    id,
    name,
    description: description ?? undefined,
    toolId,
    status: statusOf(base),
    files: base.files === undefined ? undefined : filesOf(base).map(simplifyKnowledgeBaseFile),
    failedFiles: failed.length > 0 ? failed : undefined,
    createdAt,
  };
}

/** A file of a base. */
export function simplifyKnowledgeBaseFile(file: JsonObject): JsonObject {
  const { fileId, fileName, status, mimetype, bytes } = file;
  return compact({ fileId, fileName, status, mimetype, bytes });
}

function filesOf(base: JsonObject): JsonObject[] {
  return asArray(base.files).map(asObject);
}
