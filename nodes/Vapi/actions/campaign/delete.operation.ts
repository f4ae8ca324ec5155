import { deleteOne } from '../common/deleteOne';
import { campaignSubject } from './campaignSubject';

/** Source: Vapi API reference, DELETE /v2/campaign/{id}. */
export const deleteCampaign = deleteOne(campaignSubject, {
  action: 'Delete a campaign',
  description: 'Delete a campaign and its list of contacts; the calls stay',
});
