import type { IDataObject } from 'n8n-workflow';
import { compact } from '../../shared/protocol/json';
import type { Plan } from '../plan/plan';
import type { Report } from '../plan/report';
import type { TrunkSpec } from '../spec';
import { findingItems } from './findings';
import { hideLogins } from './hideLogins';
import { manualStepItems } from './manualSteps';
import { trunkIds } from './trunkIds';
import { trunkSummary } from './trunkSummary';

const LOGIN_NOTE =
  'Shown this once: neither Vapi nor the carrier shows the password again. It is in use already.';

/** What a run did, as one item. A login that was made up is in it only where it is in use. */
export function reportOutput(spec: TrunkSpec, plan: Plan, report: Report): IDataObject {
  const { steps, ids, failure } = report;
  const changed = steps.filter(({ status }) => status === 'done').length;
  const shown = failure === undefined && plan.login ? { ...plan.login, note: LOGIN_NOTE } : undefined;
  const status = failure ? 'stopped' : changed === 0 ? 'unchanged' : 'done';
  const output: IDataObject = {
    ok: failure === undefined,
    status,
    summary: summaryOf(report, changed, plan.manual.length),
    ...trunkSummary(spec),
    changed,
    ...(failure || Object.keys(ids).length === 0 ? {} : trunkIds(spec, ids)),
    ids,
    steps: steps.map((step) => compact({ ...step })),
    findings: findingItems(plan.findings),
    manualSteps: failure ? [] : manualStepItems(plan.manual, new Map(Object.entries(ids))),
  };
  const open = hideLogins(output, spec.manual?.login);
  return shown ? { ...open, login: shown } : hideLogins(open, plan.login);
}

function summaryOf({ steps, failure }: Report, changed: number, manual: number): string {
  if (failure) {
    const left = steps.filter(({ status }) => status === 'left').length;
    return `Stopped at: ${failure.title}. Steps that were done and stay: ${left}.`;
  }
  const sentences = [
    changed === 0 ? 'Nothing had to be changed.' : `Done in ${changed} step${changed === 1 ? '' : 's'}.`,
    manual === 0 ? '' : `Steps to be done by hand: ${manual}.`,
  ];
  return sentences.filter(Boolean).join(' ');
}
