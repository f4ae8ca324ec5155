import { findSought } from './findSought';
import type { PlannedCall } from './plannedCall';
import type { Reader } from './reader';
import { fillIn, referencesIn } from './references';

/**
 * Something that this run has not begun to make, and that is there: another run has gone on from what this one made.
 * It was not there when the plan was made. Where it can't be read, nobody is known to have.
 *
 * @param notBegun steps that this run has not come to
 * @param calls all steps of the plan
 * @returns its title, with its ID
 */
export async function builtByOthers(
  notBegun: readonly PlannedCall[],
  calls: readonly PlannedCall[],
  ids: ReadonlyMap<string, string>,
  reader: Reader,
): Promise<string | undefined> {
  const steps = new Set(calls.map(({ step }) => step));
  for (const { sought, title } of notBegun) {
    if (sought === undefined) continue;
    const filled = fillIn(sought, ids);
    // It hangs on something that this run has not made either, which is looked for itself.
    if (referencesIn(filled).some((reference) => steps.has(reference))) continue;
    try {
      const [found] = await findSought(reader, filled);
      if (found !== undefined) return `${title} (${found.id})`;
    } catch {
      // A roll-back is what the builder has chosen.
    }
  }
  return undefined;
}
