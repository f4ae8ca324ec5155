import {
  NodeApiError,
  NodeOperationError,
  type IDataObject,
  type INode,
  type INodeExecutionData,
} from 'n8n-workflow';
import { ERRORS, type ErrorCode } from './errors';

/**
 * An error for the builder, from the table of errors.
 *
 * @param value the offending value, part of the message
 * @param itemIndex input item it concerns, so that n8n can point at it
 */
export function fail(node: INode, code: ErrorCode, value: string, itemIndex?: number): NodeOperationError {
  const { message, fix } = ERRORS[code];
  const error = new NodeOperationError(node, message(value), { description: fix, itemIndex });
  // In the place of a message that has a word such as ECONNREFUSED in it, n8n puts one of its own.
  error.message = message(value);
  return error;
}

/** n8n's own errors as they are; anything else as an error of this node. */
export function toNodeError(
  node: INode,
  error: unknown,
  itemIndex?: number,
): NodeApiError | NodeOperationError {
  if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
  return new NodeOperationError(node, error instanceof Error ? error : new Error(String(error)), {
    itemIndex,
  });
}

/**
 * The output item of an input item that failed, where the builder chose to continue. With these keys and no others
 * n8n sends it to the error output, if there is one; with `error` on the item itself it would drop the details. An
 * error that carries a report in its context has that for details.
 */
export function errorItem(error: NodeApiError | NodeOperationError, item: number): INodeExecutionData {
  const { message, description, context } = error;
  const { report } = context as { report?: IDataObject };
  const details = report ?? description;
  return {
    json: {
      error: message,
      ...(report && description ? { message: description } : {}),
      ...(details ? { details } : {}),
    },
    pairedItem: { item },
  };
}
