import type { IDataObject } from 'n8n-workflow';
import { redactSecrets } from '../../shared/protocol/redact';
import { isBlocked, type Plan } from '../plan/plan';
import type { PlannedCall } from '../plan/plannedCall';
import type { TrunkSpec } from '../spec';
import { countFindings, findingItems } from './findings';
import { hideLogins, hideMadeLogin } from './hideLogins';
import { manualStepItems } from './manualSteps';
import { requestLine } from './requestLine';
import { trunkSummary } from './trunkSummary';

/**
 * A plan as one item: every request, nothing secret in it.
 *
 * @param vapiUrl where the Vapi credential has its requests sent to
 */
export function planOutput(spec: TrunkSpec, plan: Plan, vapiUrl: string): IDataObject {
  const { calls, existing, findings, manual } = plan;
  const output: IDataObject = {
    ok: !isBlocked(plan),
    summary: summaryOf(plan),
    wouldChange: calls.length,
    ...trunkSummary(spec),
    steps: calls.map((call) => stepOf(call, vapiUrl)),
    unchanged: existing.map((one) => ({ ...one })),
    findings: findingItems(findings),
    manualSteps: manualStepItems(manual, new Map(existing.map(({ step, id }) => [step, id]))),
    costs: calls.flatMap(({ title, cost }) => (cost === undefined ? [] : [{ title, cost }])),
  };
  return hideMadeLogin(hideLogins(output, spec.manual?.login), plan.login);
}

function stepOf(call: PlannedCall, vapiUrl: string): IDataObject {
  const { step, title, action, body, cost } = call;
  return {
    ...{ step, title, action, request: requestLine(call, vapiUrl) },
    ...(body === undefined ? {} : { body: redactSecrets(body) }),
    ...(cost === undefined ? {} : { cost }),
  };
}

function summaryOf(plan: Plan): string {
  const { calls, existing, findings, manual } = plan;
  const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
  const sentences = [
    calls.length === 0 ? 'Nothing would be changed.' : `${count(calls.length, 'request')} would be made.`,
    existing.length === 0 ? '' : `${count(existing.length, 'thing')} would be used as found.`,
    manual.length === 0 ? '' : `${count(manual.length, 'step')} would remain to be done by hand.`,
    isBlocked(plan) ? `It cannot be carried out: ${countFindings(findings)}.` : '',
  ];
  return sentences.filter(Boolean).join(' ');
}
