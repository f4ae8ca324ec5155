import type { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { JsonObject } from '../../shared/protocol/json';
import type { Request } from './plannedCall';

/** What became of a request that changes something. */
export type Sent =
  | { ok: true; answer: JsonObject }
  | {
      ok: false;
      error: NodeApiError | NodeOperationError;
      /** No answer, or one that says nothing: it may have been carried out. */
      mayBeDone: boolean;
      /** The thing is not there (404). */
      gone: boolean;
    };

/** Sends requests that change something. What may be repeated safely is repeated here, nothing else. */
export interface Writer {
  send(request: Request): Promise<Sent>;
}
