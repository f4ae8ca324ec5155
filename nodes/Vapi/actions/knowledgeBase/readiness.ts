import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { flag, number } from '../../../shared/form/fields';
import { formFor } from '../../../shared/form/form';
import { asObject, type JsonObject } from '../../../shared/protocol/json';
import { vapiRequest } from '../../../shared/transport';
import { knowledgeBaseSubject } from './knowledgeBaseSubject';
import { failedFiles, statusOf } from './simplifyKnowledgeBase';

const form = formFor([
  flag({
    displayName: 'Wait Until Ready',
    path: 'wait',
    name: 'waitUntilReady',
    default: true,
    description:
      'Whether to wait until Vapi has made the tool that searches the knowledge base and has indexed its files. What it has reached by then is returned, it is no error.',
  }),
  number({
    displayName: 'Max Wait (Seconds)',
    path: 'maxSeconds',
    name: 'maxWaitSeconds',
    default: 60,
    min: 1,
    max: 600,
    displayOptions: { show: { waitUntilReady: [true] } },
    description: 'How long to wait at most; large files take minutes',
  }),
]);

/** Whether to wait, and for how long. */
export const readinessProperties = form.properties;

/** Pauses between two looks, in milliseconds; the last one goes on. */
const PAUSES_MS = [1_000, 2_000, 3_000, 5_000];

/** Seconds to wait by {@link readinessProperties}; 0 for none. */
export function readWait(context: IExecuteFunctions, itemIndex: number): number {
  const { wait, maxSeconds } = form.read(context, itemIndex);
  return wait === true ? Number(maxSeconds) : 0;
}

/**
 * Reads a base, again and again while Vapi is still at work on it. The tool's ID is in this answer only, not in the
 * one to its creation.
 *
 * @param maxSeconds 0 for one look
 * @returns the base as it was last seen; what went wrong with its files is told as a hint
 */
export async function readUntilReady(
  context: IExecuteFunctions,
  itemIndex: number,
  id: string,
  maxSeconds: number,
): Promise<JsonObject> {
  const path = `${knowledgeBaseSubject.path}/${encodeURIComponent(id)}`;
  const cancelled = context.getExecutionCancelSignal?.();
  const end = Date.now() + maxSeconds * 1000;
  for (let look = 0; ; look++) {
    // Whatever comes back, the ID must not get lost: the base may have been made a moment ago.
    const base = { id, ...asObject(await vapiRequest.call(context, { method: 'GET', path, itemIndex })) };
    const status = statusOf(base);
    const pause = PAUSES_MS[Math.min(look, PAUSES_MS.length - 1)] as number;
    const atWork = status === 'provisioning' || status === 'indexing';
    if (!atWork || Date.now() + pause > end || cancelled?.aborted === true) {
      if (maxSeconds > 0) hintAt(context, base);
      return base;
    }
    await sleep(pause);
  }
}

function hintAt(context: IExecuteFunctions, base: JsonObject): void {
  const failed = failedFiles(base);
  const message =
    failed.length > 0
      ? `Vapi could not index ${failed.map((name) => `"${name}"`).join(', ')}. Try Knowledge Base > Retry File, or upload it in another format.`
      : statusOf(base) === 'ready'
        ? undefined
        : 'Vapi is still at work on the knowledge base. Look again with Knowledge Base > Get, or raise Max Wait.';
  if (message === undefined) return;
  context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}
