import { getOne } from '../common/getOne';
import { sessionSubject } from '../common/subject';
import { simplifySession } from './simplifySession';

/** `GET /v1/sessions/{id}`. */
export const get = getOne(
  sessionSubject,
  {
    action: 'Get a session of the bridge',
    description: 'Get a call that is live on the bridge or has ended',
  },
  simplifySession,
);
