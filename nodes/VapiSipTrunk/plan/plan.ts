import type { Finding } from '../findings/finding';
import type { Existing, ManualStep, PlannedCall } from './plannedCall';

/** What would be done, and what speaks against it. Made of what was read; nothing is changed by making it. */
export interface Plan {
  /** In the order in which they are sent. */
  calls: PlannedCall[];
  /** Steps that need nothing. */
  existing: Existing[];
  findings: Finding[];
  /** What remains for the builder to do, in order. */
  manual: ManualStep[];
  /** A login that was made up for this plan, shown once. */
  login?: { username: string; password: string };
}

/** A plan in which nothing is to be done. */
export function emptyPlan(): Plan {
  return { calls: [], existing: [], findings: [], manual: [] };
}

/** Whether something speaks against carrying it out. */
export function isBlocked(plan: Plan): boolean {
  return plan.findings.some(({ severity }) => severity === 'error');
}
