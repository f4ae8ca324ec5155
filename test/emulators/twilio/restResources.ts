import type { Call } from './call';
import type { TwilioNumber } from './types';

const API = '/2010-04-01/Accounts';

/** Source: Twilio docs, Account resource. */
export function accountResource(accountSid: string): Record<string, unknown> {
  return {
    sid: accountSid,
    friendly_name: 'Emulated account',
    owner_account_sid: accountSid,
    status: 'active',
    type: 'Full',
    date_created: 'Thu, 01 Jan 2026 00:00:00 +0000',
    date_updated: 'Thu, 01 Jan 2026 00:00:00 +0000',
    uri: `${API}/${accountSid}.json`,
  };
}

/** Source: Twilio docs, Call resource. Numbers are strings, times RFC 2822. */
export function callResource(accountSid: string, call: Call): Record<string, unknown> {
  const uri = `${API}/${accountSid}/Calls/${call.sid}`;
  return {
    sid: call.sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    direction: 'inbound',
    from: call.from,
    to: call.to,
    status: call.status,
    date_created: twilioTime(call.startedAt),
    start_time: twilioTime(call.startedAt),
    end_time: call.endedAt ? twilioTime(call.endedAt) : null,
    duration: call.endedAt ? String(call.durationSeconds) : null,
    price: null,
    price_unit: 'USD',
    uri: `${uri}.json`,
    subresource_uris: { recordings: `${uri}/Recordings.json`, streams: `${uri}/Streams.json` },
  };
}

/**
 * Source: Twilio docs, IncomingPhoneNumber resource, "Read multiple".
 *
 * @param wanted the `PhoneNumber` filter: a number or a part of one
 */
export function numberList(
  accountSid: string,
  numbers: TwilioNumber[],
  wanted: string | null,
  url: URL,
): Record<string, unknown> {
  const found = numbers.filter(({ number }) => wanted === null || number.includes(wanted));
  const uri = url.pathname + url.search;
  return {
    incoming_phone_numbers: found.map((entry) => numberResource(accountSid, entry)),
    page: 0,
    page_size: 50,
    start: 0,
    end: Math.max(0, found.length - 1),
    uri,
    first_page_uri: uri,
    next_page_uri: null,
    previous_page_uri: null,
  };
}

function numberResource(accountSid: string, entry: TwilioNumber): Record<string, unknown> {
  return {
    sid: entry.sid,
    account_sid: accountSid,
    phone_number: entry.number,
    friendly_name: entry.number,
    voice_url: entry.voiceUrl,
    voice_method: 'POST',
    voice_fallback_url: entry.voiceFallbackUrl ?? '',
    voice_fallback_method: 'POST',
    status_callback: entry.statusCallback ?? '',
    status_callback_method: 'POST',
    capabilities: { voice: true, sms: false, mms: false, fax: false },
    status: 'in-use',
    trunk_sid: null,
    uri: `${API}/${accountSid}/IncomingPhoneNumbers/${entry.sid}.json`,
  };
}

function twilioTime(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}
