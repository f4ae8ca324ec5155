import { choice, flag, text } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { controlOperation } from './controlOperation';

const form = formFor([
  choice({
    displayName: 'Role',
    path: 'message.role',
    default: 'system',
    options: [
      { name: 'Assistant', value: 'assistant', description: 'As if the assistant had said it' },
      { name: 'System', value: 'system', description: 'An instruction or a fact for the assistant' },
      { name: 'User', value: 'user', description: 'As if the caller had said it' },
    ],
    description: 'In whose name the message stands in the conversation',
  }),
  text({
    displayName: 'Message',
    path: 'message.content',
    name: 'messageContent',
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

/** Source: Vapi's OpenAPI, ClientInboundMessageAddMessage. */
export const addMessage = controlOperation(
  {
    name: 'Add Message',
    value: 'addMessage',
    action: 'Add a message to a session of the bridge',
    description: 'Tell the assistant something during the call; the caller does not hear it',
  },
  form.properties,
  (context, itemIndex) => ({ type: 'add-message', ...form.read(context, itemIndex) }),
);
