import { vapiRequest } from '../../../shared/transport';
import { subjectPath, subjectProperty } from '../common/idField';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { Operation } from '../../../shared/actions/operation';
import { campaignSubject } from './campaignSubject';
import { simplifyCampaign } from './simplifyCampaign';

/** Source: Vapi API reference, GET /v2/campaign/{id}. */
export const get: Operation = {
  option: {
    name: 'Get',
    value: 'get',
    action: 'Get a campaign',
    description: 'Get the status of a campaign and how many contacts were reached',
  },
  properties: [subjectProperty(campaignSubject), simplifyProperty],
  execute: async (context, itemIndex) => {
    const path = subjectPath(context, itemIndex, campaignSubject);
    const qs = { includeCounters: true };
    const campaign = await vapiRequest.call(context, { method: 'GET', path, qs, itemIndex });
    return [outputOf(campaign, wantsSimple(context, itemIndex), simplifyCampaign)];
  },
};
