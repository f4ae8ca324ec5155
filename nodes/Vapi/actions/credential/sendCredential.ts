import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { toNodeError } from '../../../shared/fail';
import { hideSecrets, secretsOf } from '../../../shared/hideSecrets';
import { redactSecrets } from '../../../shared/protocol/redact';
import { vapiRequest, type VapiRequest } from '../../../shared/transport';

/**
 * Sends a credential to Vapi. Should Vapi's message quote a secret that was sent, it is taken out: n8n stores messages
 * and shows them in the editor.
 */
export async function sendCredential(
  context: IExecuteFunctions,
  request: VapiRequest & { body: IDataObject },
): Promise<unknown> {
  try {
    return await vapiRequest.call(context, request);
  } catch (error) {
    const nodeError = toNodeError(context.getNode(), error, request.itemIndex);
    hideSecrets(nodeError, secretsOf(request.body, redactSecrets(request.body)));
    throw nodeError;
  }
}
