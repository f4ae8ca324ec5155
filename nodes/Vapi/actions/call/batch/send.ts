import {
  sleep,
  type IDataObject,
  type IExecuteFunctions,
  type NodeApiError,
  type NodeOperationError,
} from 'n8n-workflow';
import { fail, toNodeError } from '../../../../shared/fail';
import { asObject, type JsonObject } from '../../../../shared/protocol/json';
import { codeOf, vapiRequest } from '../../../../shared/transport';
import { readPacing } from '../../../../shared/actions/pacing';
import { hintIfBlocked, isBlocked } from '../concurrency';
import { matchAnswer } from './match';
import type { BatchRequest } from './requests';

type NodeError = NodeApiError | NodeOperationError;

/** What became of one input item. */
export type Outcome =
  | { kind: 'placed'; item: number; call: JsonObject }
  /** Vapi refused this customer, in an answer that took the batch. */
  | { kind: 'refused'; item: number; customer: string; reason: string }
  /** Vapi refused the whole request: none of its calls was placed. */
  | { kind: 'failed'; item: number; error: NodeError }
  /** No answer, or none that says what was done: the call may have been placed. */
  | { kind: 'unclear'; item: number; error: NodeError }
  | { kind: 'unsent'; item: number };

export interface Sent {
  outcomes: Outcome[];
  /** Calls in answers that belong to no row as far as one can tell, with the items of their request. */
  others: Array<{ call: JsonObject; items: number[] }>;
  /** Why sending stopped early, if it did. */
  stoppedBy?: NodeError;
}

export interface Sending {
  /** Whether requests that Vapi refuses hold up no others. */
  goOn: boolean;
  /** Whether a customer that Vapi refuses is a reason to send nothing more. */
  stopOnRefused: boolean;
}

/** Errors after which one cannot know whether Vapi has placed the calls. */
const UNCLEAR = new Set(['API_FAILED_CALL', 'API_UNREACHABLE_CALL', 'API_NOT_JSON', 'API_ANSWER_TOO_LARGE']);

/** Refusals that are about the content of the one request, so that nothing of it was done and others may do. */
const ABOUT_CONTENT = new Set(['400', '404', '413', '422']);

/**
 * Sends the requests one after the other, none earlier than the pace allows, and none twice but after 429, when Vapi
 * has done nothing. After one of which nobody knows whether it was carried out, nothing more is sent.
 */
export async function sendAll(
  context: IExecuteFunctions,
  requests: readonly BatchRequest[],
  { goOn, stopOnRefused }: Sending,
): Promise<Sent> {
  const sent: Sent = { outcomes: [], others: [] };
  const { itemsPerSecond } = readPacing(context);
  const cancelled = context.getExecutionCancelSignal?.();
  const isOver = (): boolean => sent.stoppedBy !== undefined || cancelled?.aborted === true;
  let nextStart = 0;
  for (const request of requests) {
    const wait = nextStart - Date.now();
    if (wait > 0 && !isOver()) await sleep(wait);
    // Somebody may have stopped the execution during the pause.
    if (isOver()) {
      sent.outcomes.push(...request.rows.map(({ item }): Outcome => ({ kind: 'unsent', item })));
      continue;
    }
    nextStart = Date.now() + 1000 / itemsPerSecond;
    try {
      takeAnswer(context, sent, request, await post(context, request));
    } catch (thrown) {
      takeFailure(sent, request, toNodeError(context.getNode(), thrown, request.rows[0]?.item), goOn);
    }
    const refused = stopOnRefused ? sent.outcomes.find(({ kind }) => kind === 'refused') : undefined;
    if (refused !== undefined) sent.stoppedBy = refusal(context, refused as Refused);
  }
  return sent;
}

async function post(context: IExecuteFunctions, { body, rows }: BatchRequest): Promise<unknown> {
  const answer = await vapiRequest.call(context, {
    ...{ method: 'POST', path: '/call', body: body as IDataObject, itemIndex: rows[0]?.item },
  });
  hintIfBlocked(context, answer);
  return answer;
}

function takeAnswer(context: IExecuteFunctions, sent: Sent, { rows }: BatchRequest, answer: unknown): void {
  const { answers, others } = matchAnswer(rows, answer);
  // The limits are those of the whole batch; a call shows them where they are why it waits.
  const limits = isBlocked(answer) ? { subscriptionLimits: asObject(answer).subscriptionLimits } : {};
  rows.forEach(({ item, customer }, index) => {
    const own = answers[index];
    const contact = String(customer.number ?? customer.sipUri);
    if (own === undefined) {
      const error = fail(context.getNode(), 'BATCH_ITEM_UNANSWERED', contact, item);
      sent.outcomes.push({ kind: 'unclear', item, error });
    } else if ('call' in own) sent.outcomes.push({ kind: 'placed', item, call: { ...limits, ...own.call } });
    else sent.outcomes.push({ kind: 'refused', item, customer: contact, reason: own.error });
  });
  const items = rows.map(({ item }) => item);
  sent.others.push(...others.map((call) => ({ call, items })));
}

function takeFailure(sent: Sent, { rows }: BatchRequest, error: NodeError, goOn: boolean): void {
  const status = 'httpCode' in error ? (error.httpCode ?? '') : '';
  // A known message has a code of its own, whatever it comes with.
  const kind = UNCLEAR.has(codeOf(error) ?? '') || /^(?:408|5..)$/.test(status) ? 'unclear' : 'failed';
  sent.outcomes.push(...rows.map(({ item }): Outcome => ({ kind, item, error })));
  const aboutContent = ABOUT_CONTENT.has(status);
  if (!goOn || !aboutContent) sent.stoppedBy = error;
}

type Refused = Extract<Outcome, { kind: 'refused' }>;

/** The error of a customer that Vapi refused. */
export function refusal(context: IExecuteFunctions, { item, customer, reason }: Refused): NodeOperationError {
  return fail(context.getNode(), 'BATCH_CUSTOMER_REFUSED', `${customer}: ${reason}`, item);
}
