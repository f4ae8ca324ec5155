import { defineResource } from '../../../shared/actions/operation';
import { create } from './create.operation';
import { deleteCampaign } from './delete.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { getContacts } from './getContacts.operation';
import { update } from './update.operation';

/** Lists of customers that an assistant calls one after the other. */
export const campaign = defineResource(
  { name: 'Campaign', value: 'campaign' },
  [create, get, getAll, getContacts, update, deleteCampaign],
  'getAll',
);
