import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';
import * as listSearch from '../shared/bridge/listSearch';
import { properties, router } from './actions/router';

/** Actions on the REST API of the bridge. */
export class VapiBridge implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Vapi Bridge',
    name: 'vapiBridge',
    icon: { light: 'file:../icons/vapi.svg', dark: 'file:../icons/vapi.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description:
      'Start, control and record the phone calls that your own bridge carries between a carrier and Vapi',
    defaults: { name: 'Vapi Bridge' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    credentials: [{ name: 'vapiBridgeApi', required: true }],
    properties,
  };

  methods = { listSearch };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await router(this);
  }
}
