import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  type IWebhookFunctions,
  type IWebhookResponseData,
} from 'n8n-workflow';
import { properties, router } from './actions/router';
import * as listSearch from '../shared/listSearch';
import { receiveReport } from './waiting/receiveReport';
import { reportWebhook, reportWebhookMethods } from './waiting/reportWebhook';

/** Actions on Vapi's REST API. */
export class Vapi implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Vapi',
    name: 'vapi',
    icon: { light: 'file:../icons/vapi.svg', dark: 'file:../icons/vapi.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description: 'Place and control calls of Vapi voice assistants, and manage what they need',
    defaults: { name: 'Vapi' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    credentials: [{ name: 'vapiApi', required: true }],
    // Of Create and Wait for Report; n8n knows it by these whether an execution can be resumed here.
    webhooks: [reportWebhook],
    waitingNodeTooltip: 'The call is on: the execution goes on with its end-of-call report',
    properties,
  };

  methods = { listSearch };

  webhookMethods = reportWebhookMethods;

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await router(this);
  }

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receiveReport(this);
  }
}
