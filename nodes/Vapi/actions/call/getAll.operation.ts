import { pick } from '../../../shared/form/fields';
import { getMany } from '../common/getMany';
import { simplifyCall } from './simplifyCall';

/** A call brings its transcript along: fewer at a time. */
const PAGE_SIZE = 100;

/** Source: Vapi API reference, GET /call. */
export const getAll = getMany(
  { action: 'Get many calls', description: 'Get calls, the newest first' },
  {
    path: '/call',
    style: 'cursor',
    pageSize: PAGE_SIZE,
    filters: [
      pick({ displayName: 'Assistant', path: 'assistantId' }, 'searchAssistants'),
      pick({ displayName: 'Phone Number', path: 'phoneNumberId' }, 'searchPhoneNumbers'),
    ],
    simplify: simplifyCall,
  },
);
