import type { ItemOperation } from '../../shared/actions/operation';
import { wholeTrunk } from '../input/forms';
import { makeLogin } from '../input/login';
import { planOutput } from '../output/planOutput';
import { prepare } from './prepare';

/** Reads both sides and changes nothing. */
export const preview: ItemOperation = {
  option: {
    name: 'Preview',
    value: 'preview',
    action: 'Preview a SIP trunk',
    description:
      'Show every request that Provision would make, which of them cost money and what is wrong; changes nothing',
  },
  properties: wholeTrunk.properties,
  execute: async (context, itemIndex) => {
    const { spec, carrier, world, vapiUrl } = await prepare(context, itemIndex, wholeTrunk, 'preview');
    return [planOutput(spec, carrier.planProvision(spec, world, makeLogin), vapiUrl)];
  },
};
