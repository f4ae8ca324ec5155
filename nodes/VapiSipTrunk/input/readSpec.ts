import type { IExecuteFunctions } from 'n8n-workflow';
import { fail } from '../../shared/fail';
import type { Form } from '../../shared/form/form';
import type { VapiApiCredential } from '../../shared/transport';
import type { TwilioCredential } from '../../shared/twilio/rest';
import { PRESETS, type CarrierId } from '../presets/table';
import type { TrunkSpec } from '../spec';
import type { Purpose } from './purpose';
import { toSpec } from './toSpec';

/**
 * What the builder wants, as far as it can be checked without asking anybody.
 *
 * @throws NodeOperationError with everything that is wrong, before the first request
 */
export async function readSpec(
  context: IExecuteFunctions,
  itemIndex: number,
  form: Form,
  purpose: Purpose,
): Promise<TrunkSpec> {
  const carrier = carrierOf(context, itemIndex);
  const { body, problems } = form.readAll(context, itemIndex);
  const { region } = await context.getCredentials<VapiApiCredential>('vapiApi', itemIndex);
  const { spec, problems: more } = toSpec(body, {
    ...{ carrier, purpose, vapiRegion: region },
    accountSid: carrier === 'twilio' ? await accountSidOf(context, itemIndex) : '',
  });
  const [first, ...others] = new Set([...problems, ...more]);
  if (first === undefined) return spec;
  throw fail(context.getNode(), 'SIP_INPUT_INVALID', [first, ...others].join('; '), itemIndex);
}

function carrierOf(context: IExecuteFunctions, itemIndex: number): CarrierId {
  const carrier: unknown = context.getNodeParameter('carrier', itemIndex);
  if (typeof carrier === 'string' && Object.hasOwn(PRESETS, carrier)) return carrier as CarrierId;
  const problem = `Carrier "${String(carrier)}" is unknown: choose among ${Object.keys(PRESETS).join(', ')}`;
  throw fail(context.getNode(), 'SIP_INPUT_INVALID', problem, itemIndex);
}

async function accountSidOf(context: IExecuteFunctions, itemIndex: number): Promise<string> {
  const { accountSid } = await context.getCredentials<TwilioCredential>('vapiTwilioApi', itemIndex);
  return accountSid.trim();
}
