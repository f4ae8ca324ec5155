import type { Vapi } from '@vapi-ai/server-sdk';
import { keyValues } from '../../../shared/form/collections';
import { onlyWhen } from '../../../shared/form/field';
import { choice, text } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import * as messages from '../../../shared/protocol/controlMessages';
import { liveOperation } from './liveOperation';

const form = formFor<Vapi.ClientInboundMessageSendTransportMessage>([
  choice({
    displayName: 'Transport',
    path: 'message.transport',
    closed: true,
    default: 'vapi.sip',
    options: [
      {
        name: 'SIP',
        value: 'vapi.sip',
        description: 'The call runs over a SIP trunk or a SIP address of Vapi',
      },
      { name: 'Twilio', value: 'twilio', description: 'The call runs over a Twilio number' },
    ],
    description: 'How the call is connected',
  }),
  ...onlyWhen({ transport: ['vapi.sip'] }, [
    choice({
      displayName: 'SIP Request',
      path: 'message.sipVerb',
      default: 'INFO',
      options: [
        { name: 'INFO', value: 'INFO' },
        { name: 'MESSAGE', value: 'MESSAGE' },
        { name: 'NOTIFY', value: 'NOTIFY' },
      ],
    }),
    keyValues({
      displayName: 'Headers',
      path: 'message.headers',
      row: 'Header',
      description: 'Of the SIP request, such as Content-Type',
    }),
    text({
      displayName: 'Body',
      path: 'message.body',
      rows: 3,
      placeholder: 'e.g. Signal=1',
      description: 'Of the SIP request, if it has one',
    }),
  ]),
  ...onlyWhen({ transport: ['twilio'] }, [
    text({
      displayName: 'TwiML',
      path: 'message.twiml',
      required: true,
      rows: 3,
      placeholder: 'e.g. <Response><Play digits="1234#"/></Response>',
      description: 'What Twilio carries out in the call',
    }),
  ]),
]);

/** Source: OpenAPI, ClientInboundMessageSendTransportMessage. */
export const sendTransportMessage = liveOperation(
  {
    name: 'Send Transport Message',
    value: 'sendTransportMessage',
    action: 'Send a SIP request or TwiML in a live call',
    description: 'Send SIP INFO, MESSAGE or NOTIFY, or let Twilio carry out TwiML',
  },
  form.properties,
  (context, itemIndex) => {
    const { message } = form.read(context, itemIndex);
    return messages.sendTransportMessage(message as Vapi.ClientInboundMessageSendTransportMessageMessage);
  },
);
