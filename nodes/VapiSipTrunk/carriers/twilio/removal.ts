import { asText, type JsonObject } from '../../../shared/protocol/json';
import { finding } from '../../findings/finding';
import { joinPlans } from '../../plan/joinPlans';
import { emptyPlan, type Plan } from '../../plan/plan';
import type { TrunkSpec } from '../../spec';
import { planCredentialRemoval } from '../../vapi/credentialSteps';
import { planNumberRemoval } from '../../vapi/numberSteps';
import { digitsOf } from '../../vapi/vapiWorld';
import type { RemovalOptions } from '../carrier';
import { ADDRESS_LISTS, CREDENTIAL_LISTS, planDetachment, type ListKind } from './accessLists';
import { addressListNames, loginListName } from './names';
import { planOriginationRemoval } from './originationSteps';
import { trunkElsewhere } from './trunkElsewhere';
import {
  boughtNumbers,
  isOurTrunk,
  nameOfTrunk,
  numbersOnTrunk,
  trunkSid,
  type AccessList,
  type TwilioWorld,
} from './twilioWorld';

/**
 * Takes down what was provisioned. Numbers come off the trunk first, so that no caller reaches one that is half gone;
 * everything is found by itself, so that a removal that stopped half-way is continued.
 */
export function planRemoval(spec: TrunkSpec, world: TwilioWorld, options: RemovalOptions): Plan {
  const credentials = planCredentialRemoval(spec, world.vapi);
  const elsewhere = trunkElsewhere(spec, world, credentials);
  if (elsewhere.length > 0) return { ...emptyPlan(), findings: elsewhere };
  const addressLists = ours(world.addressLists, addressListNames(spec.name));
  const credentialLists = ours(world.credentialLists, [loginListName(spec.name)]);
  return joinPlans(
    planNumbersOff(spec, world, options),
    planNumberRemoval(world.vapi),
    planOriginationRemoval(spec, world),
    planDetachment(ADDRESS_LISTS, addressLists, world),
    planDetachment(CREDENTIAL_LISTS, credentialLists, world),
    planTrunkRemoval(spec, world),
    planListRemoval(ADDRESS_LISTS, addressLists),
    planListRemoval(CREDENTIAL_LISTS, credentialLists),
    credentials,
    options.releaseNumbers ? planRelease(spec, world) : emptyPlan(),
  );
}

function ours(lists: readonly AccessList[], names: readonly string[]): AccessList[] {
  return lists.filter(({ name }) => names.includes(name));
}

/** Only numbers that belong to this trunk; on a trunk that was adopted the others stay, and so does the trunk. */
function planNumbersOff(spec: TrunkSpec, world: TwilioWorld, { alsoForeignNumbers }: RemovalOptions): Plan {
  const known = knownDigits(spec, world);
  const isKnown = ({ phone_number }: JsonObject): boolean => known.has(digitsOf(String(phone_number)));
  const onTrunk = numbersOnTrunk(world);
  const foreign = isOurTrunk(spec, world) ? onTrunk.filter((number) => !isKnown(number)) : [];
  const going = onTrunk.filter(
    (number) => isKnown(number) || (alsoForeignNumbers && foreign.includes(number)),
  );
  const names = foreign.map(({ phone_number }) => String(phone_number)).join(', ');
  return {
    ...emptyPlan(),
    findings: foreign.length > 0 && !alsoForeignNumbers ? [finding('SIP_TWILIO_FOREIGN_NUMBERS', names)] : [],
    calls: going.map(({ sid, phone_number }) => ({
      ...{ step: `twilio.number.${String(phone_number)}.trunk`, action: 'detach', service: 'twilioTrunking' },
      ...{ method: 'DELETE', path: `/v1/Trunks/${trunkSid(world)}/PhoneNumbers/${String(sid)}` },
      title: `Number ${String(phone_number)} off the trunk at Twilio`,
    })),
  };
}

function knownDigits(spec: TrunkSpec, { vapi, numbers }: TwilioWorld): Set<string> {
  const credentials = new Set(vapi.credentials.map(({ id }) => id));
  return new Set(
    [
      ...vapi.numbers.filter(({ credentialId }) => credentials.has(credentialId)).map(({ number }) => number),
      ...spec.numbers.map(({ e164 }) => e164),
      ...boughtNumbers(spec, { numbers }).map(({ phone_number }) => phone_number),
    ].map((number) => digitsOf(String(number))),
  );
}

function planTrunkRemoval(spec: TrunkSpec, world: TwilioWorld): Plan {
  const sid = trunkSid(world);
  if (sid === undefined) return emptyPlan();
  const domain = asText(world.trunk?.domain_name) ?? sid;
  if (!isOurTrunk(spec, world))
    return {
      ...emptyPlan(),
      findings: [
        finding('SIP_TWILIO_TRUNK_STAYS', `${domain}, named "${String(world.trunk?.friendly_name)}"`),
      ],
    };
  return {
    ...emptyPlan(),
    findings: [finding('SIP_TWILIO_DOMAIN_RESERVED', domain)],
    calls: [
      {
        ...{ step: `twilio.trunk.${sid}`, action: 'delete', title: `SIP trunk ${domain} at Twilio` },
        ...{ service: 'twilioTrunking', method: 'DELETE', path: `/v1/Trunks/${sid}` },
      },
    ],
  };
}

/** Twilio deletes a list with all that is in it, once no trunk uses it. */
function planListRemoval({ step, noun, path }: ListKind, lists: readonly AccessList[]): Plan {
  return {
    ...emptyPlan(),
    calls: lists.map(({ sid, name }) => ({
      ...{ step: `${step}.${sid}`, action: 'delete', title: `${noun} "${name}" at Twilio` },
      ...{ service: 'twilio', method: 'DELETE', path: `${path}/${sid}.json` },
    })),
  };
}

/** Only numbers that were bought for this trunk and weren't moved to another one since. */
function planRelease(spec: TrunkSpec, world: TwilioWorld): Plan {
  const trunkOf = ({ trunk_sid }: JsonObject): string => asText(trunk_sid) ?? '';
  const isElsewhere = (one: JsonObject): boolean => !['', trunkSid(world)].includes(trunkOf(one));
  const bought = boughtNumbers(spec, world);
  return {
    ...emptyPlan(),
    findings: bought
      .filter(isElsewhere)
      .map((one) =>
        finding(
          'SIP_TWILIO_NOT_RELEASED',
          `${String(one.phone_number)} (${nameOfTrunk(trunkOf(one), world)})`,
        ),
      ),
    calls: bought
      .filter((one) => !isElsewhere(one))
      .map(({ sid, phone_number }) => ({
        ...{ step: `twilio.number.${String(phone_number)}.release`, action: 'release', service: 'twilio' },
        ...{ method: 'DELETE', path: `/IncomingPhoneNumbers/${String(sid)}.json` },
        title: `Number ${String(phone_number)} of Twilio`,
        cost: 'Twilio stops charging for the number, and may sell it to somebody else',
      })),
  };
}
