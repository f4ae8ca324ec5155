import type { IExecuteFunctions } from 'n8n-workflow';
import { fail } from '../../shared/fail';
import { publicUrlProblem } from '../../shared/registration/publicUrl';

/**
 * The URL that resumes this execution at this node, with n8n's token in its query. The signed one of n8n's
 * `getSignedResumeUrl` is for operations named `sendAndWait` only, and refused here.
 *
 * @throws NodeOperationError where Vapi could not reach it
 */
export function resumeUrl(context: IExecuteFunctions): string {
  const node = context.getNode();
  const given = String(context.evaluateExpression('{{ $execution.resumeUrl }}', 0));
  const problem = publicUrlProblem(given);
  // The token stays out of the message.
  if (problem !== undefined) throw fail(node, 'WAIT_URL_NOT_PUBLIC', `${given.split('?')[0]} ${problem}`, 0);
  const url = new URL(given);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${encodeURIComponent(node.id)}`;
  return url.toString();
}
