import { digitsOf } from '../phoneNumbers';
import { createCall } from '../restCreate';
import { applicationToken } from './applicationToken';
import type { CallControlOptions } from './hangUp';
import { isCallUuid } from './uuids';

/** What Vonage lets a telephone ring at most, in s. */
export const MAX_RINGING_S = 120;

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
export function placeCall(call: VonageDial, options: CallControlOptions): Promise<string> {
  const { apiBaseUrl, applicationId, privateKey, now, dispatcher, userAgent, clock } = options;
  return createCall(
    {
      url: `${apiBaseUrl}/v1/calls`,
      headers: { authorization: `Bearer ${applicationToken(applicationId, privateKey, now())}` },
      body: bodyOf(call),
      read: ({ uuid }) => (isCallUuid(uuid) ? uuid : undefined),
    },
    { dispatcher, userAgent, clock, code: 'VONAGE_DIAL_FAILED' },
  );
}

function bodyOf({
  to,
  from,
  answerUrl,
  eventUrl,
  machineDetection,
  timeoutSeconds,
}: VonageDial): Record<string, unknown> {
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
