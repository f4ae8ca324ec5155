import type { INodeType, INodeTypeDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { outputs } from '../shared/eventTrigger/outputs';
import { registrationLoadOptions } from '../shared/registration/loadOptions';
import { issueToken } from '../shared/webhookAuth/tokenEndpoint';
import { vapiWebhookApiTest } from '../shared/webhookCredential';
import { accessProperties, properties } from './properties';
import { receiveEvent } from './receive';
import { eventRegistration } from './registration';
import { registrationProperties } from './registrationProperties';

/** Starts on events that Vapi posts for information. Nothing is owed to Vapi but a 200. */
export class VapiTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Vapi Trigger',
    name: 'vapiTrigger',
    icon: { light: 'file:../icons/vapi.svg', dark: 'file:../icons/vapi.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: '={{ [$parameter["events"]].flat().join(", ") }}',
    description:
      'Starts the workflow on events of Vapi: the end-of-call report, and what happens in calls, chats and campaigns',
    eventTriggerDescription: 'Waiting for an event of Vapi',
    activationMessage: 'Vapi can now post events to the production URL.',
    defaults: { name: 'Vapi Trigger' },
    inputs: [],
    outputs,
    credentials: [
      {
        name: 'vapiWebhookApi',
        required: true,
        testedBy: 'vapiWebhookApiTest',
        displayOptions: { show: { authentication: ['vapiWebhookApi'] } },
      },
      {
        name: 'vapiApi',
        required: true,
        displayOptions: { show: { registerInVapi: [true] } },
      },
    ],
    // `default` registers in Vapi and stays first: docs/decisions/0005-registration.md
    webhooks: [
      {
        name: 'default',
        httpMethod: 'POST',
        // n8n answers once it has accepted the execution, so an event that got 200 is not lost: shared/deliveries.
        responseMode: 'onReceived',
        responseData: '',
        path: '={{$parameter["path"]}}',
        isFullPath: true,
      },
      {
        // OAuth2 tokens for Vapi, where the credential says that they come from here: docs/webhook-authentication.md
        name: 'setup',
        httpMethod: 'POST',
        responseMode: 'onReceived',
        path: '={{ String($parameter["path"] || $webhookId).trim().replace(/[/]+$/, "") + "/token" }}',
        isFullPath: true,
        ndvHideUrl: true,
      },
    ],
    properties: [...accessProperties, ...registrationProperties, ...properties],
  };

  methods = { credentialTest: { vapiWebhookApiTest }, loadOptions: registrationLoadOptions };

  webhookMethods = eventRegistration;

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    if (this.getWebhookName() === 'setup') return await issueToken(this);
    return await receiveEvent(this);
  }
}
