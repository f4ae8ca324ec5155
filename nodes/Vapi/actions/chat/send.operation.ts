import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { variablesProperties } from '../../../shared/fields/variables';
import { asText, isObject } from '../../../shared/protocol/json';
import { vapiRequest } from '../../../shared/transport';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { sendForm } from './sendFields';
import { simplifyChat } from './simplifyChat';
import { sendStreamed } from './streamed';
import { withVariables } from './variables';

/** Source: Vapi API reference, POST /chat. */
export const send: ItemOperation = {
  option: {
    name: 'Send',
    value: 'send',
    action: 'Send a chat message',
    description:
      'Write to an assistant or squad and get its answer as text. Vapi charges for the model, and for SMS.',
  },
  properties: [...sendForm.properties, ...variablesProperties, simplifyProperty],
  execute: async (context, itemIndex) => {
    const body = readChatBody(context, itemIndex);
    const request = { method: 'POST' as const, path: '/chat', body, itemIndex };
    const chat =
      body.stream === true ? await sendStreamed(context, request) : await vapiRequest.call(context, request);
    return [outputOf(chat, wantsSimple(context, itemIndex), simplifyChat)];
  },
};

/** @throws NodeOperationError for what Vapi would refuse, before anything is sent */
function readChatBody(context: IExecuteFunctions, itemIndex: number): IDataObject {
  const body = withVariables(context, itemIndex, sendForm.read(context, itemIndex));
  if (isObject(body.transport)) body.transport = { type: 'twilio.sms', ...body.transport };
  const { sessionId, previousChatId, assistantId, squadId, assistant, squad } = body;
  const node = context.getNode();
  if (asText(sessionId) !== undefined && asText(previousChatId) !== undefined) {
    const both = `session ${String(sessionId)} and previous chat ${String(previousChatId)}`;
    throw fail(node, 'CHAT_TWO_HISTORIES', both, itemIndex);
  }
  if ([sessionId, previousChatId, assistantId, squadId, assistant, squad].every((who) => who === undefined))
    throw fail(node, 'CHAT_NOBODY', 'there is neither a session nor a previous chat yet', itemIndex);
  return body;
}
