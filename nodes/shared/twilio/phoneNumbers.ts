import type {
  IHookFunctions,
  ILoadOptionsFunctions,
  INodeListSearchResult,
  INodePropertyOptions,
} from 'n8n-workflow';
import { fail } from '../fail';
import { toE164 } from '../phone';
import { asArray, asObject, asText, type JsonObject } from '../protocol/json';
import { twilioRequest } from './rest';

/** Where a number of the account sends its calls. */
export interface TwilioNumber {
  sid: string;
  number: string;
  voiceUrl: string;
  voiceMethod: string;
  /** TwiML app that answers instead of the voice URL; empty where there is none. */
  voiceApplicationSid: string;
  /** SIP trunk that takes the calls instead of everything else; empty where there is none. */
  trunkSid: string;
}

/** What decides about the calls of a number that is on no trunk. */
export type VoiceRoute = Pick<TwilioNumber, 'voiceUrl' | 'voiceMethod' | 'voiceApplicationSid'>;

const SID = /^PN[0-9a-f]{32}$/i;

/** As many as Twilio gives in one page. */
const PAGE_SIZE = 1000;

/**
 * Looks up a number of the account.
 *
 * @param wanted its SID, or the number as the builder wrote it
 * @returns undefined when the account has no such number
 * @throws NodeOperationError when it is neither a SID nor a number
 */
export async function findNumber(context: IHookFunctions, wanted: string): Promise<TwilioNumber | undefined> {
  const text = wanted.trim();
  if (SID.test(text)) {
    const path = `/IncomingPhoneNumbers/${text}.json`;
    const found = await twilioRequest.call(context, { method: 'GET', path });
    return found && toNumber(found);
  }
  const number = toE164(text);
  if (number === undefined) throw fail(context.getNode(), 'PHONE_NOT_E164', text);
  // Twilio looks for numbers that contain this.
  const found = await listNumbers(context, { PhoneNumber: number });
  return found.map(toNumber).find((one) => one.number === number);
}

/** Sets where a number sends its calls. An empty value takes the setting away. */
export async function updateNumber(
  context: IHookFunctions,
  sid: string,
  { voiceUrl, voiceMethod, voiceApplicationSid }: VoiceRoute,
): Promise<void> {
  await twilioRequest.call(context, {
    method: 'POST',
    path: `/IncomingPhoneNumbers/${sid}.json`,
    form: { VoiceUrl: voiceUrl, VoiceMethod: voiceMethod, VoiceApplicationSid: voiceApplicationSid },
  });
}

/** The account's numbers for a picker. */
export async function searchTwilioNumbers(
  this: ILoadOptionsFunctions,
  filter = '',
): Promise<INodeListSearchResult> {
  const results = (await listNumbers(this)).map((row) => ({ name: labelOf(row), value: String(row.sid) }));
  const wanted = filter.toLowerCase();
  return { results: results.filter(({ name }) => name.toLowerCase().includes(wanted)) };
}

/** The same to choose several from, in E.164 format. */
export async function getTwilioNumbers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  return (await listNumbers(this)).flatMap((row) => {
    const number = asText(row.phone_number);
    return number === undefined ? [] : [{ name: labelOf(row), value: number }];
  });
}

function labelOf({ phone_number: number, friendly_name: name }: JsonObject): string {
  return [...new Set([asText(number), asText(name)])].filter(Boolean).join(' · ');
}

async function listNumbers(
  context: IHookFunctions | ILoadOptionsFunctions,
  filter: Record<string, string> = {},
): Promise<JsonObject[]> {
  const page = await twilioRequest.call(context, {
    method: 'GET',
    path: '/IncomingPhoneNumbers.json',
    qs: { ...filter, PageSize: PAGE_SIZE },
  });
  return asArray(page?.incoming_phone_numbers).map(asObject);
}

/** Source: Twilio docs, IncomingPhoneNumber resource. Settings that are not there are null or empty. */
function toNumber(entry: JsonObject): TwilioNumber {
  return {
    sid: asText(entry.sid) ?? '',
    number: asText(entry.phone_number) ?? '',
    voiceUrl: asText(entry.voice_url) ?? '',
    voiceMethod: asText(entry.voice_method) ?? 'POST',
    voiceApplicationSid: asText(entry.voice_application_sid) ?? '',
    trunkSid: asText(entry.trunk_sid) ?? '',
  };
}
