import type { Dispatcher } from 'undici';
import type { Clock } from '../../clock';
import { digitsOf } from '../phoneNumbers';
import { createCall } from '../restCreate';
import { isCallUuid } from './uuids';

export interface DialOptions {
  apiBaseUrl: string;
  authId: string;
  authToken: string;
  dispatcher: Dispatcher;
  userAgent: string;
  clock: Clock;
}

/** A call out. */
export interface PlivoDial {
  /** E.164. */
  to: string;
  /** A number of the account. */
  from: string;
  /** Is asked for the XML when the call is answered. */
  answerUrl: string;
  /** Is told that it rings. */
  ringUrl: string;
  /** Is told when the call is over. */
  hangUpUrl: string;
  /** Is told what has answered; undefined: nobody wants to know. */
  machineUrl: string | undefined;
  timeoutSeconds: number;
}

/**
 * Places a call by Plivo's REST API (Plivo docs, "Make a call"; "Asynchronous machine detection").
 * @returns the UUID of the request
 * @throws BridgeError PLIVO_DIAL_FAILED
 */
export function placeCall(call: PlivoDial, options: DialOptions): Promise<string> {
  const { apiBaseUrl, authId, authToken, dispatcher, userAgent, clock } = options;
  return createCall(
    {
      // The slash at the end is part of the address.
      url: `${apiBaseUrl}/v1/Account/${encodeURIComponent(authId)}/Call/`,
      headers: { authorization: `Basic ${Buffer.from(`${authId}:${authToken}`).toString('base64')}` },
      body: bodyOf(call),
      read: ({ request_uuid: uuid }) => (isCallUuid(uuid) ? uuid : undefined),
    },
    { dispatcher, userAgent, clock, code: 'PLIVO_DIAL_FAILED' },
  );
}

function bodyOf(call: PlivoDial): Record<string, unknown> {
  const { to, from, answerUrl, ringUrl, hangUpUrl, machineUrl, timeoutSeconds } = call;
  return {
    to: digitsOf(to),
    from: digitsOf(from),
    answer_url: answerUrl,
    answer_method: 'POST',
    ring_url: ringUrl,
    ring_method: 'POST',
    hangup_url: hangUpUrl,
    hangup_method: 'POST',
    ring_timeout: timeoutSeconds,
    ...(machineUrl !== undefined && {
      machine_detection: 'true',
      machine_detection_url: machineUrl,
      machine_detection_method: 'POST',
    }),
  };
}
