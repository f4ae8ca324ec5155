import {
  NodeApiError,
  type IDataObject,
  type IExecuteFunctions,
  type NodeOperationError,
} from 'n8n-workflow';
import { toNodeError } from '../../shared/fail';
import { getAllByCreation } from '../../shared/paging';
import { codeOf, vapiRequest } from '../../shared/transport';
import type { Sent } from '../plan/writer';
import { success, type ServiceApi } from './serviceApi';

/** Vapi's API, with the Vapi credential of the node. */
export function vapiApi(context: IExecuteFunctions, itemIndex: number): ServiceApi {
  return {
    get: async ({ path, qs }) => {
      try {
        return await vapiRequest.call(context, { method: 'GET', path, qs, itemIndex });
      } catch (error) {
        if (isGone(error)) return undefined;
        throw toNodeError(context.getNode(), error, itemIndex);
      }
    },
    // The paging sets its own limit, and takes bare arrays and `{results}`.
    list: async ({ path, qs = {} }) =>
      await getAllByCreation(context, { path, qs, itemIndex, mustBeList: true }, Infinity),
    send: async (request) => {
      const { method, path } = request;
      const body = request.body as IDataObject | undefined;
      try {
        const answer = await vapiRequest.call(context, { method, path, body, itemIndex });
        return success(context, itemIndex, request, answer, 'id');
      } catch (thrown) {
        const error = toNodeError(context.getNode(), thrown, itemIndex);
        return failure(error, method);
      }
    },
  };
}

function failure(error: NodeApiError | NodeOperationError, method: string): Sent {
  return { ok: false, error, mayBeDone: mayBeDone(error, method), gone: isGone(error) };
}

/** Whether an error of `vapiRequest` leaves open what has become of the request. */
function mayBeDone(error: NodeApiError | NodeOperationError, method: string): boolean {
  // Said before anything is sent: about the credential.
  if (!(error instanceof NodeApiError)) return false;
  const code = codeOf(error);
  if (code === 'API_NOT_JSON' || code === 'API_ANSWER_TOO_LARGE') return true;
  const status = statusOf(error);
  // Of a POST the code says whether there was a connection.
  if (status === undefined) return method !== 'POST' || code !== 'API_UNREACHABLE';
  return status === 408 || status >= 500;
}

/** What NestJS answers for a path that it does not serve: it says nothing about the thing itself. */
const NO_SUCH_ROUTE = /\bCannot (?:GET|POST|PATCH|DELETE) \//;

function isGone(error: unknown): boolean {
  return error instanceof NodeApiError && statusOf(error) === 404 && !NO_SUCH_ROUTE.test(error.message);
}

function statusOf({ httpCode }: NodeApiError): number | undefined {
  const status = Number(httpCode ?? NaN);
  return Number.isNaN(status) ? undefined : status;
}
