import type { IExecuteFunctions } from 'n8n-workflow';
import type { Vapi } from '@vapi-ai/server-sdk';
import { fail, toNodeError } from '../../../shared/fail';
import type { JsonObject } from '../../../shared/protocol/json';
import { vapiRequest } from '../../../shared/transport';
import { knowledgeBaseSubject } from './knowledgeBaseSubject';
import { readUntilReady } from './readiness';

/**
 * Adds files to a base one after the other and gives the base back, see {@link readUntilReady}.
 *
 * @param made whether the base itself was made a moment ago
 * @throws NodeOperationError that names the base and the files that were added already, with the fix of what failed:
 *   doing all of it again would make a second base
 */
export async function attachFiles(
  context: IExecuteFunctions,
  itemIndex: number,
  { id, fileIds, maxSeconds, made }: { id: string; fileIds: string[]; maxSeconds: number; made: boolean },
): Promise<JsonObject> {
  const path = `${knowledgeBaseSubject.path}/${encodeURIComponent(id)}/file`;
  const added: string[] = [];
  try {
    for (const fileId of fileIds) {
      const body: Vapi.AttachKnowledgeBaseV2FileDto = { fileId } as Vapi.AttachKnowledgeBaseV2FileDto;
      await vapiRequest.call(context, { method: 'POST', path, body: { ...body }, itemIndex });
      added.push(fileId);
    }
    return await readUntilReady(context, itemIndex, id, maxSeconds);
  } catch (error) {
    const why = toNodeError(context.getNode(), error, itemIndex);
    // Nothing was done so far: Vapi's own error says it all.
    if (!made && added.length === 0) throw why;
    const missing = fileIds[added.length];
    const done = `Knowledge base ${id} ${made ? 'was created' : 'is there'}, with ${added.length} of ${fileIds.length} files added`;
    const failed = missing === undefined ? 'it could not be read' : `file ${missing} could not be added`;
    const what = `${done}; ${failed}: ${why.message}`;
    const unfinished = fail(context.getNode(), 'KNOWLEDGE_BASE_UNFINISHED', what, itemIndex);
    unfinished.description = [why.description, unfinished.description].filter(Boolean).join(' ');
    throw unfinished;
  }
}
