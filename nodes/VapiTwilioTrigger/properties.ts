import type { INodeProperties } from 'n8n-workflow';
import { metadataProperty } from '../shared/fields/metadata';
import { picker } from '../shared/fields/picker';
import { variablesProperty } from '../shared/fields/variables';
import { optionsProperty } from './optionsProperty';
import { registrationProperties } from './registrationProperties';
import { rulesProperty } from './rulesProperty';
import { FALLBACK_MESSAGE } from './settings';

export const properties: INodeProperties[] = [
  {
    displayName:
      'In Twilio, set "A call comes in" of the number to Webhook, the production URL above, HTTP POST; or let this node do it below. A number on a SIP trunk ignores its voice URL.',
    name: 'notice',
    type: 'notice',
    default: '',
  },
  {
    displayName: 'Path',
    name: 'path',
    type: 'string',
    default: '',
    placeholder: 'e.g. clinic-calls',
    description: 'Last part of the URL; leave empty for a random one',
  },
  {
    displayName: 'Assistant Decided By',
    name: 'decidedBy',
    type: 'options',
    options: [
      {
        name: 'This Node',
        value: 'trigger',
        description: 'The caller is connected at once, and the workflow runs beside the call',
      },
      {
        name: 'The Workflow',
        value: 'workflow',
        description:
          'The caller waits until Respond to Vapi has answered the incoming call, a few seconds at most',
      },
    ],
    default: 'trigger',
  },
  {
    displayName:
      'The caller hears ringing until the workflow reaches a <b>Respond to Vapi</b> node of the kind Incoming Call. If it fails or is too late, the assistant below takes the call.',
    name: 'workflowNotice',
    type: 'notice',
    default: '',
    displayOptions: { show: { decidedBy: ['workflow'] } },
  },
  picker(
    {
      displayName: 'Assistant',
      name: 'assistantId',
      description:
        'Who takes calls that no rule and no workflow decides. An expression can use what Twilio sends, such as {{ $json.body.From }}.',
    },
    'searchAssistants',
  ),
  rulesProperty,
  picker(
    {
      displayName: 'Phone Number',
      name: 'phoneNumberId',
      description:
        'The number as imported into Vapi. Vapi usually wants one; some organisations can do without.',
    },
    'searchPhoneNumbers',
  ),
  {
    displayName: 'Business Name',
    name: 'businessName',
    type: 'string',
    default: '',
    placeholder: 'e.g. Corner Clinic',
    description: 'Available in prompts as {{ businessName }}',
  },
  variablesProperty,
  metadataProperty,
  {
    displayName: 'Fallback Message',
    name: 'fallbackMessage',
    type: 'string',
    typeOptions: { rows: 2 },
    default: FALLBACK_MESSAGE,
    description:
      'What the caller hears when Vapi cannot take the call, in the language under Options > Spoken Language; may be empty if a number is dialled',
  },
  {
    displayName: 'Fallback Number',
    name: 'fallbackNumber',
    type: 'string',
    default: '',
    placeholder: 'e.g. +14155550123',
    description: 'A human who is called after the fallback message; leave empty to hang up',
  },
  ...registrationProperties,
  optionsProperty,
];
