import { defineResource } from '../../../shared/actions/operation';
import { create } from './create.operation';
import { deletePhoneNumber } from './delete.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { update } from './update.operation';

/** Numbers and SIP addresses that calls come in on and go out from. */
export const phoneNumber = defineResource(
  { name: 'Phone Number', value: 'phoneNumber' },
  [create, get, getAll, update, deletePhoneNumber],
  'getAll',
);
