import type { IExecuteFunctions } from 'n8n-workflow';
import {
  sendToTelnyx,
  telnyxData,
  telnyxError,
  telnyxList,
  type TelnyxRequest,
} from '../../shared/telnyx/rest';
import { failure, success, type ServiceApi } from './serviceApi';

/** Telnyx's API, with the Vapi Telnyx credential of the node. What it wraps in `data` comes without. */
export function telnyxApi(context: IExecuteFunctions, itemIndex: number): ServiceApi {
  return {
    get: async ({ path, qs }) => {
      const request: TelnyxRequest = { method: 'GET', path, qs, itemIndex };
      const outcome = await sendToTelnyx(context, request);
      if (outcome.ok) return telnyxData(outcome.answer);
      if (outcome.status === 404) return undefined;
      throw telnyxError(context, request, outcome);
    },
    list: async ({ path, qs }) => await telnyxList(context, { path, qs, itemIndex }),
    send: async (request) => {
      const { method, path, body } = request;
      const asked: TelnyxRequest = { method, path, body, itemIndex };
      const outcome = await sendToTelnyx(context, asked);
      if (outcome.ok) return success(context, itemIndex, request, telnyxData(outcome.answer), 'id');
      return failure(telnyxError(context, asked, outcome), outcome);
    },
  };
}
