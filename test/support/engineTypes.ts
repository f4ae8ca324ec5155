import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypes,
  type IVersionedNodeType,
} from 'n8n-workflow';
// With the extension, because outside Jest a Vapi.node.json would be found first.
import { Vapi } from '../../nodes/Vapi/Vapi.node.ts';
import { VapiBridge } from '../../nodes/VapiBridge/VapiBridge.node.ts';
import { VapiBridgeTrigger } from '../../nodes/VapiBridgeTrigger/VapiBridgeTrigger.node.ts';
import { VapiRequestTrigger } from '../../nodes/VapiRequestTrigger/VapiRequestTrigger.node.ts';
import { VapiRespond } from '../../nodes/VapiRespond/VapiRespond.node.ts';
import { VapiSipTrunk } from '../../nodes/VapiSipTrunk/VapiSipTrunk.node.ts';
import { VapiToolTrigger } from '../../nodes/VapiToolTrigger/VapiToolTrigger.node.ts';
import { VapiTrigger } from '../../nodes/VapiTrigger/VapiTrigger.node.ts';
import { VapiTwilioTrigger } from '../../nodes/VapiTwilioTrigger/VapiTwilioTrigger.node.ts';

/** What a node in the middle of a workflow does with the items of one run. May throw. */
export type Step = (items: INodeExecutionData[], context: IExecuteFunctions) => INodeExecutionData[];

/** Type of a node whose behaviour the test gives as a {@link Step}, named after the node. */
export const stepType = (nodeName: string): string => `test.${nodeName}`;

/** Our nodes under their real names, and the steps of one test. Stands for n8n's loader. */
export class EngineTypes implements INodeTypes {
  private readonly types: Map<string, INodeType>;

  constructor(steps: Readonly<Record<string, Step>>) {
    this.types = new Map<string, INodeType>([
      ['n8n-nodes-vapi.vapi', new Vapi()],
      ['n8n-nodes-vapi.vapiBridge', new VapiBridge()],
      ['n8n-nodes-vapi.vapiBridgeTrigger', new VapiBridgeTrigger()],
      ['n8n-nodes-vapi.vapiRequestTrigger', new VapiRequestTrigger()],
      ['n8n-nodes-vapi.vapiRespond', new VapiRespond()],
      ['n8n-nodes-vapi.vapiSipTrunk', new VapiSipTrunk()],
      ['n8n-nodes-vapi.vapiToolTrigger', new VapiToolTrigger()],
      ['n8n-nodes-vapi.vapiTrigger', new VapiTrigger()],
      ['n8n-nodes-vapi.vapiTwilioTrigger', new VapiTwilioTrigger()],
      ...Object.entries(steps).map(([name, step]) => [stepType(name), stepNode(name, step)] as const),
    ]);
  }

  getByName(nodeType: string): INodeType | IVersionedNodeType {
    return this.getByNameAndVersion(nodeType);
  }

  getByNameAndVersion(nodeType: string): INodeType {
    const type = this.types.get(nodeType);
    if (type === undefined) throw new Error(`This test has no node type "${nodeType}".`);
    return type;
  }

  getKnownTypes(): never {
    throw new Error('The engine of the tests keeps no list of known types.');
  }
}

/** The smallest node that n8n runs: one input, one output, items as the step returns them. */
function stepNode(name: string, step: Step): INodeType {
  return {
    description: {
      displayName: name,
      name,
      group: ['transform'],
      version: 1,
      description: 'A step of a test workflow',
      defaults: { name },
      inputs: [NodeConnectionTypes.Main],
      outputs: [NodeConnectionTypes.Main],
      properties: [],
    },
    async execute(this: IExecuteFunctions) {
      return [step(this.getInputData(), this)];
    },
  };
}
