import type { INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { toNodeError } from '../fail';

/**
 * An error of publishing, with what to do about it in the message itself: n8n keeps and shows nothing else of it (n8n
 * 2.41.1, `errorMessage` of a publication's triggers).
 */
export function withFix(node: INode, error: unknown): NodeApiError | NodeOperationError {
  const problem = toNodeError(node, error);
  const { message, description } = problem;
  if (description && !message.includes(description)) problem.message = `${message}. ${description}`;
  return problem;
}
