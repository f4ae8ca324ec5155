import { NodeOperationError, type INode, type NodeApiError } from 'n8n-workflow';
import { isObject } from '../../shared/protocol/json';

const REDACTED = '[redacted]';

/**
 * A copy without the token of a resume URL, wherever it stands in a text. Who has it can resume later waits of the same
 * execution, and Vapi quotes the URL in the call and perhaps in an error.
 *
 * @param value no deeper than `redactSecrets` leaves it
 * @param token where there is none, nothing is taken out
 */
export function withoutToken<T>(value: T, token: unknown): T {
  return typeof token === 'string' && token !== '' ? (without(value, token) as T) : value;
}

/** The same for an error. One that does not quote the token stays as it is. */
export function errorWithoutToken(
  node: INode,
  error: NodeApiError | NodeOperationError,
  token: unknown,
): NodeApiError | NodeOperationError {
  const told = { message: error.message, description: error.description ?? undefined };
  const clean = withoutToken(told, token);
  if (clean.message === told.message && clean.description === told.description) return error;
  const { itemIndex } = error.context as { itemIndex?: number };
  return new NodeOperationError(node, clean.message, { description: clean.description, itemIndex });
}

function without(value: unknown, token: string): unknown {
  if (typeof value === 'string') return value.replaceAll(token, REDACTED);
  if (Array.isArray(value)) return value.map((entry) => without(entry, token));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, without(entry, token)]));
}
