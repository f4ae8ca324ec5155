import type { INodeType, INodeTypeDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { outputs } from '../shared/eventTrigger/outputs';
import { properties } from './properties';
import { receiveBridgeEvent } from './receive';

const nothingToDo = async (): Promise<boolean> => true;

/** Where the bridge posts to is part of its own settings, so there is nothing to register; n8n's rules want these. */
const noRegistration = {
  default: { checkExists: nothingToDo, create: nothingToDo, delete: nothingToDo },
};

/** Starts on events that the bridge posts. Nothing is owed to the bridge but a 200. */
export class VapiBridgeTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Vapi Bridge Trigger',
    name: 'vapiBridgeTrigger',
    icon: { light: 'file:../icons/vapi.svg', dark: 'file:../icons/vapi.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: '={{ [$parameter["events"]].flat().join(", ") }}',
    description: 'Starts the workflow on events of your bridge: calls, transcripts, recordings, transfers',
    eventTriggerDescription: 'Waiting for an event of the bridge',
    activationMessage:
      'The bridge can now post events to the production URL: start it with BRIDGE_EVENTS_URL set to it.',
    defaults: { name: 'Vapi Bridge Trigger' },
    inputs: [],
    outputs,
    credentials: [
      {
        name: 'vapiBridgeApi',
        required: true,
        displayOptions: { show: { authentication: ['vapiBridgeApi'] } },
      },
    ],
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
    ],
    properties,
  };

  webhookMethods = noRegistration;

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receiveBridgeEvent(this);
  }
}
