import { NodeOperationError } from 'n8n-workflow';
import type { Writer } from '../../../nodes/VapiSipTrunk/plan/writer';
import { NODE } from './directTools';

/**
 * How a request fails: `refused` by the service; carried out, but its answer is `lost`; or `unanswered`, where nobody
 * knows that it never arrived.
 */
export type Failing = 'refused' | 'lost' | 'unanswered';

/** What the failing request says. */
export const FAILURE = 'The request failed on purpose.';

/** A writer whose `step`-th request fails, counted from 0; those before and after it don't. */
export function failingWriter(writer: Writer, step: number, failing: Failing): Writer {
  let count = -1;
  return {
    async send(request) {
      count += 1;
      if (count !== step) return await writer.send(request);
      if (failing === 'lost') await writer.send(request);
      const error = new NodeOperationError(NODE, FAILURE);
      return { ok: false, error, mayBeDone: failing !== 'refused', gone: false };
    },
  };
}
