import type { ItemOperation } from '../../shared/actions/operation';
import { wholeTrunk } from '../input/forms';
import { makeLogin } from '../input/login';
import { carryOut } from './carryOut';
import { onFailureOf, onFailureProperty } from './onFailure';
import { prepare } from './prepare';

/** Brings both sides to what is wanted; what is there already is used. */
export const provision: ItemOperation = {
  option: {
    name: 'Provision',
    value: 'provision',
    action: 'Provision a SIP trunk',
    description:
      'Set up the trunk at the carrier and in Vapi, or go on where a run stopped. What is there already is used, so a second run changes nothing.',
  },
  properties: [...wholeTrunk.properties, onFailureProperty],
  execute: async (context, itemIndex) => {
    const onFailure = onFailureOf(context, itemIndex);
    const { spec, carrier, world, tools } = await prepare(context, itemIndex, wholeTrunk, 'provision');
    const plan = carrier.planProvision(spec, world, makeLogin);
    return [await carryOut(context, itemIndex, { spec, plan, tools, onFailure })];
  },
};
