import type { INodeProperties } from 'n8n-workflow';
import type { ItemOperation } from '../../shared/actions/operation';
import { wantedTrunk } from '../input/forms';
import { checkOutput } from '../output/checkOutput';
import { unfit } from './failures';
import { prepare } from './prepare';

const failProperty: INodeProperties = {
  displayName: "Fail When Something Doesn't Fit",
  name: 'failOnFindings',
  type: 'boolean',
  default: false,
  description: 'Whether errors and warnings make the node fail, such as in a workflow that looks every night',
};

/** Reads both sides and changes nothing. */
export const check: ItemOperation = {
  option: {
    name: 'Check',
    value: 'check',
    action: 'Check a SIP trunk',
    description: "Tell what doesn't fit between carrier and Vapi, how to mend it, and how it shows in a call",
  },
  properties: [...wantedTrunk.properties, failProperty],
  execute: async (context, itemIndex) => {
    const strict = context.getNodeParameter('failOnFindings', itemIndex, false) === true;
    const { spec, carrier, world } = await prepare(context, itemIndex, wantedTrunk, 'check');
    const findings = carrier.check(spec, world);
    const error = strict ? unfit(context.getNode(), findings, itemIndex) : undefined;
    if (error !== undefined) {
      error.context.report = checkOutput(spec, findings);
      throw error;
    }
    return [checkOutput(spec, findings)];
  },
};
