import { asText, type JsonObject } from '../../../shared/protocol/json';
import { joinPlans } from '../../plan/joinPlans';
import { emptyPlan, type Plan } from '../../plan/plan';
import type { Request } from '../../plan/plannedCall';
import type { TrunkSpec } from '../../spec';
import { numberStep, STEPS } from './names';
import { accountNumber, trunkSid, type TwilioWorld } from './twilioWorld';

/** Puts the numbers on the trunk: the last steps of all, so that no caller is sent to a trunk that isn't ready. */
export function planNumbersOnTrunk({ numbers }: TrunkSpec, world: TwilioWorld): Plan {
  return joinPlans(...numbers.map(({ e164 }) => planOne(e164, world)));
}

function planOne(e164: string, world: TwilioWorld): Plan {
  const number = accountNumber(world, e164);
  const plan: Plan = emptyPlan();
  const numberId = asText(number?.sid);
  if (numberId !== undefined)
    plan.existing.push({ step: numberStep(e164), title: `Number ${e164} of Twilio`, id: numberId });
  const step = `${numberStep(e164)}.trunk`;
  const title = `Number ${e164} on the trunk at Twilio`;
  const trunk = trunkSid(world);
  if (numberId !== undefined && trunk !== undefined && number?.trunk_sid === trunk) {
    plan.existing.push({ step, title, id: numberId });
    return plan;
  }
  const path = `/v1/Trunks/{${STEPS.trunk}}/PhoneNumbers`;
  plan.calls.push({
    ...{ step, action: 'attach', title, service: 'twilioTrunking', method: 'POST', path },
    body: { PhoneNumberSid: `{${numberStep(e164)}}` },
    yields: 'sid',
    sought: {
      ...{ service: 'twilioTrunking', path, qs: { PageSize: 1000 }, rows: 'phone_numbers' },
      ...{ match: { sid: `{${numberStep(e164)}}` }, id: 'sid', created: 'date_created', unique: true },
    },
    undo: undoOf(number, e164),
  });
  return plan;
}

/**
 * Puts the number back to where it was. On a trunk, Twilio forgets the voice application of a number, and the other
 * way round; voice URLs it keeps. Source: Twilio API v2010, IncomingPhoneNumber, TrunkSid.
 */
function undoOf(number: JsonObject | undefined, e164: string): Request {
  const trunkOfBefore = asText(number?.trunk_sid);
  const application = asText(number?.voice_application_sid);
  const id = `{${numberStep(e164)}}`;
  if (trunkOfBefore !== undefined)
    return {
      ...{ service: 'twilioTrunking', method: 'POST', path: `/v1/Trunks/${trunkOfBefore}/PhoneNumbers` },
      body: { PhoneNumberSid: id },
    };
  if (application !== undefined)
    return {
      ...{ service: 'twilio', method: 'POST', path: `/IncomingPhoneNumbers/${id}.json` },
      body: { VoiceApplicationSid: application },
    };
  return {
    ...{ service: 'twilioTrunking', method: 'DELETE' },
    path: `/v1/Trunks/{${STEPS.trunk}}/PhoneNumbers/${id}`,
  };
}
