import type { Call } from './call';

/** Where the resources of accounts are. */
export const API = '/2010-04-01/Accounts';

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

function twilioTime(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}
