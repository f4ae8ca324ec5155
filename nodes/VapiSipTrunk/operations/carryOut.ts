import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { apply, type Tools } from '../plan/apply';
import type { Plan } from '../plan/plan';
import type { TrunkSpec } from '../spec';
import { blocked, stopped } from './failures';
import { reportOutput } from '../output/reportOutput';

/**
 * Carries a plan out, unless something speaks against it.
 *
 * @throws NodeOperationError before the first change, where the plan can't work
 * @throws NodeApiError, NodeOperationError for a step that failed, with what became of the others
 */
export async function carryOut(
  context: IExecuteFunctions,
  itemIndex: number,
  {
    spec,
    plan,
    tools,
    onFailure,
  }: {
    spec: TrunkSpec;
    plan: Plan;
    tools: Tools;
    onFailure: 'rollBack' | 'keep';
  },
): Promise<IDataObject> {
  const node = context.getNode();
  const problem = blocked(node, plan, itemIndex);
  if (problem !== undefined) throw problem;
  const report = await apply(plan, tools, onFailure);
  if (report.failure) throw stopped(report, report.failure, reportOutput(spec, plan, report), itemIndex);
  return reportOutput(spec, plan, report);
}
