import * as messages from '../../../shared/protocol/controlMessages';
import { liveOperation } from './liveOperation';

/** Source: OpenAPI, ClientInboundMessageControl. */
export const sayFirstMessage = liveOperation(
  {
    name: 'Say First Message',
    value: 'sayFirstMessage',
    action: 'Say the first message of the assistant in a live call',
    description: 'Begin the conversation of a call whose assistant waits for this',
  },
  [],
  messages.sayFirstMessage,
);
