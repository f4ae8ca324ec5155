import type { Subject } from '../common/idField';

/** The campaign that an operation is about; the older /campaign gives the same objects. */
export const campaignSubject: Subject = {
  label: 'Campaign',
  field: 'campaignId',
  path: '/v2/campaign',
  search: 'searchCampaigns',
};
