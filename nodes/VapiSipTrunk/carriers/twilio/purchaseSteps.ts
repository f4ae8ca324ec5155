import { asObject, asText, type JsonObject } from '../../../shared/protocol/json';
import { finding } from '../../findings/finding';
import { emptyPlan, type Plan } from '../../plan/plan';
import { numberCost } from '../../presets/twilioNumberPrice';
import type { TrunkSpec } from '../../spec';
import { boughtNumberName, numberStep } from './names';
import { boughtNumbers, trunkSid, twilioOf, type TwilioWorld } from './twilioWorld';

export interface Purchase {
  plan: Plan;
  /** The spec with the number that was or will be bought. */
  spec: TrunkSpec;
}

/**
 * Buys a number, unless one was given or has been bought before: that one is found again by its name.
 *
 * @param another the trunk is to have one more number than it has
 */
export function planPurchase(spec: TrunkSpec, world: TwilioWorld, another = false): Purchase {
  const { buy } = twilioOf(spec);
  const nothing = { plan: emptyPlan(), spec };
  if (buy === undefined || spec.numbers.length > 0) return nothing;
  const bought = boughtNumbers(spec, world);
  const usable = another ? bought.find(({ trunk_sid }) => trunk_sid !== trunkSid(world)) : bought[0];
  if (usable !== undefined) return { ...nothing, spec: withNumber(spec, asText(usable.phone_number) ?? '') };
  if (bought[0] !== undefined)
    return blocked(spec, finding('SIP_TWILIO_BOUGHT_BEFORE', String(bought[0].phone_number)));
  const offer = world.offers.find(isWithoutPapers);
  const e164 = asText(offer?.phone_number);
  if (e164 !== undefined) return { plan: purchaseOf(e164, spec), spec: withNumber(spec, e164) };
  const wish = [buy.country, buy.areaCode, buy.contains].filter((part) => part !== '').join(', ');
  return blocked(
    spec,
    finding(world.offers.length === 0 ? 'SIP_TWILIO_NO_OFFER' : 'SIP_TWILIO_OFFER_NEEDS_PAPERS', wish),
  );
}

/** Numbers that were bought for the trunk and are on none; of two runs at once, each may have bought one. */
export function unusedPurchases(spec: TrunkSpec, world: TwilioWorld): JsonObject[] {
  return boughtNumbers(spec, world).filter(
    (one) =>
      asText(one.trunk_sid) === undefined && spec.numbers.every(({ e164 }) => e164 !== one.phone_number),
  );
}

/** Body: Twilio API v2010, IncomingPhoneNumber. It is put on the trunk later, when everything is ready for calls. */
function purchaseOf(e164: string, { name }: TrunkSpec): Plan {
  const tag = boughtNumberName(name);
  return {
    ...emptyPlan(),
    findings: [finding('SIP_TWILIO_BUYS', e164)],
    calls: [
      {
        ...{ step: numberStep(e164), action: 'buy', title: `Number ${e164} of Twilio`, service: 'twilio' },
        ...{ method: 'POST', path: '/IncomingPhoneNumbers.json' },
        body: { PhoneNumber: e164, FriendlyName: tag },
        yields: 'sid',
        sought: {
          ...{ service: 'twilio', path: '/IncomingPhoneNumbers.json', qs: { PageSize: 1000 } },
          ...{ rows: 'incoming_phone_numbers', match: { friendly_name: tag } },
          ...{ id: 'sid', created: 'date_created' },
          // Another run may have bought another number by the same name.
          own: { phone_number: e164 },
        },
        stays: 'A number that was bought is kept: the next run uses it',
        cost: numberCost(),
      },
    ],
  };
}

/** Twilio sends the number as it has it; nothing else was chosen for a number that nobody knew. */
function withNumber(spec: TrunkSpec, e164: string): TrunkSpec {
  return { ...spec, numbers: [{ e164, inVapi: e164 }] };
}

function blocked(spec: TrunkSpec, problem: Plan['findings'][number]): Purchase {
  return { spec, plan: { ...emptyPlan(), findings: [problem] } };
}

/** Some countries sell numbers only to those who show an address. */
function isWithoutPapers({ address_requirements, capabilities }: JsonObject): boolean {
  return (asText(address_requirements) ?? 'none') === 'none' && asObject(capabilities).voice !== false;
}
