import { getOne } from '../common/getOne';
import { simplifySquad } from './simplifySquad';
import { squadSubject } from './squadSubject';

/** Source: Vapi API reference, GET /squad/{id}. */
export const get = getOne(
  squadSubject,
  { action: 'Get a squad', description: 'Get the name and the members of a squad' },
  simplifySquad,
);
