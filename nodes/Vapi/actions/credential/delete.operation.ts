import { deleteOne } from '../common/deleteOne';
import { credentialSubject } from './credentialSubject';

/** DELETE /credential/{id}: by analogy with the other objects; no source of Vapi names it (vapi-api.md, f). */
export const deleteCredential = deleteOne(credentialSubject, {
  action: 'Delete a credential of vapi',
  description:
    'Delete a login that is stored in Vapi; phone numbers, servers and storage that use it stop working',
});
