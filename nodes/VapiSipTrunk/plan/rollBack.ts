import type { PlannedCall } from './plannedCall';
import { fillIn, referencesIn } from './references';
import type { StepStatus } from './report';
import type { Writer } from './writer';

export interface Undone {
  status: Extract<StepStatus, 'undone' | 'left'>;
  /** Why it is left. */
  reason?: string;
}

/** Takes steps back, the last first. One that can't be taken back doesn't keep the others from it. */
export async function rollBack(
  done: readonly PlannedCall[],
  ids: ReadonlyMap<string, string>,
  writer: Writer,
): Promise<Map<string, Undone>> {
  const results = new Map<string, Undone>();
  const steps = new Set(done.map(({ step }) => step));
  for (const { step, undo, stays } of [...done].reverse()) {
    if (undo === undefined) {
      results.set(step, { status: 'left', ...(stays === undefined ? {} : { reason: stays }) });
      continue;
    }
    const request = fillIn(undo, ids);
    // A step without an answer has yielded no ID. Other braces are the builder's own, such as in a server URL.
    if (referencesIn(request).some((reference) => steps.has(reference))) {
      results.set(step, { status: 'left', reason: 'Its ID is not known.' });
      continue;
    }
    const sent = await writer.send(request);
    const isUndone = sent.ok || (undo.method === 'DELETE' && sent.gone);
    results.set(step, isUndone ? { status: 'undone' } : { status: 'left', reason: sent.error.message });
  }
  return results;
}
