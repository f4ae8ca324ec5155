import type { IDataObject } from 'n8n-workflow';
import { group } from '../../../shared/form/collections';
import { choices } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { compact, type JsonObject } from '../../../shared/protocol/json';
import { listProperties, listRows } from '../common/getMany';
import { subjectPath, subjectProperty } from '../common/idField';
import type { Operation } from '../../../shared/actions/operation';
import { campaignSubject } from './campaignSubject';

const STATUSES = ['completed', 'dispatched', 'failed', 'pending', 'predial-failed', 'skipped'];

const form = formFor([
  group({ displayName: 'Filters', name: 'filters', path: '', placeholder: 'Add Filter' }, [
    choices({
      displayName: 'Status',
      path: 'status',
      options: STATUSES.map((name) => ({ name, value: `contact.${name}` })),
    }),
  ]),
]);

/** Source: Vapi API reference, GET /v2/campaign/{id}/contacts. */
export const getContacts: Operation = {
  option: {
    name: 'Get Contacts',
    value: 'getContacts',
    action: 'Get the contacts of a campaign',
    description: 'Get who was called in a campaign, and how it went',
  },
  properties: [subjectProperty(campaignSubject), ...listProperties, ...form.properties],
  execute: async (context, itemIndex) => {
    const path = `${subjectPath(context, itemIndex, campaignSubject)}/contacts`;
    // In the order of the list: by status they would move between the pages while the campaign runs.
    const qs: IDataObject = { ...(form.read(context, itemIndex) as IDataObject), sortBy: 'position' };
    return await listRows(context, itemIndex, { style: 'page', path, qs }, simplifyContact, true);
  },
};

function simplifyContact(contact: JsonObject): JsonObject {
  const { id, number, name, status, callId, endedReason, createdAt } = contact;
  return compact({ id, number, name, status, callId, endedReason, createdAt });
}
