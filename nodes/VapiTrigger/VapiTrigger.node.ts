import {
  NodeConnectionTypes,
  type IDataObject,
  type INodeType,
  type INodeTypeDescription,
  type IWebhookFunctions,
  type IWebhookResponseData,
} from 'n8n-workflow';
import { manualRegistration } from '../shared/manualRegistration';
import { redactSecrets } from '../shared/protocol/redact';
import { parseServerMessage } from '../shared/protocol/serverMessage';
import { simplifyEvent } from '../shared/protocol/simplifyEvent';
import { vapiWebhookApiTest } from '../shared/webhookCredential';
import { authenticate, refuse, refuseBody } from '../shared/webhookRequest';
import { properties } from './properties';

/** Starts on events that Vapi posts for information. Nothing is owed to Vapi but a 200. */
export class VapiTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Vapi Trigger',
    name: 'vapiTrigger',
    icon: { light: 'file:../icons/vapi.svg', dark: 'file:../icons/vapi.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: '={{ [$parameter["events"]].flat().join(", ") }}',
    description: 'Starts the workflow on events of a Vapi call, such as the end-of-call report',
    eventTriggerDescription: 'Waiting for an event of a call',
    activationMessage: 'Vapi can now post events to the production URL.',
    defaults: { name: 'Vapi Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [
      {
        name: 'vapiWebhookApi',
        required: true,
        testedBy: 'vapiWebhookApiTest',
        displayOptions: { show: { authentication: ['vapiWebhookApi'] } },
      },
    ],
    webhooks: [
      {
        name: 'default',
        httpMethod: 'POST',
        // n8n answers once it has accepted the execution, so an event that got 200 is not lost.
        responseMode: 'onReceived',
        responseData: '',
        path: '={{$parameter["path"]}}',
        isFullPath: true,
      },
    ],
    properties,
  };

  methods = { credentialTest: { vapiWebhookApiTest } };

  webhookMethods = manualRegistration;

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    const verdict = await authenticate(this);
    if (!verdict.ok) return refuse(this, verdict.reason);

    const parsed = parseServerMessage(this.getBodyData());
    if (parsed === undefined) return refuseBody(this);

    const events = this.getNodeParameter('events', []) as string[];
    if (!events.includes('*') && !events.includes(parsed.type)) return { webhookResponse: {} };

    const json = this.getNodeParameter('simple', true)
      ? simplifyEvent(parsed)
      : redactSecrets(parsed.message);
    return { webhookResponse: {}, workflowData: [[{ json: json as IDataObject }]] };
  }
}
