import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';
import { searchAssistants, searchSquads } from '../shared/listSearch';
import { getTwilioNumbers } from '../shared/twilio/phoneNumbers';
import { properties, router } from './router';

/** A SIP trunk at a carrier and in Vapi, as one thing. */
export class VapiSipTrunk implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Vapi SIP Trunk',
    name: 'vapiSipTrunk',
    icon: { light: 'file:../icons/vapi.svg', dark: 'file:../icons/vapi.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["carrier"] }}',
    description:
      'Connects phone numbers of a carrier to Vapi by a SIP trunk: sets it up, checks it, takes it down',
    defaults: { name: 'Vapi SIP Trunk' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    // An AI agent must not buy numbers or cut off a phone line.
    usableAsTool: undefined,
    credentials: [
      // Without these names n8n says no more than "Credential" for each.
      { name: 'vapiApi', displayName: 'Credential for Vapi API', required: true },
      {
        name: 'vapiTwilioApi',
        displayName: 'Credential for Vapi Twilio API',
        required: true,
        displayOptions: { show: { carrier: ['twilio'] } },
      },
      {
        name: 'vapiTelnyxApi',
        displayName: 'Credential for Vapi Telnyx API',
        required: true,
        displayOptions: { show: { carrier: ['telnyx'] } },
      },
    ],
    properties,
  };

  methods = { listSearch: { searchAssistants, searchSquads }, loadOptions: { getTwilioNumbers } };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await router(this);
  }
}
