import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';
import { errorItem, toNodeError } from '../shared/fail';
import { searchAssistants } from '../shared/listSearch';
import { properties } from './properties';
import { respond } from './respond';

/** The answer to what Vapi asked. n8n's own Respond to Webhook serves n8n's own triggers only. */
export class VapiRespond implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Respond to Vapi',
    name: 'vapiRespond',
    icon: { light: 'file:../icons/vapi.svg', dark: 'file:../icons/vapi.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["respondWith"] }}',
    description: 'Answers what started the workflow: a tool call, or another request of Vapi or Twilio',
    defaults: { name: 'Respond to Vapi' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    // An AI agent has no request of Vapi to answer.
    usableAsTool: undefined,
    // For the list of assistants in the editor only: an answer needs no key.
    credentials: [
      {
        name: 'vapiApi',
        required: false,
        displayOptions: {
          show: { respondWith: ['assistant', 'handoffDestination', 'incomingCall'], target: ['assistant'] },
        },
      },
    ],
    properties,
  };

  methods = { listSearch: { searchAssistants } };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const { outputs, problems } = await respond(this);
    const [first] = problems;
    if (first !== undefined && !this.continueOnFail()) throw toNodeError(this.getNode(), first.error);
    for (const { item, error } of problems) outputs[item] = errorItem(error, item);
    return [outputs];
  }
}
