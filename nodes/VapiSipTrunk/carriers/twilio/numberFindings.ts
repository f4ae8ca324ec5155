import { asObject, asText } from '../../../shared/protocol/json';
import { finding, type Finding } from '../../findings/finding';
import type { TrunkSpec } from '../../spec';
import { credentialIdIn, digitsOf } from '../../vapi/vapiWorld';
import { notOurs } from './nearestNumber';
import { numbersServed } from './originationSteps';
import { unusedPurchases } from './purchaseSteps';
import {
  accountNumber,
  nameOfTrunk,
  numbersOnTrunk,
  trunkSid,
  twilioOf,
  type TwilioWorld,
} from './twilioWorld';
import { voiceWebhookOf } from './voiceWebhook';

/**
 * Whether the account has the numbers, and may put them on the trunk.
 *
 * @param served the same with a number that is about to be bought, which isn't the account's yet
 */
export function numberFindings(spec: TrunkSpec, world: TwilioWorld, served = spec): Finding[] {
  // The URL then names no number, and Twilio asks for the one that was called as it has it.
  const isDialled = numbersServed(served, world).length > 1;
  const inOtherForm = spec.numbers.filter(({ e164, inVapi }) => isDialled && e164 !== inVapi);
  return [
    ...inOtherForm.map(({ e164, inVapi }) =>
      finding('SIP_TWILIO_NUMBER_FORMAT', `${e164}, and ${inVapi} in Vapi`),
    ),
    ...(isDialled ? otherForms(spec, world) : []),
    ...spec.numbers.flatMap(({ e164 }) => accountFindings(e164, spec, world)),
  ];
}

/** Numbers that are on the trunk already and stay as they are: the URL may have named one of them until now. */
function otherForms(spec: TrunkSpec, world: TwilioWorld): Finding[] {
  const credential = credentialIdIn(world.vapi);
  const wanted = new Set(spec.numbers.map(({ e164 }) => digitsOf(e164)));
  const stored = world.vapi.numbers.filter(({ credentialId }) => credentialId === credential);
  return numbersOnTrunk(world)
    .map(({ phone_number }) => String(phone_number))
    .filter((e164) => !wanted.has(digitsOf(e164)))
    .flatMap((e164) =>
      stored
        .map(({ number }) => String(number))
        .filter((number) => number !== e164 && digitsOf(number) === digitsOf(e164))
        .map((number) => finding('SIP_TWILIO_NUMBER_FORMAT', `${e164}, and ${number} in Vapi`)),
    );
}

function accountFindings(e164: string, spec: TrunkSpec, world: TwilioWorld): Finding[] {
  const number = accountNumber(world, e164);
  if (number === undefined) return [notOurs(e164, world.numbers)];
  if (asObject(number.capabilities).voice === false) return [finding('SIP_TWILIO_NUMBER_NO_VOICE', e164)];
  const trunk = asText(number.trunk_sid);
  if (trunk !== undefined && trunk === trunkSid(world)) return [];
  const webhook = voiceWebhookOf(number);
  return [
    ...(trunk === undefined
      ? []
      : [
          finding(
            twilioOf(spec).moveFromOtherTrunk ? 'SIP_TWILIO_NUMBER_MOVES' : 'SIP_TWILIO_NUMBER_ON_TRUNK',
            `${e164} (${nameOfTrunk(trunk, world)})`,
          ),
        ]),
    // On another trunk it was silent before.
    ...(webhook === undefined || trunk !== undefined
      ? []
      : [finding('SIP_TWILIO_VOICE_SILENCED', `${e164}: ${webhook}`)]),
  ];
}

/** Numbers that cost money for nothing. */
export function purchaseFindings(spec: TrunkSpec, world: TwilioWorld): Finding[] {
  return unusedPurchases(spec, world).map(({ phone_number }) =>
    finding('SIP_TWILIO_BOUGHT_UNUSED', String(phone_number)),
  );
}
