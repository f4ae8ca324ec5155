import { group } from '../../../shared/form/collections';
import { flag, text } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { controlOperation } from './controlOperation';

const form = formFor([
  text({
    displayName: 'Text',
    path: 'content',
    required: true,
    rows: 3,
    placeholder: 'e.g. Your table is booked for eight o’clock.',
    description: 'What the assistant says, word for word',
  }),
  group({ displayName: 'Additional Fields', name: 'additionalFields', path: '' }, [
    flag({
      displayName: 'Caller May Interrupt',
      path: 'interruptionsEnabled',
      default: true,
      description: 'Whether the caller can interrupt these words by speaking',
    }),
    flag({
      displayName: 'End Call Afterwards',
      path: 'endCallAfterSpoken',
      default: false,
      description: 'Whether to end the call when the words were spoken',
    }),
    flag({
      displayName: 'Interrupt Assistant',
      path: 'interruptAssistantEnabled',
      default: false,
      description: 'Whether the words take the place of what the assistant is saying',
    }),
  ]),
]);

/** Source: Vapi's OpenAPI, ClientInboundMessageSay. */
export const say = controlOperation(
  {
    name: 'Say',
    value: 'say',
    action: 'Say something in a session of the bridge',
    description: 'Let the assistant say these words to the caller now',
  },
  form.properties,
  (context, itemIndex) => ({ type: 'say', ...form.read(context, itemIndex) }),
);
