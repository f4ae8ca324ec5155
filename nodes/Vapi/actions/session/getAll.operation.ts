import { pick, text } from '../../../shared/form/fields';
import { phoneNumber } from '../chat/talkFields';
import { getMany } from '../common/getMany';
import { simplifySession } from './simplifySession';

/** Source: Vapi API reference, GET /session. */
export const getAll = getMany(
  { action: 'Get many sessions', description: 'List sessions, such as those of one customer' },
  {
    path: '/session',
    style: 'page',
    pageSize: 100,
    filters: [
      pick({ displayName: 'Assistant', path: 'assistantId' }, 'searchAssistants'),
      phoneNumber({
        displayName: 'Customer Number',
        path: 'number',
        name: 'customerNumber',
        placeholder: 'e.g. +14155550123',
      }),
      text({ displayName: 'Name', path: 'name', maxLength: 40 }),
      pick({ displayName: 'Phone Number', path: 'phoneNumberId' }, 'searchPhoneNumbers'),
      pick({ displayName: 'Squad', path: 'squadId' }, 'searchSquads'),
    ],
    simplify: simplifySession,
  },
);
