import type { IExecuteFunctions, NodeOperationError } from 'n8n-workflow';
import { fail } from '../../shared/fail';
import type { JsonApiProblem } from '../../shared/http/jsonApi';
import { asObject, asText, type JsonObject } from '../../shared/protocol/json';
import type { Request } from '../plan/plannedCall';
import type { Read } from '../plan/reader';
import type { Sent } from '../plan/writer';

/** One of the services that a plan talks to. */
export interface ServiceApi {
  /** @returns undefined for 404 @throws NodeApiError, NodeOperationError for any other failure */
  get(read: Read): Promise<unknown>;
  /** @throws NodeApiError, NodeOperationError, also for 404 */
  list(read: Read, rows?: string): Promise<JsonObject[]>;
  /** @throws only where nothing was sent */
  send(request: Request): Promise<Sent>;
}

/**
 * An answer of success. One to a POST that names no object is like no answer: it does not say what was made.
 *
 * @param id property of every object that holds its ID
 */
export function success(
  context: IExecuteFunctions,
  itemIndex: number,
  { method, path }: Request,
  given: unknown,
  id: 'id' | 'sid',
): Sent {
  const answer = asObject(given);
  if (method !== 'POST' || asText(answer[id]) !== undefined) return { ok: true, answer };
  const error = fail(context.getNode(), 'ANSWER_WITHOUT_ID', `${method} ${path}`, itemIndex);
  return { ok: false, error, mayBeDone: true, gone: false };
}

/** A failure of a carrier. */
export function failure(error: NodeOperationError, { mayBeDone, status }: JsonApiProblem): Sent {
  return { ok: false, error, mayBeDone, gone: status === 404 };
}
