import { defineResource } from '../../../shared/actions/operation';
import { create } from './create.operation';
import { deleteTool } from './delete.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { update } from './update.operation';

/** What assistants can do during a call. */
export const tool = defineResource(
  { name: 'Tool', value: 'tool' },
  [create, get, getAll, update, deleteTool],
  'create',
);
