import { getMany } from '../common/getMany';
import { simplifyCredential } from './simplifyCredential';

/** Source: Vapi's own gitops tool, GET /credential; its API reference lacks it (vapi-api.md, f). */
export const getAll = getMany(
  {
    action: 'Get many credentials of vapi',
    description: 'List the logins that are stored in Vapi, without their secrets',
  },
  { path: '/credential', style: 'cursor', simplify: simplifyCredential },
);
