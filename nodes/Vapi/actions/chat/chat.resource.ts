import { defineResource } from '../../../shared/actions/operation';
import { deleteChat } from './delete.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { send } from './send.operation';

/** Conversations in text, with the assistants that also take calls. */
export const chat = defineResource({ name: 'Chat', value: 'chat' }, [send, get, getAll, deleteChat], 'send');
