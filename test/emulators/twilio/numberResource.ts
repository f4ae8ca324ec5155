import { failure, type Reply } from './restError';
import { API } from './restResources';
import type { TwilioNumber } from './types';

interface NumberRequest {
  method: string;
  url: URL;
  /** Below the account: `IncomingPhoneNumbers.json` or `IncomingPhoneNumbers/PN….json`. */
  path: string;
  form: Record<string, string>;
}

/**
 * Lists the numbers, shows one, or changes where one sends its calls.
 * Source: Twilio docs and OpenAPI, IncomingPhoneNumber resource.
 *
 * @returns undefined where there is nothing
 */
export function numberRequest(
  { accountSid, numbers }: { accountSid: string; numbers: TwilioNumber[] },
  { method, url, path, form }: NumberRequest,
): Reply | undefined {
  if (path === 'IncomingPhoneNumbers.json') {
    if (method !== 'GET') return undefined;
    return { status: 200, body: numberList(accountSid, numbers, url) };
  }
  const sid = /^IncomingPhoneNumbers\/(PN\w+)(?:\.json)?$/.exec(path)?.[1];
  const entry = numbers.find((candidate) => candidate.sid === sid);
  if (entry === undefined || (method !== 'GET' && method !== 'POST')) return undefined;
  const refusal = method === 'POST' ? updateNumber(entry, form) : undefined;
  return refusal ?? { status: 200, body: numberResource(accountSid, entry) };
}

/** `PhoneNumber` in the query is a number or a part of one. */
function numberList(accountSid: string, numbers: TwilioNumber[], url: URL): Record<string, unknown> {
  const wanted = url.searchParams.get('PhoneNumber') ?? '';
  const pageSize = Number(url.searchParams.get('PageSize') ?? 50);
  const found = numbers.filter(({ number }) => number.includes(wanted)).slice(0, pageSize);
  const uri = url.pathname + url.search;
  return {
    incoming_phone_numbers: found.map((entry) => numberResource(accountSid, entry)),
    page: 0,
    page_size: pageSize,
    start: 0,
    end: Math.max(0, found.length - 1),
    uri,
    first_page_uri: uri,
    next_page_uri: null,
    previous_page_uri: null,
  };
}

/** What is not given stays, what is empty goes. Codes of the refusals: Twilio's error dictionary. */
function updateNumber(entry: TwilioNumber, form: Record<string, string>): Reply | undefined {
  const { VoiceUrl: url, VoiceMethod: method, VoiceApplicationSid: app } = form;
  if (url !== undefined && url !== '' && !/^https?:\/\/[^/]+\.[^/]+/.test(url)) {
    return failure(400, 21402, `VoiceUrl is not valid: ${url}`);
  }
  if (method !== undefined && method !== 'GET' && method !== 'POST') {
    return failure(400, 21403, `VoiceMethod is not valid: ${method}`);
  }
  if (app !== undefined && app !== '' && !/^AP[0-9a-f]{32}$/.test(app)) {
    return failure(400, 20001, `VoiceApplicationSid is not valid: ${app}`);
  }
  if (url !== undefined) entry.voiceUrl = url;
  if (method !== undefined) entry.voiceMethod = method;
  if (app === '') delete entry.voiceApplicationSid;
  else if (app !== undefined) {
    entry.voiceApplicationSid = app;
    // An app and a trunk exclude each other.
    delete entry.trunkSid;
  }
  return undefined;
}

function numberResource(accountSid: string, entry: TwilioNumber): Record<string, unknown> {
  return {
    sid: entry.sid,
    account_sid: accountSid,
    phone_number: entry.number,
    friendly_name: entry.friendlyName ?? entry.number,
    voice_url: entry.voiceUrl,
    voice_method: entry.voiceMethod ?? 'POST',
    voice_application_sid: entry.voiceApplicationSid ?? '',
    voice_fallback_url: entry.voiceFallbackUrl ?? '',
    voice_fallback_method: 'POST',
    status_callback: entry.statusCallback ?? '',
    status_callback_method: 'POST',
    capabilities: { voice: true, sms: false, mms: false, fax: false },
    status: 'in-use',
    trunk_sid: entry.trunkSid ?? null,
    uri: `${API}/${accountSid}/IncomingPhoneNumbers/${entry.sid}.json`,
  };
}
