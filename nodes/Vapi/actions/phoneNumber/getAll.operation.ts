import { mapped } from '../../../shared/form/field';
import { moment, text } from '../../../shared/form/fields';
import { asObject, asText } from '../../../shared/protocol/json';
import { getMany } from '../common/getMany';
import type { ItemOperation } from '../../../shared/actions/operation';
import { simplifyPhoneNumber } from './simplifyPhoneNumber';

const texts = { action: 'Get many phone numbers', description: 'Get phone numbers, or search them by text' };

const list = getMany(texts, { path: '/phone-number', style: 'cursor', simplify: simplifyPhoneNumber });

/** Only this list of Vapi's searches; it is paged by number. */
const search = getMany(texts, {
  path: '/v2/phone-number',
  style: 'page',
  filters: [
    mapped(
      text({
        displayName: 'Search',
        path: 'search',
        maxLength: 100,
        placeholder: 'e.g. front desk',
        description: 'Text that Vapi looks for in its phone numbers',
      }),
      (wanted) => String(wanted).trim(),
    ),
    moment({ displayName: 'Created After', path: 'createdAtGt', name: 'createdAfter' }),
    moment({ displayName: 'Created Before', path: 'createdAtLt', name: 'createdBefore' }),
    moment({ displayName: 'Updated After', path: 'updatedAtGt', name: 'updatedAfter' }),
    moment({ displayName: 'Updated Before', path: 'updatedAtLt', name: 'updatedBefore' }),
  ],
  simplify: simplifyPhoneNumber,
});

/** Source: Vapi API reference, GET /phone-number and GET /v2/phone-number. */
export const getAll: ItemOperation = {
  ...search,
  execute: async (context, itemIndex) => {
    const filters = asObject(context.getNodeParameter('filters', itemIndex, {}));
    const wanted = asText(filters.search)?.trim() ?? '';
    return await (wanted === '' ? list : search).execute(context, itemIndex);
  },
};
