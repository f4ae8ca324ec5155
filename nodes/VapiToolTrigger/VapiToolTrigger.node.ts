import type { INodeType, INodeTypeDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { registrationLoadOptions } from '../shared/registration/loadOptions';
import { issueToken } from '../shared/webhookAuth/tokenEndpoint';
import { vapiWebhookApiTest } from '../shared/webhookCredential';
import { outputs } from './outputs';
import { accessProperties, properties } from './properties';
import { receiveToolCalls } from './receive';
import { toolRegistration } from './registration';
import { registrationProperties } from './registrationProperties';

/** Starts when the assistant calls a tool. Vapi's request is held by the response guard until it is answered. */
export class VapiToolTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Vapi Tool Trigger',
    name: 'vapiToolTrigger',
    icon: { light: 'file:../icons/vapi.svg', dark: 'file:../icons/vapi.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle:
      '={{ (($parameter["tools"] || {})["tool"] || []).map((tool) => tool.name).join(", ") || "any tool" }}',
    description:
      'Starts the workflow when a Vapi assistant calls a tool, and holds the answer for Respond to Vapi',
    eventTriggerDescription: 'Waiting for the assistant to call a tool',
    activationMessage: 'The assistant can now call your tools at the production URL.',
    defaults: { name: 'Vapi Tool Trigger' },
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
        // The guard turns the chunks of this mode into Vapi's answer: docs/decisions/0002-answers-travel-as-chunks.md
        responseMode: 'streaming',
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

  webhookMethods = toolRegistration;

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    if (this.getWebhookName() === 'setup') return await issueToken(this);
    return await receiveToolCalls(this);
  }
}
