import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { subjectId, subjectPath, subjectProperty } from '../common/idField';
import { fileSubject } from '../file/fileSubject';
import { knowledgeBaseSubject } from './knowledgeBaseSubject';

/** A base, and one of its files. */
export const fileOfBaseProperties: INodeProperties[] = [
  subjectProperty(knowledgeBaseSubject),
  subjectProperty(fileSubject, 'A file of this knowledge base; the list shows all uploaded files'),
];

/**
 * The chosen base and file.
 *
 * @throws NodeOperationError when one of them is not chosen
 */
export function fileOfBase(
  context: IExecuteFunctions,
  itemIndex: number,
): { knowledgeBaseId: string; fileId: string; path: string } {
  const knowledgeBaseId = subjectId(context, itemIndex, knowledgeBaseSubject);
  const fileId = subjectId(context, itemIndex, fileSubject);
  const base = subjectPath(context, itemIndex, knowledgeBaseSubject);
  return { knowledgeBaseId, fileId, path: `${base}/file/${encodeURIComponent(fileId)}` };
}
