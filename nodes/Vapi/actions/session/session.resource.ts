import { defineResource } from '../../../shared/actions/operation';
import { create } from './create.operation';
import { deleteSession } from './delete.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { update } from './update.operation';

/** Conversations that several chats belong to. */
export const session = defineResource(
  { name: 'Session', value: 'session' },
  [create, get, getAll, update, deleteSession],
  'create',
);
