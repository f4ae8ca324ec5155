import type { Dispatcher } from 'undici';
import type { Clock } from '../../clock';
import type { ErrorCode } from '../../errors';
import { createCall } from '../restCreate';
import { isCallSid } from './sids';

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
  dial(call: TwilioDial): Promise<string> {
    const { apiBaseUrl, accountSid, authToken, dispatcher, userAgent, clock } = this.options;
    const { isCallId = isCallSid, failure = 'TWILIO_DIAL_FAILED' } = this.options;
    return createCall(
      {
        url: `${apiBaseUrl}/2010-04-01/Accounts/${accountSid}/Calls.json`,
        headers: {
          authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
        },
        body: formOf(call),
        read: ({ sid }) => (isCallId(sid) ? sid : undefined),
        reasonOf: ({ code }) => (typeof code === 'number' ? `, error ${code}` : ''),
      },
      { dispatcher, userAgent, clock, code: failure },
    );
  }
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
