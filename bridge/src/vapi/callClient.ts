import { request, type Dispatcher } from 'undici';
import type { Clock } from '../clock';
import { BridgeError } from '../errors';
import { deferred } from '../deferred';
import { parseCreatedCall, type CreatedCall } from './messages';

/** A caller is waiting: one more attempt after a short pause, none if Vapi asks for a longer one. */
const RETRY_DELAY_MS = 500;
const MAX_RETRY_AFTER_S = 2;

export interface CallClientOptions {
  baseUrl: string;
  apiKey: string;
  userAgent: string;
  dispatcher: Dispatcher;
  clock: Clock;
}

type Attempt = { call: CreatedCall } | { retryInMs: number; error: BridgeError };

/** Creates calls at Vapi (POST /call). */
export class VapiCallClient {
  constructor(private readonly options: CallClientOptions) {}

  /**
   * Creates a call. It is asked for a second time only after a refused connection, or a 429 that names a short wait:
   * after a time-out or a 5xx the call may exist, and Vapi knows no idempotency key. A 429 without a wait means its
   * rate limit, which locks out for some 20 s.
   * @param call the body of the request
   * @param wanted asked before each attempt; false ends it with `undefined`
   * @param deadline when all of it must be over, on the clock's time
   * @throws BridgeError VAPI_UNREACHABLE, VAPI_TIMEOUT, VAPI_REFUSED, VAPI_BUSY, VAPI_ANSWER_INVALID
   */
  async create(
    call: Record<string, unknown>,
    wanted: () => boolean,
    deadline: number,
  ): Promise<CreatedCall | undefined> {
    const body = JSON.stringify(call);
    if (!wanted()) return undefined;
    const first = await this.#attempt(body, deadline);
    if ('call' in first) return first.call;
    if (this.options.clock.now() + first.retryInMs >= deadline) throw first.error;
    await this.#pause(first.retryInMs);
    if (!wanted()) return undefined;
    const second = await this.#attempt(body, deadline);
    if ('call' in second) return second.call;
    throw second.error;
  }

  async #attempt(body: string, deadline: number): Promise<Attempt> {
    const { baseUrl, apiKey, userAgent, dispatcher, clock } = this.options;
    const abort = new AbortController();
    const timer = clock.after(deadline - clock.now(), () => abort.abort());
    try {
      const answer = await request(`${baseUrl}/call`, {
        method: 'POST',
        dispatcher,
        signal: abort.signal,
        headers: {
          authorization: `Bearer ${apiKey}`,
          'content-type': 'application/json',
          'user-agent': userAgent,
        },
        body,
      });
      if (answer.statusCode < 200 || answer.statusCode > 299) {
        await answer.body.dump();
        return refused(answer.statusCode, answer.headers['retry-after']);
      }
      return { call: accepted(await answer.body.json()) };
    } catch (error) {
      return failed(error, abort.signal.aborted);
    } finally {
      timer.cancel();
    }
  }

  async #pause(ms: number): Promise<void> {
    const over = deferred();
    this.options.clock.after(ms, over.resolve);
    await over.promise;
  }
}

function accepted(body: unknown): CreatedCall {
  const call = parseCreatedCall(body);
  if (!call) throw new BridgeError('VAPI_ANSWER_INVALID');
  if (call.concurrencyBlocked) throw new BridgeError('VAPI_BUSY');
  return call;
}

function refused(status: number, retryAfter: string | string[] | undefined): Attempt {
  const error = new BridgeError('VAPI_REFUSED', `status ${status}`);
  // No wait, a date, or a long wait: the caller can't wait that long, so it counts as a refusal.
  const seconds = typeof retryAfter === 'string' && /^\d+$/.test(retryAfter) ? Number(retryAfter) : Infinity;
  if (status !== 429 || seconds > MAX_RETRY_AFTER_S) throw error;
  return { retryInMs: Math.max(seconds * 1000, RETRY_DELAY_MS), error };
}

function failed(error: unknown, timedOut: boolean): Attempt {
  if (error instanceof BridgeError) throw error;
  if (timedOut) throw new BridgeError('VAPI_TIMEOUT', 'POST /call');
  if (error instanceof SyntaxError) throw new BridgeError('VAPI_ANSWER_INVALID', 'not JSON');
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
  const unreachable = new BridgeError('VAPI_UNREACHABLE', code);
  if (code !== 'ECONNREFUSED') throw unreachable;
  return { retryInMs: RETRY_DELAY_MS, error: unreachable };
}
