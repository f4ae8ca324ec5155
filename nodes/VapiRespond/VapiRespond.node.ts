import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';
import { errorItem, toNodeError } from '../shared/fail';
import { properties } from './properties';
import { respond } from './respond';

/** The answer to a tool call. n8n's own Respond to Webhook serves n8n's own triggers only. */
export class VapiRespond implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Respond to Vapi',
    name: 'vapiRespond',
    icon: { light: 'file:../icons/vapi.svg', dark: 'file:../icons/vapi.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["respondWith"] }}',
    description: 'Answers the tool call that started the workflow: Vapi gets the result, the caller hears it',
    defaults: { name: 'Respond to Vapi' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    // An AI agent has no tool call of Vapi to answer.
    usableAsTool: undefined,
    properties,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const { outputs, problems } = await respond(this);
    const [first] = problems;
    if (first !== undefined && !this.continueOnFail()) throw toNodeError(this.getNode(), first.error);
    for (const { item, error } of problems) outputs[item] = errorItem(error, item);
    return [outputs];
  }
}
