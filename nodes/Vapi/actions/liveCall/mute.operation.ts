import type { INodePropertyOptions } from 'n8n-workflow';
import { choice } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import * as messages from '../../../shared/protocol/controlMessages';
import { liveOperation } from './liveOperation';
import type { Operation } from '../../../shared/actions/operation';

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

function control(option: INodePropertyOptions, message: typeof messages.mute): Operation {
  return liveOperation(option, form.properties, (context, itemIndex) =>
    message(form.read(context, itemIndex).who as messages.Party),
  );
}

/** Source: OpenAPI, ClientInboundMessageControl. */
export const mute = control(
  {
    name: 'Mute',
    value: 'mute',
    action: 'Mute the assistant or the customer in a live call',
    description: 'Mute one side of the call until it is unmuted',
  },
  messages.mute,
);

export const unmute = control(
  {
    name: 'Unmute',
    value: 'unmute',
    action: 'Unmute the assistant or the customer in a live call',
    description: 'Let a muted side of the call be heard again',
  },
  messages.unmute,
);
