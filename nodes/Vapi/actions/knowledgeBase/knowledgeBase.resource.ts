import { defineResource } from '../../../shared/actions/operation';
import { addFiles } from './addFiles.operation';
import { create } from './create.operation';
import { deleteKnowledgeBase } from './delete.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { removeFile } from './removeFile.operation';
import { retryFile } from './retryFile.operation';
import { update } from './update.operation';

/** Files that an assistant can search in, and the tool that does. */
export const knowledgeBase = defineResource(
  { name: 'Knowledge Base', value: 'knowledgeBase' },
  [create, addFiles, get, getAll, update, removeFile, retryFile, deleteKnowledgeBase],
  'create',
);
