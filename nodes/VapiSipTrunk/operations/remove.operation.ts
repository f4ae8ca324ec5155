import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { ItemOperation } from '../../shared/actions/operation';
import { foundTrunk } from '../input/forms';
import { planOutput } from '../output/planOutput';
import { carryOut } from './carryOut';
import { prepare } from './prepare';

const switches: INodeProperties[] = [
  {
    displayName: 'Confirm Removal',
    name: 'confirmRemoval',
    type: 'boolean',
    default: false,
    description:
      'Whether to take the trunk down. While this is off, the node shows what would be taken down, and changes nothing.',
  },
  {
    displayName: 'Release Numbers',
    name: 'releaseNumbers',
    type: 'boolean',
    default: false,
    displayOptions: { show: { carrier: ['twilio'] } },
    description:
      'Whether to give numbers that were bought for this trunk back to Twilio. They are lost, and somebody else may get them.',
  },
  {
    displayName: 'Also Foreign Numbers',
    name: 'alsoForeignNumbers',
    type: 'boolean',
    default: false,
    displayOptions: { show: { carrier: ['telnyx', 'twilio'] } },
    description: 'Whether to go on where the trunk carries numbers that Vapi does not know of',
  },
];

/** Takes down what was provisioned, in the order in which callers suffer least. */
export const remove: ItemOperation = {
  option: {
    name: 'Remove',
    value: 'remove',
    action: 'Remove a SIP trunk',
    description: 'Take the trunk down on both sides, after a preview; numbers are released only when told',
  },
  properties: [...foundTrunk.properties, ...switches],
  execute: async (context, itemIndex) => {
    const isOn = switchOf(context, itemIndex);
    const { spec, carrier, world, tools, vapiUrl } = await prepare(context, itemIndex, foundTrunk, 'remove');
    const options = {
      releaseNumbers: isOn('releaseNumbers'),
      alsoForeignNumbers: isOn('alsoForeignNumbers'),
    };
    const plan = carrier.planRemoval(spec, world, options);
    if (!isOn('confirmRemoval')) return [planOutput(spec, plan, vapiUrl)];
    // What was taken down is not put up again: the next run goes on.
    return [await carryOut(context, itemIndex, { spec, plan, tools, onFailure: 'keep' })];
  },
};

/** An expression may give anything; only a yes is one. */
function switchOf(context: IExecuteFunctions, itemIndex: number): (name: string) => boolean {
  return (name) => context.getNodeParameter(name, itemIndex, false) === true;
}
