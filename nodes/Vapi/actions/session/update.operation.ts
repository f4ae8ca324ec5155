import type { Vapi } from '@vapi-ai/server-sdk';
import { updateOne } from '../common/updateOne';
import { sessionFields } from './sessionFields';
import { sessionSubject } from './sessionSubject';
import { simplifySession } from './simplifySession';

/** Source: Vapi API reference, PATCH /session/{id}. */
export const update = updateOne<Vapi.UpdateSessionDto>(
  sessionSubject,
  {
    action: 'Update a session',
    description: 'Rename or complete a session, or replace its messages, which are replaced as a whole',
  },
  sessionFields,
  simplifySession,
);
