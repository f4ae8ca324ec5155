import { asObject, asText, type JsonObject } from '../../../shared/protocol/json';
import { finding } from '../../findings/finding';
import { emptyPlan, type Plan } from '../../plan/plan';
import type { PlannedCall } from '../../plan/plannedCall';
import type { TrunkSpec } from '../../spec';
import { digitsOf } from '../../vapi/vapiWorld';
import type { RemovalOptions } from '../carrier';
import { CONNECTION_STEP } from './connectionSteps';
import { connectionIdIn, isOnTrunk, ROWS, type TelnyxWorld } from './telnyxWorld';

const PATH = '/phone_numbers';

/** Puts the numbers on the connection: the last steps, so that no caller is sent to a trunk that isn't ready. */
export function planNumberMoves(spec: TrunkSpec, world: TelnyxWorld): Plan {
  const plan = emptyPlan();
  for (const { e164 } of spec.numbers) {
    const number = world.numbers.find(({ phone_number: text }) => text === e164);
    if (number === undefined) {
      plan.findings.push(finding('SIP_TELNYX_NUMBER_UNKNOWN', e164));
      continue;
    }
    if (asText(number.status) !== undefined && number.status !== 'active')
      plan.findings.push(finding('SIP_TELNYX_NUMBER_INACTIVE', `${e164} (${String(number.status)})`));
    const before = asText(number.connection_id);
    if (before !== undefined && before === connectionIdIn(world)) {
      plan.existing.push({ step: stepOf(number), title: titleOf(number), id: String(number.id) });
      continue;
    }
    if (before !== undefined && !isOnTrunk(world, number)) {
      const where = `${e164} (${asText(number.connection_name) ?? before})`;
      const mayMove = spec.telnyx?.moveFromOtherConnection === true;
      plan.findings.push(finding(mayMove ? 'SIP_TELNYX_NUMBER_MOVES' : 'SIP_TELNYX_NUMBER_ELSEWHERE', where));
    }
    plan.calls.push(attach(number, e164));
  }
  return plan;
}

/**
 * Takes every number off the connections, or gives those that Vapi has on this trunk back.
 * The API reference doesn't say how a number is taken off; `null` is what it shows for one that is on none.
 *
 * @param shared connections that stay: of their numbers only those that Vapi knows come off
 */
export function planNumbersOff(
  spec: TrunkSpec,
  world: TelnyxWorld,
  { alsoForeignNumbers }: RemovalOptions,
  shared: readonly JsonObject[] = [],
): Plan {
  const plan = emptyPlan();
  const known = knownDigits(spec, world);
  const isKnown = (number: JsonObject): boolean => known.has(digitsOf(String(number.phone_number)));
  const mayStay = (number: JsonObject): boolean => shared.some(({ id }) => id === number.connection_id);
  const onTrunk = world.numbers.filter(
    (number) => isOnTrunk(world, number) && (isKnown(number) || !mayStay(number)),
  );
  const foreign = onTrunk.filter((number) => !isKnown(number));
  if (foreign.length > 0 && !alsoForeignNumbers)
    plan.findings.push(
      finding('SIP_TELNYX_FOREIGN_NUMBERS', foreign.map(({ phone_number: text }) => String(text)).join(', ')),
    );
  for (const number of onTrunk) plan.calls.push(detach(number));
  return plan;
}

/** Numbers of this trunk by the builder's word or in Vapi. */
function knownDigits(spec: TrunkSpec, { vapi }: TelnyxWorld): Set<string> {
  const ours = new Set(vapi.credentials.map(({ id }) => id));
  return new Set([
    ...spec.numbers.map(({ e164 }) => digitsOf(e164)),
    ...vapi.numbers
      .filter(({ credentialId }) => ours.has(credentialId))
      .map(({ number }) => digitsOf(String(number))),
  ]);
}

function attach(number: JsonObject, e164: string): PlannedCall {
  const path = `${PATH}/${String(number.id)}`;
  return {
    ...{ step: stepOf(number), action: 'attach', title: titleOf(number), service: 'telnyx', method: 'PATCH' },
    path,
    body: { connection_id: `{${CONNECTION_STEP}}` },
    // Whether a request without an answer was carried out.
    sought: {
      ...{ service: 'telnyx', path: PATH, rows: ROWS, qs: { 'filter[phone_number]': digitsOf(e164) } },
      match: { phone_number: e164, connection_id: `{${CONNECTION_STEP}}` },
      ...{ id: 'id', created: 'created_at' },
    },
    undo: {
      ...{ service: 'telnyx', method: 'PATCH', path },
      body: { connection_id: asText(number.connection_id) ?? null },
    },
  };
}

function detach(number: JsonObject): PlannedCall {
  const path = `${PATH}/${String(number.id)}`;
  const { connection_id: before } = asObject(number);
  return {
    ...{ step: stepOf(number), action: 'detach', title: titleOf(number), service: 'telnyx', method: 'PATCH' },
    path,
    body: { connection_id: null },
    undo: { service: 'telnyx', method: 'PATCH', path, body: { connection_id: before } },
  };
}

function stepOf({ phone_number: text }: JsonObject): string {
  return `telnyx.number.${String(text)}`;
}

function titleOf({ phone_number: text }: JsonObject): string {
  return `Phone number ${String(text)} on the connection at Telnyx`;
}
