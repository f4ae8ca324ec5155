import { getOne } from '../common/getOne';
import { credentialSubject } from './credentialSubject';
import { simplifyCredential } from './simplifyCredential';

/** GET /credential/{id}: by analogy with the other objects; no source of Vapi names it (vapi-api.md, f). */
export const get = getOne(
  credentialSubject,
  {
    action: 'Get a credential of vapi',
    description: 'Get type and name of a login that is stored in Vapi, without its secrets',
  },
  simplifyCredential,
);
