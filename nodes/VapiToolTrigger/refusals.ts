import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { answer } from '../shared/webhookRequest';

/** 400 for a body that neither is a server message nor can be given to a tool. */
export function refuseBody(context: IWebhookFunctions): IWebhookResponseData {
  return answer(context, 400, {
    error: {
      code: 'MESSAGE_MISSING',
      message: 'The body is no Vapi server message, {"message": {"type": …}}, and the URL names no tool',
      hint: 'Use this URL as a server URL in Vapi. For an API Request tool put the name of the tool behind it: ?tool=book_appointment. Send the body as application/json.',
    },
  });
}

/** 400 for a message that asks for tools and names none. */
export function refuseWithoutCalls(context: IWebhookFunctions, type: string): IWebhookResponseData {
  return answer(context, 400, {
    error: {
      code: 'TOOL_CALLS_MISSING',
      message: `The message of type "${type}" holds no tool call`,
      hint: 'Expected are toolCallList, toolCalls or toolWithToolCallList with an id each.',
    },
  });
}
