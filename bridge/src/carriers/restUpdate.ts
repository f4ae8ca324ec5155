import { request, type Dispatcher } from 'undici';
import type { Clock } from '../clock';
import { deferred } from '../deferred';
import { BridgeError, type ErrorCode } from '../errors';

/** The caller hears nothing meanwhile, and hears the fallback message when it is given up. */
const BUDGET_MS = 2500;
const RETRY_DELAY_MS = 250;

/** A change of a live call. It says what the call shall be, so it can be repeated. */
export interface RestUpdate {
  method: 'POST' | 'PUT' | 'DELETE';
  url: string;
  /** Made anew for each attempt, as tokens in them may be good for one only. */
  headers: () => Record<string, string>;
  /** Sent as a form, or else as JSON; undefined: without any body. */
  body: URLSearchParams | Readonly<Record<string, unknown>> | undefined;
  /** Whether an answer other than 2xx and 404 says that the call is over already, which is no failure. */
  isOver?: (status: number, body: string) => boolean;
  /** Whether a call that is over is a failure, too, since something was to begin with it. */
  mustBeLive?: boolean;
  /** How long it may take, with its repetition, in ms; 2.5 s when missing. */
  budgetMs?: number;
}

/** The time was over before an answer came: whether the call was changed is not known. */
export class NoAnswerInTime extends BridgeError {
  constructor(code: ErrorCode) {
    super(code, 'no answer in time');
  }
}

export interface RestUpdateContext {
  dispatcher: Dispatcher;
  userAgent: string;
  clock: Clock;
  /** What a failure is thrown as. */
  code: ErrorCode;
}

/** The caller is still with the assistant meanwhile, so it need not be given up as early as a farewell. */
const HAND_OVER_BUDGET_MS = 10_000;

/**
 * Has a live call go on with somebody else. A call that is over is a failure here.
 * @returns `unanswered`: the carrier has said nothing for 10 s, so it may have done it or not
 * @throws BridgeError with the code of the context
 */
export async function sendHandOver(
  update: RestUpdate,
  context: RestUpdateContext,
): Promise<'taken' | 'unanswered'> {
  try {
    await sendUpdate({ ...update, mustBeLive: true, budgetMs: HAND_OVER_BUDGET_MS }, context);
    return 'taken';
  } catch (error) {
    if (error instanceof NoAnswerInTime) return 'unanswered';
    throw error;
  }
}

type Outcome = 'done' | 'timed-out' | { problem: string; repeatable: boolean };

/**
 * Changes a live call by a carrier's REST API. A call that is over already (404) is no failure. It is tried once more
 * when the carrier was not reached or has failed, and given up after 2.5 s, or the budget of the update.
 * @throws BridgeError with the code of the context; NoAnswerInTime when it was given up
 */
export async function sendUpdate(update: RestUpdate, context: RestUpdateContext): Promise<void> {
  const { clock, code } = context;
  const abort = new AbortController();
  const timer = clock.after(update.budgetMs ?? BUDGET_MS, () => abort.abort());
  try {
    let outcome = await attempt(update, context, abort.signal);
    if (typeof outcome === 'object' && outcome.repeatable) {
      const pause = deferred();
      clock.after(RETRY_DELAY_MS, pause.resolve);
      await pause.promise;
      outcome = await attempt(update, context, abort.signal);
    }
    if (outcome === 'timed-out') throw new NoAnswerInTime(code);
    if (outcome !== 'done') throw new BridgeError(code, outcome.problem);
  } finally {
    timer.cancel();
  }
}

async function attempt(
  { method, url, headers, body, isOver, mustBeLive = false }: RestUpdate,
  { dispatcher, userAgent }: RestUpdateContext,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const { statusCode: status, body: answer } = await request(url, {
      method,
      dispatcher,
      signal,
      headers: { ...headers(), 'user-agent': userAgent, ...typeOf(body) },
      body: body instanceof URLSearchParams ? body.toString() : body && JSON.stringify(body),
    });
    const isSuccess = (status === 404 && !mustBeLive) || (status >= 200 && status <= 299);
    // A success is known by its status; whether the rest of the answer comes doesn't matter.
    const text = isSuccess || !isOver ? await answer.dump().then(nothing, nothing) : await answer.text();
    if (isSuccess || isOver?.(status, text)) return 'done';
    return { problem: `status ${status}`, repeatable: status === 429 || status >= 500 };
  } catch (error) {
    if (signal.aborted) return 'timed-out';
    return { problem: (error as NodeJS.ErrnoException).code ?? 'no answer', repeatable: true };
  }
}

/** The header that names the type of a body. */
export function typeOf(body: RestUpdate['body']): Record<string, string> {
  if (body === undefined) return {};
  const isForm = body instanceof URLSearchParams;
  return { 'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json' };
}

function nothing(): string {
  return '';
}
