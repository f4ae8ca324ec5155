import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { ItemOperation } from '../../shared/actions/operation';
import { fail } from '../../shared/fail';
import type { Change } from '../carriers/carrier';
import { changeProperties, changeForms } from '../input/forms';
import { makeLogin } from '../input/login';
import { planOutput } from '../output/planOutput';
import { carryOut } from './carryOut';
import { onFailureOf, onFailureProperty } from './onFailure';
import { prepare } from './prepare';

const onlyPreview: INodeProperties = {
  displayName: 'Preview Only',
  name: 'previewOnly',
  type: 'boolean',
  default: false,
  description: 'Whether to show the requests instead of making them',
};

/** Changes one thing about a trunk that is there. */
export const update: ItemOperation = {
  option: {
    name: 'Update',
    value: 'update',
    action: 'Update a SIP trunk',
    description: 'Add numbers, change where calls come from, or put a new login in the place of the old one',
  },
  properties: [...changeProperties, onlyPreview, onFailureProperty],
  execute: async (context, itemIndex) => {
    const change = changeOf(context, itemIndex);
    const onFailure = onFailureOf(context, itemIndex);
    const previewed = context.getNodeParameter('previewOnly', itemIndex, false) === true;
    const form = changeForms[change.kind];
    const { spec, carrier, world, tools, vapiUrl } = await prepare(context, itemIndex, form, change.kind);
    const plan = carrier.planUpdate(spec, world, change, makeLogin);
    if (previewed) return [planOutput(spec, plan, vapiUrl)];
    return [await carryOut(context, itemIndex, { spec, plan, tools, onFailure })];
  },
};

function changeOf(context: IExecuteFunctions, itemIndex: number): Change {
  const kind: unknown = context.getNodeParameter('change', itemIndex);
  const known = Object.keys(changeForms).find((one) => one === kind);
  if (known !== undefined) return { kind: known as Change['kind'] };
  const problem = `What to Change is "${String(kind)}", but has to be one of ${Object.keys(changeForms).join(', ')}`;
  throw fail(context.getNode(), 'SIP_INPUT_INVALID', problem, itemIndex);
}
