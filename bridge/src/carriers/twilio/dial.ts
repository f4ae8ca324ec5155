import { request, type Dispatcher } from 'undici';
import type { Clock } from '../../clock';
import { BridgeError, type ErrorCode } from '../../errors';
import { isCallSid } from './sids';

/** Twilio answers in a second or less; whoever waits for the REST API here has a time-out of their own. */
const BUDGET_MS = 10_000;

export interface DialClientOptions {
  apiBaseUrl: string;
  accountSid: string;
  authToken: string;
  dispatcher: Dispatcher;
  userAgent: string;
  clock: Clock;
  /** For those that speak Twilio's API: the form of their ids, and the code of a failure. */
  isCallId?: (sid: unknown) => sid is string;
  failure?: ErrorCode;
}

/** A call out, in the words of Twilio's REST API. */
export interface TwilioDial {
  to: string;
  from: string;
  /** What the answered leg does; 4000 characters at the most. */
  twiml: string;
  /** Is told when the call is answered and when it is over. */
  statusUrl: string;
  /** Is told what has answered; undefined: nobody wants to know. */
  machineUrl: string | undefined;
  timeoutSeconds: number;
}

/**
 * Places calls by Twilio's REST API (Twilio docs: "Call resource", create; "Answering machine detection", asynchronous:
 * the stream begins at once, while Twilio still listens for who it is).
 */
export class TwilioDialClient {
  constructor(private readonly options: DialClientOptions) {}

  /**
   * Nothing is repeated: after a failure the call may exist, and Twilio knows no idempotency key.
   * @returns the CallSid
   * @throws BridgeError TWILIO_DIAL_FAILED, or the code that was given
   */
  async dial(call: TwilioDial): Promise<string> {
    const { apiBaseUrl, accountSid, authToken, dispatcher, userAgent, clock } = this.options;
    const { isCallId = isCallSid, failure = 'TWILIO_DIAL_FAILED' } = this.options;
    const abort = new AbortController();
    const timer = clock.after(BUDGET_MS, () => abort.abort());
    try {
      const answer = await request(`${apiBaseUrl}/2010-04-01/Accounts/${accountSid}/Calls.json`, {
        method: 'POST',
        dispatcher,
        signal: abort.signal,
        headers: {
          authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
          'user-agent': userAgent,
        },
        body: formOf(call).toString(),
      });
      const body: unknown = await answer.body.json().catch(() => undefined);
      const status = answer.statusCode;
      const { sid, code } = typeof body === 'object' && body !== null ? (body as Fields) : {};
      if (status >= 200 && status <= 299 && isCallId(sid)) return sid;
      // Its message quotes the numbers.
      const error = typeof code === 'number' ? `, error ${code}` : '';
      throw new BridgeError(failure, `status ${status}${error}`);
    } catch (error) {
      if (error instanceof BridgeError) throw error;
      const problem = abort.signal.aborted ? 'no answer in time' : (error as NodeJS.ErrnoException).code;
      throw new BridgeError(failure, problem ?? 'no answer');
    } finally {
      timer.cancel();
    }
  }
}

interface Fields {
  sid?: unknown;
  code?: unknown;
}

function formOf({ to, from, twiml, statusUrl, machineUrl, timeoutSeconds }: TwilioDial): URLSearchParams {
  const form = new URLSearchParams({ To: to, From: from, Twiml: twiml, Timeout: String(timeoutSeconds) });
  form.append('StatusCallback', statusUrl);
  for (const event of ['answered', 'completed']) form.append('StatusCallbackEvent', event);
  if (machineUrl === undefined) return form;
  form.append('MachineDetection', 'Enable');
  form.append('AsyncAmd', 'true');
  form.append('AsyncAmdStatusCallback', machineUrl);
  return form;
}
