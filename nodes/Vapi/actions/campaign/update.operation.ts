import type { Vapi } from '@vapi-ai/server-sdk';
import { choice, json, pick, text } from '../../../shared/form/fields';
import { updateOne } from '../common/updateOne';
import { scheduleFields } from './campaignFields';
import { campaignSubject } from './campaignSubject';
import { simplifyCampaign } from './simplifyCampaign';

/** Source: Vapi API reference, PATCH /v2/campaign/{id}. */
export const update = updateOne<Vapi.UpdateCampaignDto>(
  campaignSubject,
  {
    action: 'Update or stop a campaign',
    description: 'Stop a campaign, or change one that has not begun',
  },
  [
    choice({
      displayName: 'Status',
      path: 'status',
      default: 'cancelled',
      options: [{ name: 'Cancelled', value: 'cancelled' }],
      description: 'Stops the campaign: calls under way go on, the others are not made',
    }),
    text({ displayName: 'Name', path: 'name' }),
    pick({ displayName: 'Assistant', path: 'assistantId' }, 'searchAssistants'),
    pick({ displayName: 'Squad', path: 'squadId' }, 'searchSquads'),
    pick({ displayName: 'Phone Number', path: 'phoneNumberId' }, 'searchPhoneNumbers'),
    ...scheduleFields,
    json({
      displayName: 'Other Fields (JSON)',
      path: '',
      name: 'otherFields',
      description: 'Anything newer in Vapi, merged last',
    }),
  ],
  simplifyCampaign,
);
