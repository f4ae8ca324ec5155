import { request } from 'undici';
import { BridgeError } from '../errors';
import { typeOf, type RestUpdateContext } from './restUpdate';

/** Carriers answer in a second or less; whoever waits for the REST API here has a time-out of their own. */
const BUDGET_MS = 10_000;

/** A call out, as the carrier wants to be asked for it. */
export interface RestCreation<T> {
  url: string;
  headers: Record<string, string>;
  /** Sent as a form, or else as JSON. */
  body: URLSearchParams | Readonly<Record<string, unknown>>;
  /** What is taken from the answer to a request that was accepted; undefined: it isn't what the carrier documents. */
  read: (answer: Readonly<Record<string, unknown>>) => T | undefined;
  /** What is told of a refusal besides its status. Never its text, which can quote the numbers. */
  reasonOf?: (answer: Readonly<Record<string, unknown>>) => string;
}

/**
 * Has a carrier place a call. Nothing is repeated: after a failure the call may exist, and the carriers know no
 * idempotency key.
 * @throws BridgeError with the code of the context
 */
export async function createCall<T>(
  { url, headers, body, read, reasonOf }: RestCreation<T>,
  { dispatcher, userAgent, clock, code }: RestUpdateContext,
): Promise<T> {
  const abort = new AbortController();
  const timer = clock.after(BUDGET_MS, () => abort.abort());
  try {
    const { statusCode: status, body: answer } = await request(url, {
      method: 'POST',
      dispatcher,
      signal: abort.signal,
      headers: { ...headers, 'user-agent': userAgent, ...typeOf(body) },
      body: body instanceof URLSearchParams ? body.toString() : JSON.stringify(body),
    });
    const json: unknown = await answer.json().catch(() => undefined);
    const fields = typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
    const result = status >= 200 && status <= 299 ? read(fields) : undefined;
    if (result !== undefined) return result;
    throw new BridgeError(code, `status ${status}${reasonOf?.(fields) ?? ''}`);
  } catch (error) {
    if (error instanceof BridgeError) throw error;
    const problem = abort.signal.aborted ? 'no answer in time' : (error as NodeJS.ErrnoException).code;
    throw new BridgeError(code, problem ?? 'no answer');
  } finally {
    timer.cancel();
  }
}
