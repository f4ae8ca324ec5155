import { asText } from '../../../shared/protocol/json';
import { finding, type Finding } from '../../findings/finding';
import type { Plan } from '../../plan/plan';
import type { TrunkSpec } from '../../spec';
import { credentialIdIn, digitsOf } from '../../vapi/vapiWorld';
import { namesakes, type TwilioWorld } from './twilioWorld';

/**
 * What says that the trunk of this name works by another domain than the chosen one, or at another account. Vapi's side
 * and the lists are found by the name alone, so to take them down would cut that trunk off.
 *
 * @param credentials how Vapi's credential would be taken away, and what speaks against it
 */
export function trunkElsewhere(spec: TrunkSpec, world: TwilioWorld, credentials: Plan): Finding[] {
  const errors = credentials.findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return errors;
  // Where Vapi's credential is of the chosen domain, a removal that stopped goes on, and another trunk is left over.
  const isContinued = world.trunk !== undefined || credentialIdIn(world.vapi) !== undefined;
  const others = namesakes(spec, world)
    .filter(({ sid }) => !isContinued || world.numbers.some(({ trunk_sid }) => trunk_sid === sid))
    .map(({ domain_name, sid }) => finding('SIP_TWILIO_OTHER_DOMAIN', asText(domain_name) ?? String(sid)));
  return [...others, ...(world.trunk === undefined ? otherAccount(world) : [])];
}

/** A removal takes the numbers out of Vapi before the trunk goes, and the account keeps them until after it. */
function otherAccount({ vapi, numbers }: TwilioWorld): Finding[] {
  const credential = credentialIdIn(vapi);
  const ofAccount = new Set(numbers.map(({ phone_number }) => digitsOf(String(phone_number))));
  const strangers = vapi.numbers
    .filter(({ credentialId }) => credentialId === credential)
    .map(({ number }) => String(number))
    .filter((number) => !ofAccount.has(digitsOf(number)));
  return strangers.length === 0 ? [] : [finding('SIP_TWILIO_OTHER_ACCOUNT', strangers.join(', '))];
}
