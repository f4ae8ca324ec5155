import type { CallStatus } from './types';

export interface CallFacts {
  accountSid: string;
  callSid: string;
  from: string;
  to: string;
  status: CallStatus;
}

/**
 * Form fields that Twilio sends with every request about an incoming call. Where it knows nothing about
 * the place of a number, the field is there and empty, and counts in the signature.
 *
 * Source: Twilio docs, TwiML Voice, "Twilio's request" (request parameters).
 */
export function callParams({ accountSid, callSid, from, to, status }: CallFacts): Record<string, string> {
  const places = ['Called', 'Caller', 'From', 'To'].flatMap((who) =>
    ['City', 'State', 'Zip', 'Country'].map((what) => [who + what, what === 'Country' ? 'US' : '']),
  );
  return {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    CallSid: callSid,
    CallStatus: status,
    Called: to,
    Caller: from,
    Direction: 'inbound',
    From: from,
    To: to,
    ...(Object.fromEntries(places) as Record<string, string>),
  };
}
