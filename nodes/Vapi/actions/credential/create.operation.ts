import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { createForm } from './credentialForm';
import { credentialSubject } from './credentialSubject';
import { sendCredential } from './sendCredential';
import { simplifyCredential } from './simplifyCredential';

/** Source: Vapi docs, SIP pages (POST /credential, which its API reference lacks); bodies as in the API reference. */
export const create: ItemOperation = {
  option: {
    name: 'Create',
    value: 'create',
    action: 'Create a credential in vapi',
    description:
      'Store a login in Vapi that it uses itself: a SIP trunk, storage for recordings, authentication at your servers',
  },
  properties: [...createForm.properties, simplifyProperty],
  execute: async (context, itemIndex) => {
    const body = createForm.read(context, itemIndex);
    const { path } = credentialSubject;
    const created = await sendCredential(context, { method: 'POST', path, body, itemIndex });
    return [outputOf(created, wantsSimple(context, itemIndex), simplifyCredential)];
  },
};
