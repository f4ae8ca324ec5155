import type { Vapi } from '@vapi-ai/server-sdk';
import type { INodePropertyOptions } from 'n8n-workflow';
import { choices, flag, json, moment, number, text } from '../../../shared/form/fields';
import type { FieldOf } from '../../../shared/form/form';

const EVENTS = [
  ...['campaign.started', 'campaign.cancelled', 'campaign.ended', 'campaign.archived'],
  ...['campaign.unarchived', 'campaign.job.continued', 'contact.dispatched', 'contact.completed'],
  ...['contact.failed', 'contact.skipped', 'contact.predial-failed'],
];

const eventOptions: INodePropertyOptions[] = EVENTS.map((value) => ({ name: value, value })).sort((a, b) =>
  a.name.localeCompare(b.name),
);

/** When the calls are made. Source: OpenAPI SchedulePlan. */
export const scheduleFields = [
  moment({
    displayName: 'Earliest Start',
    path: 'schedulePlan.earliestAt',
    description: 'At once if left out; needed where there is a latest start',
  }),
  moment({
    displayName: 'Latest Start',
    path: 'schedulePlan.latestAt',
    description: 'Contacts that were not called by then are skipped',
  }),
];

/** What a campaign may have besides. Source: OpenAPI CreateCampaignDTO. */
export const moreFields: ReadonlyArray<FieldOf<Vapi.CreateCampaignDto>> = [
  ...scheduleFields,
  number({
    displayName: 'Concurrent Calls',
    path: 'maxConcurrency',
    default: 10,
    min: 1,
    description: 'How many calls run at the same time at most',
  }),
  choices({
    displayName: 'Events',
    path: 'serverMessages',
    options: eventOptions,
    description: 'Which are sent to the server URL',
  }),
  flag({
    displayName: 'Ask Before Each Call',
    path: 'predialPlan.enabled',
    name: 'predial',
    default: true,
    description:
      'Whether Vapi asks the server URL before each call if the contact may be called: answer with a Vapi Request Trigger',
  }),
  text({
    displayName: 'Server URL',
    path: 'server.url',
    name: 'serverUrl',
    placeholder: 'e.g. https://n8n.example.com/webhook/campaign',
    description: 'Where Vapi sends the events of the campaign and asks before each call',
  }),
  json({
    displayName: 'Overrides (JSON)',
    path: '',
    name: 'overrides',
    default: '{\n  "assistantOverrides": {}\n}',
    description:
      'With assistantOverrides or squadOverrides for all contacts; variables of a contact are merged in',
  }),
  json({
    displayName: 'Other Fields (JSON)',
    path: '',
    name: 'otherFields',
    description: 'Anything newer in Vapi, or a dialPlan with several phone numbers; merged last',
  }),
];
