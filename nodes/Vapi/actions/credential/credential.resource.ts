import { defineResource } from '../../../shared/actions/operation';
import { create } from './create.operation';
import { deleteCredential } from './delete.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { update } from './update.operation';

/** Logins that Vapi stores and uses itself, not to be confused with the credentials of n8n. */
export const credential = defineResource(
  { name: 'Credential', value: 'credential' },
  [create, get, getAll, update, deleteCredential],
  'create',
);
