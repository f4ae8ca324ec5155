import type { Vapi } from '@vapi-ai/server-sdk';
import { variablesProperties } from '../../../shared/fields/variables';
import { group } from '../../../shared/form/collections';
import { json, pick, text } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { vapiRequest } from '../../../shared/transport';
import { newerFields, phoneNumber, whoFields } from '../chat/talkFields';
import { withVariables } from '../chat/variables';
import { outputOf, wantsSimple } from '../../../shared/actions/output';
import { simplifyProperty } from '../../../shared/actions/simplifyProperty';
import type { ItemOperation } from '../../../shared/actions/operation';
import { sessionFields } from './sessionFields';
import { simplifySession } from './simplifySession';

const form = formFor<Vapi.CreateSessionDto>([
  ...whoFields({
    name: 'Decided in Each Chat',
    value: 'none',
    description: 'The session keeps the conversation only',
  }),
  group({ displayName: 'Additional Fields', name: 'additionalFields', path: '' }, [
    ...sessionFields,
    json({
      displayName: 'Assistant Overrides (JSON)',
      path: 'assistantOverrides',
      description: 'Variables from the fields above are merged in',
    }),
    text({ displayName: 'Customer Name', path: 'customer.name', name: 'customerName', maxLength: 40 }),
    phoneNumber({
      displayName: 'Customer Number',
      path: 'customer.number',
      name: 'customerNumber',
      placeholder: 'e.g. +14155550123',
      description: 'For SMS, in E.164 format: plus sign, country code, number',
    }),
    pick(
      {
        displayName: 'Phone Number',
        path: 'phoneNumberId',
        description: 'The number in Vapi that SMS of this session come from',
      },
      'searchPhoneNumbers',
    ),
  ]),
  newerFields,
]);

/** Source: Vapi API reference, POST /session. */
export const create: ItemOperation = {
  option: {
    name: 'Create',
    value: 'create',
    action: 'Create a session',
    description: 'Begin a conversation that several chats belong to; Vapi remembers what was said',
  },
  properties: [...form.properties, ...variablesProperties, simplifyProperty],
  execute: async (context, itemIndex) => {
    const body = withVariables(context, itemIndex, form.read(context, itemIndex));
    const session = await vapiRequest.call(context, { method: 'POST', path: '/session', body, itemIndex });
    return [outputOf(session, wantsSimple(context, itemIndex), simplifySession)];
  },
};
