import { defineResource } from '../../../shared/actions/operation';
import { checkVariables } from './checkVariables.operation';
import { create } from './create.operation';
import { deleteAssistant } from './delete.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { update } from './update.operation';

export const assistant = defineResource(
  { name: 'Assistant', value: 'assistant' },
  [checkVariables, create, deleteAssistant, get, getAll, update],
  'create',
);
