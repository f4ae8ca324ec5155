import { failure, type Reply } from './restError';
import { API } from './restResources';
import { newSid } from './sid';
import { orRefusal } from './trunking';
import { apiList } from './trunking/paging';
import { refuse } from './trunking/refusal';
import { gone } from './trunking/route';
import type { TrunkingState } from './trunking/state';
import { apiTime } from './trunking/time';
import { putOnTrunk } from './trunking/trunkNumbers';
import type { TwilioNumber } from './types';

interface NumberRequest {
  method: string;
  url: URL;
  /** Below the account: `IncomingPhoneNumbers.json` or `IncomingPhoneNumbers/PN….json`. */
  path: string;
  form: Record<string, string>;
}

/** A number that is none, one that is not for sale, an area without any. The codes are from memory, not looked up. */
const NUMBER_INVALID = 21421;
const NUMBER_UNAVAILABLE = 21422;
const AREA_CODE_EMPTY = 21452;

/**
 * Lists the numbers, shows one, buys or releases one, or changes where one sends its calls.
 * Source: Twilio docs and OpenAPI, IncomingPhoneNumber resource.
 *
 * @returns undefined where there is nothing
 */
export function numberRequest(state: TrunkingState, request: NumberRequest): Reply | undefined {
  const { method, url, path, form } = request;
  const { accountSid, numbers } = state;
  if (path === 'IncomingPhoneNumbers.json') {
    if (method === 'GET') return orRefusal(() => ({ status: 200, body: numberList(state, url) }));
    if (method !== 'POST') return undefined;
    return orRefusal(() => ({ status: 201, body: numberResource(accountSid, buyNumber(state, form)) }));
  }
  const sid = /^IncomingPhoneNumbers\/(PN\w+)(?:\.json)?$/.exec(path)?.[1];
  const entry = numbers.find((candidate) => candidate.sid === sid);
  if (entry === undefined) return undefined;
  if (method === 'DELETE') {
    numbers.splice(numbers.indexOf(entry), 1);
    return gone();
  }
  if (method !== 'GET' && method !== 'POST') return undefined;
  return orRefusal(() => {
    const refusal = method === 'POST' ? updateNumber(state, entry, form) : undefined;
    return refusal ?? { status: 200, body: numberResource(accountSid, entry) };
  });
}

/** `PhoneNumber` in the query is a number or a part of one, `FriendlyName` the whole name. */
function numberList({ accountSid, numbers }: TrunkingState, url: URL): Record<string, unknown> {
  const wanted = url.searchParams.get('PhoneNumber') ?? '';
  const name = url.searchParams.get('FriendlyName');
  const found = numbers.filter(
    (entry) => entry.number.includes(wanted) && (name === null || nameOf(entry) === name),
  );
  const rows = found.map((entry) => numberResource(accountSid, entry));
  return apiList('incoming_phone_numbers', rows, url);
}

/** Takes the number that is named, or the first of the area code. It is the account's from then on. */
function buyNumber(state: TrunkingState, form: Record<string, string>): TwilioNumber {
  const { PhoneNumber: wanted, AreaCode: areaCode } = form;
  if (wanted === undefined && areaCode === undefined)
    refuse('PhoneNumber or AreaCode is needed', NUMBER_INVALID);
  const number = state.forSale.find((one) =>
    wanted === undefined ? one.startsWith(`+1${areaCode}`) : one === wanted,
  );
  if (number === undefined) {
    if (wanted === undefined) refuse(`No numbers in area code ${areaCode}`, AREA_CODE_EMPTY);
    refuse(`${wanted} is not available`, NUMBER_UNAVAILABLE);
  }
  const bought: TwilioNumber = {
    ...{ number, sid: newSid('PN'), voiceUrl: form.VoiceUrl ?? '', createdAt: new Date() },
    ...(form.FriendlyName === undefined ? {} : { friendlyName: form.FriendlyName }),
  };
  if (form.TrunkSid !== undefined) putOnTrunk(state, bought, form.TrunkSid);
  state.forSale.splice(state.forSale.indexOf(number), 1);
  state.numbers.push(bought);
  return bought;
}

/** What is not given stays, what is empty goes. Codes of the refusals: Twilio's error dictionary. */
function updateNumber(
  state: TrunkingState,
  entry: TwilioNumber,
  form: Record<string, string>,
): Reply | undefined {
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
  if (form.TrunkSid === '') delete entry.trunkSid;
  else if (form.TrunkSid !== undefined) putOnTrunk(state, entry, form.TrunkSid);
  if (form.FriendlyName !== undefined) entry.friendlyName = form.FriendlyName;
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

function nameOf(entry: TwilioNumber): string {
  return entry.friendlyName ?? entry.number;
}

function numberResource(accountSid: string, entry: TwilioNumber): Record<string, unknown> {
  const at = apiTime(entry.createdAt ?? new Date(0));
  return {
    sid: entry.sid,
    account_sid: accountSid,
    phone_number: entry.number,
    friendly_name: nameOf(entry),
    voice_url: entry.voiceUrl,
    voice_method: entry.voiceMethod ?? 'POST',
    voice_application_sid: entry.voiceApplicationSid ?? '',
    voice_fallback_url: entry.voiceFallbackUrl ?? '',
    voice_fallback_method: 'POST',
    status_callback: entry.statusCallback ?? '',
    status_callback_method: 'POST',
    capabilities: { voice: entry.voice ?? true, sms: false, mms: false, fax: false },
    status: 'in-use',
    trunk_sid: entry.trunkSid ?? null,
    ...{ date_created: at, date_updated: at },
    uri: `${API}/${accountSid}/IncomingPhoneNumbers/${entry.sid}.json`,
  };
}
