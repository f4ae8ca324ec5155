import type { Field } from '../../../shared/form/field';
import { choice, number, text } from '../../../shared/form/fields';
import { messages } from '../chat/talkFields';

/** What can be set at first and changed later. Source: Vapi API reference, CreateSessionDTO, UpdateSessionDTO. */
export const sessionFields: Array<Field<'name' | 'status' | 'expirationSeconds' | 'messages'>> = [
  number({
    displayName: 'Expires After (Seconds)',
    path: 'expirationSeconds',
    default: 86400,
    min: 60,
    max: 2592000,
    description: 'From a minute up to 30 days; a day if left out',
  }),
  messages({
    displayName: 'Messages (JSON)',
    path: 'messages',
    placeholder: 'e.g. [{ "role": "user", "content": "Hello" }]',
    description: 'What was said before, as a list of messages with role and content',
  }),
  text({
    displayName: 'Name',
    path: 'name',
    maxLength: 40,
    description: 'For your own reference, up to 40 characters',
  }),
  choice({
    displayName: 'Status',
    path: 'status',
    default: 'active',
    options: [
      { name: 'Active', value: 'active' },
      { name: 'Completed', value: 'completed' },
    ],
  }),
];
