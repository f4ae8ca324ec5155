import { request, type Dispatcher } from 'undici';
import type { Clock } from '../clock';
import { retryAfterMs } from './backOff';
import { signEvent } from './signature';

/** A workflow that answers only at its end may take its time. */
const TIMEOUT_MS = 20_000;
/** Of the answer nobody needs more than its status. */
const MAX_ANSWER = 16 * 1024;

export type SendResult =
  | { kind: 'delivered' }
  /** `reason`: a status, or the code of an error; never an address. `retryAfterMs`: what the receiver asks for. */
  | { kind: 'failed'; reason: string; retryAfterMs: number };

/** Sends one event to whoever receives them. Never rejects. */
export type SendEvent = (id: string, body: string, abort: AbortSignal) => Promise<SendResult>;

export interface WebhookOptions {
  url: string;
  secret: string;
  dispatcher: Dispatcher;
  userAgent: string;
  clock: Clock;
  /** Milliseconds since 1970. */
  wallNow: () => number;
}

/** Sends events as signed POST requests. Any 2xx is a delivery; redirects are not followed, they are failures. */
export function createWebhook(options: WebhookOptions): SendEvent {
  const { url, secret, dispatcher, userAgent, clock, wallNow } = options;
  return async (id, body, abort) => {
    const timeout = new AbortController();
    const timer = clock.after(TIMEOUT_MS, () => timeout.abort());
    const timestamp = Math.floor(wallNow() / 1000);
    try {
      const answer = await request(url, {
        method: 'POST',
        dispatcher,
        signal: AbortSignal.any([abort, timeout.signal]),
        headers: {
          'content-type': 'application/json',
          'user-agent': userAgent,
          'x-bridge-event-id': id,
          'x-bridge-timestamp': String(timestamp),
          'x-bridge-signature': signEvent(secret, timestamp, body),
        },
        body,
      });
      // The status has been said: what becomes of the rest changes nothing.
      await answer.body.dump({ limit: MAX_ANSWER }).catch(() => undefined);
      const { statusCode, headers } = answer;
      if (statusCode >= 200 && statusCode <= 299) return { kind: 'delivered' };
      const wait = retryAfterMs(headers['retry-after'], wallNow());
      return { kind: 'failed', reason: `status ${statusCode}`, retryAfterMs: wait };
    } catch (error) {
      const reason = timeout.signal.aborted ? 'no answer in time' : codeOf(error);
      return { kind: 'failed', reason, retryAfterMs: 0 };
    } finally {
      timer.cancel();
    }
  };
}

function codeOf(error: unknown): string {
  const { code, name } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : (name ?? 'unknown');
}
