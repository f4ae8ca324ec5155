import { asObject, asText, type JsonObject } from '../../shared/protocol/json';
import { finding } from '../findings/finding';
import { emptyPlan, type Plan } from '../plan/plan';
import type { AnsweredBy, TrunkNumber, TrunkSpec } from '../spec';
import { CREDENTIAL_STEP } from './credentialSteps';
import { credentialIdIn, isSameNumber, type VapiWorld } from './vapiWorld';

/** Step that yields the ID of a phone number in Vapi. */
export function numberStep({ e164 }: Pick<TrunkNumber, 'e164'>): string {
  return `vapi.number.${e164}`;
}

/** Makes the phone numbers in Vapi, or changes what is different. Body: Vapi API reference, byo-phone-number. */
export function planNumbers(spec: TrunkSpec, world: VapiWorld): Plan {
  const plan = emptyPlan();
  const credentialId = credentialIdIn(world);
  if (world.missingAnswerer !== undefined)
    plan.findings.push(finding('SIP_ANSWERER_MISSING', world.missingAnswerer));
  for (const wanted of spec.numbers) {
    const same = world.numbers.filter(({ number }) => isSameNumber(number, wanted.e164));
    const isOurs = (one: JsonObject): boolean =>
      one.provider === 'byo-phone-number' && credentialId !== undefined && one.credentialId === credentialId;
    const ours = same.find(isOurs);
    const foreign = same.find((one) => !isOurs(one));
    if (foreign !== undefined)
      plan.findings.push(finding('SIP_NUMBER_ELSEWHERE_IN_VAPI', describeNumber(foreign)));
    if (ours === undefined) addNumber(plan, spec, wanted);
    else changeNumber(plan, spec, wanted, ours);
  }
  if (Object.keys(spec.answeredBy).length === 0) warnUnanswered(plan, spec, world);
  return plan;
}

/** Takes the numbers of our credential out of Vapi. Those of another one of its name stay, as that one does. */
export function planNumberRemoval(world: VapiWorld): Plan {
  const plan = emptyPlan();
  const ours = credentialIdIn(world);
  for (const one of world.numbers) {
    if (ours === undefined || one.provider !== 'byo-phone-number' || one.credentialId !== ours) continue;
    plan.calls.push({
      ...{ step: `vapi.number.${String(one.id)}`, action: 'delete', service: 'vapi', method: 'DELETE' },
      title: `Phone number ${String(one.number)} in Vapi`,
      path: `/phone-number/${String(one.id)}`,
    });
  }
  return plan;
}

function addNumber(plan: Plan, { name, answeredBy }: TrunkSpec, wanted: TrunkNumber): void {
  const step = numberStep(wanted);
  plan.calls.push({
    ...{ step, action: 'create', title: `Phone number ${wanted.inVapi} in Vapi`, service: 'vapi' },
    ...{ method: 'POST', path: '/phone-number' },
    body: {
      provider: 'byo-phone-number',
      name,
      number: wanted.inVapi,
      // The carrier's way of writing it is what counts.
      numberE164CheckEnabled: false,
      credentialId: `{${CREDENTIAL_STEP}}`,
      ...answeredBy,
    },
    yields: 'id',
    sought: {
      ...{ service: 'vapi', path: '/phone-number', qs: { limit: 1000 } },
      match: { provider: 'byo-phone-number', number: wanted.inVapi, credentialId: `{${CREDENTIAL_STEP}}` },
      ...{ id: 'id', created: 'createdAt' },
    },
    undo: { service: 'vapi', method: 'DELETE', path: `/phone-number/{${step}}` },
  });
}

function changeNumber(plan: Plan, spec: TrunkSpec, wanted: TrunkNumber, existing: JsonObject): void {
  const step = numberStep(wanted);
  const id = asText(existing.id) ?? '';
  const title = `Phone number ${wanted.inVapi} in Vapi`;
  plan.existing.push({ step, title, id });
  const { now, before } = difference(existing, wanted, spec.answeredBy);
  if (Object.keys(now).length === 0) return;
  const path = `/phone-number/${id}`;
  plan.calls.push({
    ...{ step: `${step}.change`, action: 'change', title, service: 'vapi', method: 'PATCH', path },
    body: { provider: 'byo-phone-number', ...now },
    undo: {
      ...{ service: 'vapi', method: 'PATCH', path },
      body: { provider: 'byo-phone-number', ...before },
    },
  });
}

const ANSWERING = ['assistantId', 'squadId', 'server'] as const;

/** Whoever answered before is taken away: an assistant goes before a server. */
function difference(
  existing: JsonObject,
  wanted: TrunkNumber,
  answeredBy: AnsweredBy,
): { now: JsonObject; before: JsonObject } {
  const now: JsonObject = {};
  const before: JsonObject = {};
  const put = (key: string, value: unknown): void => {
    now[key] = value;
    before[key] = existing[key] ?? null;
  };
  if (asText(existing.number) !== wanted.inVapi) {
    put('number', wanted.inVapi);
    put('numberE164CheckEnabled', false);
  }
  for (const key of differentAnswers(existing, answeredBy)) put(key, answeredBy[key] ?? null);
  return { now, before };
}

/** Whether somebody else than chosen answers; without a choice, nobody is wrong. */
export function answersDifferently(number: JsonObject, answeredBy: AnsweredBy): boolean {
  return differentAnswers(number, answeredBy).length > 0;
}

function differentAnswers(existing: JsonObject, answeredBy: AnsweredBy): Array<(typeof ANSWERING)[number]> {
  if (Object.keys(answeredBy).length === 0) return [];
  return ANSWERING.filter((key) => {
    const value = answeredBy[key];
    const was = existing[key];
    return key === 'server'
      ? asText(asObject(was).url) !== asText(asObject(value).url)
      : (asText(was) ?? '') !== (value ?? '');
  });
}

function warnUnanswered(plan: Plan, spec: TrunkSpec, world: VapiWorld): void {
  for (const { e164, inVapi } of spec.numbers) {
    const existing = world.numbers.find(({ number }) => isSameNumber(number, e164));
    if (existing === undefined || !isAnswered(existing))
      plan.findings.push(finding('SIP_NUMBER_UNANSWERED', inVapi));
  }
}

/** Whether somebody answers calls to a number in Vapi. */
export function isAnswered(number: JsonObject): boolean {
  return (
    [number.assistantId, number.squadId, number.workflowId].some((id) => asText(id) !== undefined) ||
    asText(asObject(number.server).url) !== undefined
  );
}

/** The number as a finding names it. */
export function describeNumber({ number, provider, id }: JsonObject): string {
  return `${String(number)} (${String(provider)}, ${String(id)})`;
}
