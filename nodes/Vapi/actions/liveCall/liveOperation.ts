import type { IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { pickedId, picker } from '../../../shared/fields/picker';
import { sendControlMessage } from '../../../shared/liveControl';
import type { ControlMessage } from '../../../shared/protocol/controlMessages';
import { compact } from '../../../shared/protocol/json';
import type { Operation } from '../../../shared/actions/operation';

const LABEL = 'Call';

const byId = picker(
  {
    displayName: LABEL,
    name: 'liveCall',
    required: true,
    description:
      'The call in progress. By its control URL, call.monitor.controlUrl in events of Vapi, takes one request less.',
  },
  'searchCalls',
);

const liveCallProperty: INodeProperties = {
  ...byId,
  modes: [
    ...(byId.modes ?? []),
    {
      displayName: 'By Control URL',
      name: 'controlUrl',
      type: 'string',
      placeholder: 'e.g. https://phone-call-websocket.vapi.ai/…/control',
      hint: 'An expression such as {{ $json.controlUrl }}',
    },
  ],
};

/**
 * An operation that sends one message to a call in progress. Gives `{success, callId, sent}`, where `sent` is the
 * type of the message; that the message was taken is all that Vapi tells.
 */
export function liveOperation(
  option: INodePropertyOptions,
  properties: INodeProperties[],
  messageOf: (context: IExecuteFunctions, itemIndex: number) => ControlMessage,
): Operation {
  return {
    option,
    properties: [liveCallProperty, ...properties],
    execute: async (context, itemIndex) => {
      const call = pickedId(context, 'liveCall', itemIndex, LABEL);
      const message = messageOf(context, itemIndex);
      const callId = await sendControlMessage(context, call, message, itemIndex);
      return [compact({ success: true, callId, sent: message.type })];
    },
  };
}
