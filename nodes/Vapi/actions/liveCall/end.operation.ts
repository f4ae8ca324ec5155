import * as messages from '../../../shared/protocol/controlMessages';
import { liveOperation } from './liveOperation';

/** Source: OpenAPI, ClientInboundMessageEndCall. */
export const end = liveOperation(
  {
    name: 'End',
    value: 'end',
    action: 'End a live call',
    description: 'Hang up now. To let the assistant say goodbye, use Say with End Call Afterwards.',
  },
  [],
  messages.endCall,
);
