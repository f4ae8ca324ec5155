import {
  NodeConnectionTypes,
  type INodeType,
  type INodeTypeDescription,
  type IWebhookFunctions,
  type IWebhookResponseData,
} from 'n8n-workflow';
import { searchTwilioNumbers } from '../shared/twilio/phoneNumbers';
import { searchAssistants, searchPhoneNumbers } from '../shared/listSearch';
import { properties } from './properties';
import { receiveIncomingCall } from './receive';
import { voiceUrlRegistration } from './registration';

/** Starts when somebody calls a Twilio number, and connects the caller to a Vapi assistant by provider bypass. */
export class VapiTwilioTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Vapi Twilio Trigger',
    name: 'vapiTwilioTrigger',
    icon: { light: 'file:../icons/vapi.svg', dark: 'file:../icons/vapi.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: '={{ $parameter["decidedBy"] === "workflow" ? "decided by the workflow" : "incoming call" }}',
    description:
      'Starts the workflow when a call reaches your Twilio number, and connects the caller to a Vapi assistant',
    eventTriggerDescription: 'Waiting for a call to the Twilio number',
    activationMessage:
      'Calls to the Twilio number whose voice URL is the production URL now reach the assistant.',
    defaults: { name: 'Vapi Twilio Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [
      // Without these names n8n says no more than "Credential" for both.
      { name: 'vapiApi', displayName: 'Credential for Vapi API', required: true },
      { name: 'vapiTwilioApi', displayName: 'Credential for Vapi Twilio API', required: true },
    ],
    webhooks: [
      {
        name: 'default',
        httpMethod: 'POST',
        // The guard turns the chunks of this mode into TwiML: docs/decisions/0002-answers-travel-as-chunks.md
        responseMode: 'streaming',
        path: '={{$parameter["path"]}}',
        isFullPath: true,
      },
    ],
    properties,
  };

  methods = { listSearch: { searchAssistants, searchPhoneNumbers, searchTwilioNumbers } };

  webhookMethods = voiceUrlRegistration;

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receiveIncomingCall(this);
  }
}
