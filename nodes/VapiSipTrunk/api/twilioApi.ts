import type { IExecuteFunctions } from 'n8n-workflow';
import type { TwilioApi } from '../../shared/twilio/hosts';
import { twilioList } from '../../shared/twilio/paging';
import { sendToTwilio, twilioError, type TwilioRequest } from '../../shared/twilio/rest';
import { failure, success, type ServiceApi } from './serviceApi';

/** One of Twilio's APIs, with the Vapi Twilio credential of the node. */
export function twilioApi(context: IExecuteFunctions, itemIndex: number, api: TwilioApi): ServiceApi {
  return {
    get: async ({ path, qs }) => {
      const request: TwilioRequest = { api, method: 'GET', path, qs, itemIndex };
      const outcome = await sendToTwilio(context, request);
      if (outcome.ok) return outcome.answer;
      if (outcome.status === 404) return undefined;
      throw twilioError(context, request, outcome);
    },
    list: async ({ path, qs }, rows = '') => await twilioList(context, { api, path, qs, itemIndex }, rows),
    send: async (request) => {
      const { method, path, body } = request;
      const asked: TwilioRequest = { api, method, path, form: body, itemIndex };
      const outcome = await sendToTwilio(context, asked);
      if (outcome.ok) return success(context, itemIndex, request, outcome.answer, 'sid');
      return failure(twilioError(context, asked, outcome), outcome);
    },
  };
}
