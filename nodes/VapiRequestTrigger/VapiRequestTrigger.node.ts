import type { INodeType, INodeTypeDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { searchAssistants } from '../shared/listSearch';
import { registrationLoadOptions } from '../shared/registration/loadOptions';
import { issueToken } from '../shared/webhookAuth/tokenEndpoint';
import { vapiWebhookApiTest } from '../shared/webhookCredential';
import { outputs } from './outputs';
import { accessProperties, properties } from './properties';
import { isCompletionsUrl, receiveRequest } from './receive';
import { requestRegistration } from './registration';
import { registrationProperties } from './registrationProperties';

/** Starts when Vapi asks for a decision. The request is held by the response guard until it is answered. */
export class VapiRequestTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Vapi Request Trigger',
    name: 'vapiRequestTrigger',
    icon: { light: 'file:../icons/vapi.svg', dark: 'file:../icons/vapi.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: '={{ [$parameter["requests"]].flat().join(", ") }}',
    description:
      'Starts the workflow when Vapi asks for a decision, such as the assistant for a call or the reply of a custom LLM, and holds the answer for Respond to Vapi',
    eventTriggerDescription: 'Waiting for Vapi to ask',
    activationMessage: 'Vapi can now ask at the production URL.',
    defaults: { name: 'Vapi Request Trigger' },
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
        // Fills the pickers of the default answers; an ID can be typed without it.
        name: 'vapiApi',
        // Without this n8n says no more than "Credential".
        displayName: 'Credential for Vapi API (Lists and Registration)',
        required: false,
      },
    ],
    // `default` registers in Vapi and stays first: docs/decisions/0005-registration.md
    webhooks: [
      {
        name: 'default',
        httpMethod: 'POST',
        // The guard turns the chunks of this mode into the answer: docs/decisions/0002-answers-travel-as-chunks.md
        responseMode: 'streaming',
        path: '={{$parameter["path"]}}',
        isFullPath: true,
      },
      {
        // OpenAI's client in Vapi adds this to the URL of a custom LLM. Not named `default`, because n8n would run the
        // registration once more; hidden, because it is the first URL that belongs into Vapi.
        name: 'setup',
        httpMethod: 'POST',
        responseMode: 'streaming',
        path: '={{ String($parameter["path"] || $webhookId).trim().replace(/[/]+$/, "") + "/chat/completions" }}',
        isFullPath: true,
        ndvHideUrl: true,
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

  methods = {
    credentialTest: { vapiWebhookApiTest },
    listSearch: { searchAssistants },
    loadOptions: registrationLoadOptions,
  };

  webhookMethods = requestRegistration;

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    if (this.getWebhookName() === 'setup' && !isCompletionsUrl(this)) return await issueToken(this);
    return await receiveRequest(this);
  }
}
