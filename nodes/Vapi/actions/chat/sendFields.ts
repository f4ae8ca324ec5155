import type { Vapi } from '@vapi-ai/server-sdk';
import { group } from '../../../shared/form/collections';
import { onlyWhen } from '../../../shared/form/field';
import { choice, flag, json, pick, text } from '../../../shared/form/fields';
import { formFor, type FieldOf } from '../../../shared/form/form';
import { messages, newerFields, phoneNumber, unsent, whoFields } from './talkFields';

const conversation = choice({
  displayName: 'Conversation',
  path: '',
  name: 'conversation',
  default: 'new',
  options: [
    { name: 'Continue a Session', value: 'session' },
    { name: 'Continue After a Chat', value: 'previousChat' },
    { name: 'New', value: 'new' },
  ],
  description: 'What the assistant knows of before: a session keeps the whole conversation in Vapi',
});

const inputType = choice({
  displayName: 'Input Type',
  path: '',
  name: 'inputType',
  default: 'text',
  options: [
    { name: 'Messages (JSON)', value: 'messages' },
    { name: 'Text', value: 'text' },
  ],
});

type ChatField = FieldOf<Vapi.CreateChatDto>;

const smsFields: ChatField[] = [
  unsent(
    flag({
      displayName: 'Send as SMS',
      path: 'sms',
      default: false,
      description:
        'Whether the answer goes to the customer by SMS as well, which costs money for each message',
    }),
  ),
  ...onlyWhen<ChatField>({ sms: [true], conversation: ['new', 'previousChat'] }, [
    pick(
      {
        displayName: 'SMS Phone Number',
        path: 'transport.phoneNumberId',
        name: 'smsPhoneNumberId',
        required: true,
        description: 'The Twilio number in Vapi that the SMS comes from; SMS has to be enabled for it',
      },
      'searchPhoneNumbers',
    ),
    phoneNumber({
      displayName: 'SMS Customer Number',
      path: 'transport.customer.number',
      name: 'smsCustomerNumber',
      required: true,
      placeholder: 'e.g. +14155550123',
      description: 'Whom to send it to, in E.164 format: plus sign, country code, number',
    }),
  ]),
  ...onlyWhen<ChatField>({ sms: [true] }, [
    flag({
      displayName: 'SMS Written by Assistant',
      path: 'transport.useLLMGeneratedMessageForOutbound',
      name: 'smsByAssistant',
      default: true,
      description: 'Whether the assistant answers the input; otherwise the input itself is the SMS',
    }),
  ]),
];

/** Body of POST /chat, without variables. Source: Vapi API reference, CreateChatDTO. */
export const sendForm = formFor<Vapi.CreateChatDto>([
  ...whoFields({
    name: 'The One of the Session or Previous Chat',
    value: 'history',
    description: 'Who answered before goes on',
  }),
  unsent(conversation),
  ...onlyWhen<ChatField>({ conversation: ['session'] }, [
    pick(
      {
        displayName: 'Session',
        path: 'sessionId',
        description: 'When empty, for the first message of a conversation, a new one begins',
      },
      'searchSessions',
    ),
  ]),
  ...onlyWhen<ChatField>({ conversation: ['previousChat'] }, [
    pick(
      {
        displayName: 'Previous Chat',
        path: 'previousChatId',
        description: 'When empty, for the first message of a conversation, a new one begins',
      },
      'searchChats',
    ),
  ]),
  unsent(inputType),
  ...onlyWhen<ChatField>({ inputType: ['text'] }, [
    text({
      displayName: 'Input',
      path: 'input',
      name: 'inputText',
      required: true,
      rows: 3,
      placeholder: 'e.g. When are you open on Saturday?',
      description: 'What the user says',
    }),
  ]),
  ...onlyWhen<ChatField>({ inputType: ['messages'] }, [
    messages({
      displayName: 'Messages (JSON)',
      path: 'input',
      name: 'inputMessages',
      required: true,
      placeholder: 'e.g. [{ "role": "user", "content": "Hello" }]',
      description: 'A list of messages with role and content',
    }),
  ]),
  ...smsFields,
  group({ displayName: 'Additional Fields', name: 'additionalFields', path: '' }, [
    json({
      displayName: 'Assistant Overrides (JSON)',
      path: 'assistantOverrides',
      description: 'Vapi uses only the variables (variableValues) of it in chats',
    }),
    text({
      displayName: 'Name',
      path: 'name',
      maxLength: 40,
      description: 'For your own reference, up to 40 characters',
    }),
    flag({
      displayName: 'Stream',
      path: 'stream',
      default: true,
      description:
        'Whether Vapi streams the answer. The node joins it to one text; ID and cost of the chat are missing then.',
    }),
  ]),
  newerFields,
]);
