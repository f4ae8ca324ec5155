import { finding, type Finding } from '../../findings/finding';
import type { TrunkSpec } from '../../spec';
import { credentialIdIn, digitsOf } from '../../vapi/vapiWorld';
import { notOurs } from './nearestNumber';
import { ourOriginationUrls } from './originationSteps';
import { parseSipUrl } from './sipUrl';
import { accountNumber, numbersOnTrunk, trunkSid, type TwilioWorld } from './twilioWorld';
import { voiceWebhookOf } from './voiceWebhook';

/** Whether the numbers are on the trunk, and whether Vapi knows those that are. */
export function checkNumbersAtTwilio(spec: TrunkSpec, world: TwilioWorld): Finding[] {
  return [...checkWanted(spec, world), ...checkOnTrunk(spec, world)];
}

function checkWanted({ numbers }: TrunkSpec, world: TwilioWorld): Finding[] {
  return numbers.flatMap(({ e164 }) => {
    const number = accountNumber(world, e164);
    if (number === undefined) return [notOurs(e164, world.numbers)];
    return number.trunk_sid === trunkSid(world) ? [] : [finding('SIP_TWILIO_NUMBER_NOT_ON_TRUNK', e164)];
  });
}

function checkOnTrunk(spec: TrunkSpec, world: TwilioWorld): Finding[] {
  const credential = credentialIdIn(world.vapi);
  const inVapi = world.vapi.numbers.filter(({ credentialId }) => credentialId === credential);
  const isDialled = ourOriginationUrls(spec, world).some(
    ({ sip_url }) => parseSipUrl(String(sip_url))?.user === undefined,
  );
  return numbersOnTrunk(world).flatMap((number) => {
    const e164 = String(number.phone_number);
    const known = inVapi.find((one) => digitsOf(String(one.number)) === digitsOf(e164));
    const webhook = voiceWebhookOf(number);
    return [
      ...(credential !== undefined && known === undefined
        ? [finding('SIP_TWILIO_NUMBER_UNKNOWN', e164)]
        : []),
      // Without a user part in the URL Twilio asks for the number as it has it.
      ...(isDialled && known !== undefined && known.number !== e164
        ? [finding('SIP_TWILIO_NUMBER_FORMAT', `${e164}, and ${String(known.number)} in Vapi`)]
        : []),
      ...(webhook === undefined ? [] : [finding('SIP_TWILIO_VOICE_IGNORED', `${e164}: ${webhook}`)]),
    ];
  });
}
