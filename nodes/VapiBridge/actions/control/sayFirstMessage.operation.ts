import { controlOperation } from './controlOperation';

/** Source: Vapi's OpenAPI, ClientInboundMessageControl. */
export const sayFirstMessage = controlOperation(
  {
    name: 'Say First Message',
    value: 'sayFirstMessage',
    action: 'Say the first message of the assistant in a session of the bridge',
    description: 'Begin the conversation of a call whose assistant waits for this',
  },
  [],
  () => ({ type: 'control', control: 'say-first-message' }),
);
