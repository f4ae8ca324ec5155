import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';
import { properties, router } from './actions/router';
import { searchAssistants, searchCalls, searchPhoneNumbers } from '../shared/listSearch';

/** Actions on Vapi's REST API. */
export class Vapi implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Vapi',
    name: 'vapi',
    icon: { light: 'file:../icons/vapi.svg', dark: 'file:../icons/vapi.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description: 'Place and read phone calls of Vapi voice assistants',
    defaults: { name: 'Vapi' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    credentials: [{ name: 'vapiApi', required: true }],
    properties,
  };

  methods = { listSearch: { searchAssistants, searchPhoneNumbers, searchCalls } };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await router(this);
  }
}
