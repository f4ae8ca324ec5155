import { fail } from '../../../shared/fail';
import { subjectPath, subjectProperty } from '../common/idField';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { updateForm } from './credentialForm';
import { credentialSubject } from './credentialSubject';
import { sendCredential } from './sendCredential';
import { simplifyCredential } from './simplifyCredential';

/** Source: Vapi docs, SIP pages (PATCH /credential/{id}, which its API reference lacks). */
export const update: ItemOperation = {
  option: {
    name: 'Update',
    value: 'update',
    action: 'Update a credential in vapi',
    description: 'Change a login that is stored in Vapi, such as the gateways of a SIP trunk',
  },
  properties: [
    subjectProperty(credentialSubject, 'The type below has to be the one that it has'),
    ...updateForm.properties,
    simplifyProperty,
  ],
  execute: async (context, itemIndex) => {
    const path = subjectPath(context, itemIndex, credentialSubject);
    const body = updateForm.read(context, itemIndex);
    if (Object.keys(body).every((key) => key === 'provider'))
      throw fail(context.getNode(), 'INPUT_MISSING', 'Update Fields', itemIndex);
    const updated = await sendCredential(context, { method: 'PATCH', path, body, itemIndex });
    return [outputOf(updated, wantsSimple(context, itemIndex), simplifyCredential)];
  },
};
