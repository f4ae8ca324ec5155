import { group } from '../../../../shared/form/collections';
import type { Field } from '../../../../shared/form/field';
import { choices, text } from '../../../../shared/form/fields';
import { serverFields } from '../../../../shared/form/server';
import { anyChosen, SERVER_MESSAGES } from './messages';

const messages = anyChosen(
  choices({
    displayName: 'Server Messages',
    path: 'serverMessages',
    options: SERVER_MESSAGES,
    description:
      'What Vapi posts to the server. Nothing chosen: Vapi’s default, which has tool calls, status updates and the end-of-call report. A choice replaces it, so keep the requests that your server answers.',
  }),
);

/** In a collection that is called Server already. */
const unprefixed = (field: Field): Field => ({
  ...field,
  property: { ...field.property, displayName: field.property.displayName.replace(/^Server /, '') },
});

/** Where Vapi posts what happens in calls. */
export const serverField: Field<''> = group(
  { displayName: 'Server', name: 'server', path: '', placeholder: 'Add Server Option' },
  [
    text({
      displayName: 'URL',
      name: 'url',
      path: 'server.url',
      placeholder: 'e.g. https://n8n.example.com/webhook/…/webhook',
      description: 'Where Vapi posts events and requests of calls, such as the URL of a Vapi Trigger',
    }),
    ...serverFields.map(unprefixed),
    messages,
  ],
);
