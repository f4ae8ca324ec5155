import { getMany } from '../common/getMany';
import { simplifySquad } from './simplifySquad';

/** Source: Vapi API reference, GET /squad. */
export const getAll = getMany(
  { action: 'Get many squads', description: 'Get squads, the newest first' },
  { path: '/squad', style: 'cursor', simplify: simplifySquad },
);
