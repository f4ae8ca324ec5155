import type { IDataObject, INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { ERRORS } from '../../shared/errors';
import { fail } from '../../shared/fail';
import type { Finding } from '../findings/finding';
import type { Plan } from '../plan/plan';
import type { Failure, Report, StepReport, StepStatus } from '../plan/report';

/** The error that keeps a plan from being carried out; undefined for one that may be. */
export function blocked(node: INode, { findings }: Plan, itemIndex: number): NodeOperationError | undefined {
  const errors = findings.filter(({ severity }) => severity === 'error');
  return errors.length === 0 ? undefined : failWith(node, 'SIP_PLAN_BLOCKED', errors, itemIndex);
}

/** The error of a check that found something; undefined where everything fits. */
export function unfit(
  node: INode,
  findings: readonly Finding[],
  itemIndex: number,
): NodeOperationError | undefined {
  const wrong = findings.filter(({ severity }) => severity !== 'info');
  return wrong.length === 0 ? undefined : failWith(node, 'SIP_CHECK_FAILED', wrong, itemIndex);
}

function failWith(
  node: INode,
  code: 'SIP_PLAN_BLOCKED' | 'SIP_CHECK_FAILED',
  findings: readonly Finding[],
  itemIndex: number,
): NodeOperationError {
  const error = fail(node, code, findings.map(({ message }) => message).join('; '), itemIndex);
  const fixes = new Set(findings.map(({ fix }) => fix));
  error.description = [...fixes, ERRORS[code].fix].join(' ');
  return error;
}

/**
 * The error of a run that stopped half-way. It keeps the kind and the cause of the step's own, and carries the report
 * for a builder who goes on.
 */
export function stopped(
  { steps }: Report,
  { error, title, anotherRun }: Failure,
  output: IDataObject,
  itemIndex: number,
): NodeApiError | NodeOperationError {
  const { message, fix } = ERRORS.SIP_STEP_FAILED;
  const ownFix = error.description ?? '';
  if (!anotherRun) error.message = message(`${title}: ${error.message}`);
  error.description = [ownFix, ...whatBecame(steps), anotherRun ? '' : fix].filter(Boolean).join(' ');
  error.context.itemIndex = itemIndex;
  error.context.report = output;
  return error;
}

/** What is taken back, what is left and why, in words. */
function whatBecame(steps: readonly StepReport[]): string[] {
  const changed = steps.filter(({ action }) => action !== undefined);
  const listed = (status: StepStatus): string[] =>
    changed
      .filter((step) => step.status === status)
      .map(({ title, reason }) => (reason === undefined ? title : `${title} (${reason})`));
  const sentence = (label: string, status: StepStatus): string[] => {
    const titles = listed(status);
    return titles.length === 0 ? [] : [`${label}: ${titles.join('; ')}.`];
  };
  if (listed('undone').length === 0 && listed('left').length === 0) return ['Nothing was changed before it.'];
  return [...sentence('Taken back', 'undone'), ...sentence('Done, and kept', 'left')];
}
