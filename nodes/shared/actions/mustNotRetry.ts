import type { IExecuteFunctions } from 'n8n-workflow';
import { fail } from '../fail';

/**
 * Refuses to place calls in a node with n8n's setting Retry On Fail. It runs the whole node again, for all items: also
 * after a failure that may have placed a call, and as soon as the first output item has a field `error`.
 *
 * @throws NodeOperationError before anything is sent
 */
export function mustNotRetry(context: IExecuteFunctions, itemIndex?: number): void {
  const node = context.getNode();
  if (node.retryOnFail === true) throw fail(node, 'CALL_RETRIED_BY_N8N', `"${node.name}"`, itemIndex);
}
