import { getOne } from '../common/getOne';
import { sessionSubject } from './sessionSubject';
import { simplifySession } from './simplifySession';

/** Source: Vapi API reference, GET /session/{id}. */
export const get = getOne(
  sessionSubject,
  {
    action: 'Get a session',
    description: 'Get status and last message of a session, or with Simplify off all its messages',
  },
  simplifySession,
);
