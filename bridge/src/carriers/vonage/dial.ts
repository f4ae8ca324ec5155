import { request } from 'undici';
import { BridgeError } from '../../errors';
import { digitsOf } from '../phoneNumbers';
import { applicationToken } from './applicationToken';
import type { CallControlOptions } from './hangUp';
import { isCallUuid } from './uuids';

/** Vonage answers in a second or less; whoever waits for the REST API here has a time-out of their own. */
const BUDGET_MS = 10_000;
/** What Vonage lets a telephone ring at most, in s. */
const MAX_RINGING_S = 120;

/** A call out. */
export interface VonageDial {
  /** E.164. */
  to: string;
  /** A number of the account. */
  from: string;
  /** Is asked for the NCCO when the call is answered. */
  answerUrl: string;
  /** Is told what becomes of the call. */
  eventUrl: string;
  machineDetection: boolean;
  timeoutSeconds: number;
}

/**
 * Places a call by Vonage's REST API (Vonage docs, "Voice API", "Create an outbound call"). Nothing is repeated: after a
 * failure the call may exist.
 * @returns the uuid of the call
 * @throws BridgeError VONAGE_DIAL_FAILED
 */
export async function placeCall(call: VonageDial, options: CallControlOptions): Promise<string> {
  const { apiBaseUrl, applicationId, privateKey, now, dispatcher, userAgent, clock } = options;
  const abort = new AbortController();
  const timer = clock.after(BUDGET_MS, () => abort.abort());
  try {
    const answer = await request(`${apiBaseUrl}/v1/calls`, {
      method: 'POST',
      dispatcher,
      signal: abort.signal,
      headers: {
        authorization: `Bearer ${applicationToken(applicationId, privateKey, now())}`,
        'content-type': 'application/json',
        'user-agent': userAgent,
      },
      body: JSON.stringify(bodyOf(call)),
    });
    const body: unknown = await answer.body.json().catch(() => undefined);
    const uuid = typeof body === 'object' && body !== null ? (body as { uuid?: unknown }).uuid : undefined;
    const status = answer.statusCode;
    if (status >= 200 && status <= 299 && isCallUuid(uuid)) return uuid;
    // Its text can quote the numbers.
    throw new BridgeError('VONAGE_DIAL_FAILED', `status ${status}`);
  } catch (error) {
    if (error instanceof BridgeError) throw error;
    const problem = abort.signal.aborted ? 'no answer in time' : (error as NodeJS.ErrnoException).code;
    throw new BridgeError('VONAGE_DIAL_FAILED', problem ?? 'no answer');
  } finally {
    timer.cancel();
  }
}

function bodyOf({ to, from, answerUrl, eventUrl, machineDetection, timeoutSeconds }: VonageDial): object {
  return {
    to: [{ type: 'phone', number: digitsOf(to) }],
    from: { type: 'phone', number: digitsOf(from) },
    answer_url: [answerUrl],
    answer_method: 'POST',
    event_url: [eventUrl],
    event_method: 'POST',
    ringing_timer: Math.min(timeoutSeconds, MAX_RINGING_S),
    ...(machineDetection && { machine_detection: 'continue' }),
  };
}
