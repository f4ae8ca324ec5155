import { defineResource } from '../../../shared/actions/operation';
import { create } from './create.operation';
import { deleteSquad } from './delete.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { update } from './update.operation';

/** Assistants that share a call. */
export const squad = defineResource(
  { name: 'Squad', value: 'squad' },
  [create, get, getAll, update, deleteSquad],
  'getAll',
);
