import type { Vapi } from '@vapi-ai/server-sdk';
import { choice, flag, text } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import * as messages from '../../../shared/protocol/controlMessages';
import { liveOperation } from './liveOperation';

const form = formFor<Vapi.ClientInboundMessageAddMessage>([
  choice({
    displayName: 'Role',
    path: 'message.role',
    default: 'system',
    options: [
      { name: 'Assistant', value: 'assistant', description: 'As if the assistant had said it' },
      { name: 'Function', value: 'function', description: 'As the result of a function, older form' },
      { name: 'System', value: 'system', description: 'An instruction or a fact for the assistant' },
      { name: 'Tool', value: 'tool', description: 'As the result of a tool' },
      { name: 'User', value: 'user', description: 'As if the caller had said it' },
    ],
    description: 'In whose name the message stands in the conversation',
  }),
  text({
    displayName: 'Message',
    path: 'message.content',
    required: true,
    rows: 3,
    placeholder: 'e.g. The payment has arrived. Tell the caller.',
  }),
  flag({
    displayName: 'Trigger Response',
    path: 'triggerResponseEnabled',
    default: true,
    description: 'Whether the assistant responds to the message at once instead of just knowing it',
  }),
]);

/** Source: OpenAPI, ClientInboundMessageAddMessage. */
export const addMessage = liveOperation(
  {
    name: 'Add Message',
    value: 'addMessage',
    action: 'Add a message to a live call',
    description: 'Tell the assistant something during the call; the caller does not hear it',
  },
  form.properties,
  (context, itemIndex) =>
    messages.addMessage(form.read(context, itemIndex) as unknown as Vapi.ClientInboundMessageAddMessage),
);
