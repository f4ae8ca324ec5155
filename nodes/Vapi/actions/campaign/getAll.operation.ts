import { choice, flag } from '../../../shared/form/fields';
import { getMany } from '../common/getMany';
import { simplifyCampaign } from './simplifyCampaign';

const STATUSES = ['archived', 'cancelled', 'ended', 'in-progress', 'scheduled'];

/** Source: Vapi API reference, GET /v2/campaign. */
export const getAll = getMany(
  { action: 'Get many campaigns', description: 'Get campaigns, the newest first' },
  {
    path: '/v2/campaign',
    style: 'page',
    filters: [
      choice({
        displayName: 'Status',
        path: 'status',
        default: 'in-progress',
        options: STATUSES.map((value) => ({ name: value, value })),
      }),
      flag({
        displayName: 'With Figures',
        path: 'includeCounters',
        default: true,
        description: 'Whether to count the contacts of each campaign by how they fared',
      }),
    ],
    simplify: simplifyCampaign,
  },
);
