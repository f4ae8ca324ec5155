import type { IDataObject } from 'n8n-workflow';
import type { ManualStep } from '../plan/plannedCall';
import { fillIn } from '../plan/references';

/** Steps for a person, numbered, with the IDs that are known by now in their values. */
export function manualStepItems(
  steps: readonly ManualStep[],
  ids: ReadonlyMap<string, string>,
): IDataObject[] {
  return steps.map((step, index) => ({ number: index + 1, ...fillIn({ ...step }, ids) }));
}
