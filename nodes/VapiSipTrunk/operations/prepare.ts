import type { IExecuteFunctions } from 'n8n-workflow';
import type { Form } from '../../shared/form/form';
import { baseUrlOf, type VapiApiCredential } from '../../shared/transport';
import { toolsFor } from '../api/tools';
import { CARRIERS } from '../carriers';
import type { Carrier } from '../carriers/carrier';
import type { Purpose } from '../input/purpose';
import { readSpec } from '../input/readSpec';
import type { Tools } from '../plan/apply';
import type { TrunkSpec } from '../spec';

/** Everything that a plan is made of. */
export interface Prepared {
  spec: TrunkSpec;
  carrier: Carrier;
  /** What was read on both sides. */
  world: unknown;
  tools: Tools;
  /** Where requests to Vapi go. */
  vapiUrl: string;
}

/**
 * Reads the fields, checks them, and only then reads both sides.
 *
 * @throws NodeOperationError for what is filled in wrong @throws NodeApiError when a side can't be read
 */
export async function prepare(
  context: IExecuteFunctions,
  itemIndex: number,
  form: Form,
  purpose: Purpose,
): Promise<Prepared> {
  const spec = await readSpec(context, itemIndex, form, purpose);
  const carrier = CARRIERS[spec.carrier];
  const tools = toolsFor(context, itemIndex);
  const credential = await context.getCredentials<VapiApiCredential>('vapiApi', itemIndex);
  const world = await carrier.read(tools.reader, spec);
  return { spec, carrier, world, tools, vapiUrl: baseUrlOf(credential) };
}
