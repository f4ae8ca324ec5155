import type { IDataObject, IWebhookResponseData } from 'n8n-workflow';
import { encodeAnswer } from '../../nodes/shared/protocol/answerChunk';
import { VapiToolTrigger } from '../../nodes/VapiToolTrigger/VapiToolTrigger.node';
import { webhookCall, type WebhookCall, type WebhookSpec } from './engineWebhook';

const RESPOND = 'Respond to Vapi';

export interface Received extends WebhookCall {
  returned: IWebhookResponseData;
  /** Items by output; undefined if nothing was started. */
  items: IDataObject[][] | undefined;
  /** What Respond to Vapi below the trigger sends. */
  respond: (...answers: object[]) => void;
  /** n8n ends the response, because the execution is over. */
  end: () => void;
}

/** One request at a Vapi Tool Trigger without authentication. */
export async function receiveAtToolTrigger(spec: WebhookSpec): Promise<Received> {
  const call = webhookCall({
    ...spec,
    parameters: { authentication: 'none', ...spec.parameters },
    below: { [RESPOND]: 'n8n-nodes-vapi.vapiRespond' },
  });
  const returned = await new VapiToolTrigger().webhook.call(call.context);
  // The guard has replaced these by now.
  const stream = call.response as unknown as { write(chunk: string): void; end(): void };
  return {
    ...call,
    returned,
    items: returned.workflowData?.map((output) => output.map(({ json }) => json)),
    respond: (...answers) => {
      const content = encodeAnswer({ kind: 'tool-calls', answers });
      stream.write(`${JSON.stringify({ type: 'item', content, metadata: { nodeName: RESPOND } })}\n`);
    },
    end: () => stream.end(),
  };
}

/** A `tool-calls` message in the form of Vapi's OpenAPI. */
export function toolCallsMessage(...calls: Array<[id: string, name: string, args: object]>): object {
  const toolCallList = calls.map(([id, name, args]) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(args) },
  }));
  return { message: { type: 'tool-calls', call: { id: 'call-1' }, toolCallList } };
}
