import { carryOut } from './carryOut';
import type { Plan } from './plan';
import type { PlannedCall } from './plannedCall';
import type { Failure, Report, StepReport } from './report';
import { builtByOthers } from './builtByOthers';
import { rollBack, type Undone } from './rollBack';
import type { Tools } from './tools';

export type { Tools } from './tools';

/**
 * Carries a plan out, one step after the other, and stops at the first that fails.
 *
 * @param onFailure `rollBack`: take back what this run did, last step first; `keep`: leave it for the next run
 */
export async function apply(plan: Plan, tools: Tools, onFailure: 'rollBack' | 'keep'): Promise<Report> {
  const ids = new Map(plan.existing.map(({ step, id }) => [step, id]));
  const done: PlannedCall[] = [];
  let failure: Failure | undefined;
  let perhapsDone: PlannedCall | undefined;
  for (const call of plan.calls) {
    const outcome = await carryOut(call, ids, tools);
    if (outcome.id !== undefined) ids.set(call.step, outcome.id);
    if (!outcome.ok) {
      failure = { ...outcome.failure, step: call.step, title: call.title };
      if (outcome.mayBeDone) perhapsDone = call;
      break;
    }
    done.push(call);
  }
  const undone =
    failure !== undefined && !failure.anotherRun && onFailure === 'rollBack'
      ? await takeBack(plan, { done, perhapsDone }, ids, tools)
      : undefined;
  const failedReason = failure && reasonOf(failure, perhapsDone, undone);
  return {
    steps: [
      ...plan.existing.map(({ step, title, id }): StepReport => ({ step, title, status: 'unchanged', id })),
      ...plan.calls.map((call, index): StepReport => {
        const { step, title, action } = call;
        const base = { step, title, action, id: ids.get(step) };
        if (index === done.length && failure) return { ...base, status: 'failed', reason: failedReason };
        if (index >= done.length) return { step, title, action, status: 'not begun' };
        if (failure === undefined) return { ...base, status: 'done' };
        const { status, reason } = undone?.get(step) ?? { status: 'left' as const, reason: undefined };
        return { ...base, status, ...(reason === undefined ? {} : { reason }) };
      }),
    ],
    // What was taken back is gone, and its ID leads nowhere.
    ids: Object.fromEntries([...ids].filter(([step]) => undone?.get(step)?.status !== 'undone')),
    ...(failure ? { failure } : {}),
  };
}

/** Takes back what this run did, unless another run has gone on from there: its calls would fail. */
async function takeBack(
  { calls }: Plan,
  { done, perhapsDone }: { done: readonly PlannedCall[]; perhapsDone: PlannedCall | undefined },
  ids: ReadonlyMap<string, string>,
  tools: Tools,
): Promise<Map<string, Undone>> {
  const all = perhapsDone ? [...done, perhapsDone] : done;
  if (all.length === 0) return new Map();
  // Whether the step that failed is there, it was looked at already.
  const byOthers = await builtByOthers(calls.slice(done.length + 1), calls, ids, tools.reader);
  if (byOthers === undefined) return await rollBack(all, ids, tools.writer);
  const reason = `Another run has gone on from here: it made ${byOthers}`;
  return new Map(all.map(({ step }): [string, Undone] => [step, { status: 'left', reason }]));
}

/** Why a step failed, and whether it may be in effect for all that. */
function reasonOf(
  { error }: Failure,
  perhapsDone: PlannedCall | undefined,
  undone: ReadonlyMap<string, Undone> | undefined,
): string {
  const isOpen = perhapsDone !== undefined && undone?.get(perhapsDone.step)?.status !== 'undone';
  return isOpen ? `${error.message} It may have been carried out all the same.` : error.message;
}
