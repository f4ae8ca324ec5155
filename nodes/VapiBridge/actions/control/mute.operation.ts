import type { INodePropertyOptions } from 'n8n-workflow';
import { choice } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import type { ItemOperation } from '../../../shared/actions/operation';
import { controlOperation } from './controlOperation';

const form = formFor([
  choice({
    displayName: 'Who',
    path: 'who',
    closed: true,
    default: 'assistant',
    options: [
      { name: 'Assistant', value: 'assistant', description: 'The caller does not hear the assistant' },
      { name: 'Customer', value: 'customer', description: 'The assistant does not hear the caller' },
    ],
  }),
]);

/** Source: Vapi's OpenAPI, ClientInboundMessageControl. */
function muting(option: INodePropertyOptions, verb: 'mute' | 'unmute'): ItemOperation {
  return controlOperation(option, form.properties, (context, itemIndex) => ({
    type: 'control',
    control: `${verb}-${String(form.read(context, itemIndex).who)}`,
  }));
}

export const mute = muting(
  {
    name: 'Mute',
    value: 'mute',
    action: 'Mute the assistant or the customer in a session of the bridge',
    description: 'Mute one side of the call until it is unmuted',
  },
  'mute',
);

export const unmute = muting(
  {
    name: 'Unmute',
    value: 'unmute',
    action: 'Unmute the assistant or the customer in a session of the bridge',
    description: 'Let a muted side of the call be heard again',
  },
  'unmute',
);
