import { controlOperation } from './controlOperation';

/** Source: Vapi's OpenAPI, ClientInboundMessageEndCall. */
export const end = controlOperation(
  {
    name: 'End Call',
    value: 'end',
    action: 'Ask Vapi to end the call of a session',
    description: 'End the call on the side of Vapi. Session > End hangs up at the carrier, too, at once.',
  },
  [],
  () => ({ type: 'end-call' }),
);
