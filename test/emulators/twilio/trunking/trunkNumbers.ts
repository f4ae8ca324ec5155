import type { TwilioNumber } from '../types';
import { required } from './fields';
import { trunkingList } from './paging';
import { find, notFound, refuse } from './refusal';
import { created, gone, ok, type Route } from './route';
import type { TrunkingState } from './state';
import { trunkingTime } from './time';

const LIST = '/v1/Trunks/{trunk}/PhoneNumbers';

/**
 * Numbers on a trunk. A number is on one trunk at most: putting it on one takes it off the other, and takes its TwiML
 * app away for good. Its voice URL stays, unused. Source: Twilio docs and OpenAPI, trunking's PhoneNumber resource and
 * `trunk_sid` of IncomingPhoneNumber.
 */
export const trunkNumberRoutes: Route[] = [
  {
    ...{ method: 'POST', path: LIST },
    act: (state, { params, form, url }) => {
      const trunk = find(state.trunks, params.trunk);
      const number = numberOf(state, required(form, 'PhoneNumberSid'));
      if (number.trunkSid === trunk.sid)
        refuse(`${number.number} is already associated with trunk ${trunk.sid}`);
      putOnTrunk(state, number, trunk.sid);
      return created(resource(state, number, url));
    },
  },
  {
    ...{ method: 'GET', path: LIST },
    act: (state, { params, url }) => {
      const { sid } = find(state.trunks, params.trunk);
      const rows = state.numbers.filter(({ trunkSid }) => trunkSid === sid);
      return ok(
        trunkingList(
          'phone_numbers',
          rows.map((number) => resource(state, number, url)),
          url,
        ),
      );
    },
  },
  {
    ...{ method: 'GET', path: `${LIST}/{sid}` },
    act: (state, { params, url }) => ok(resource(state, onTrunk(state, params), url)),
  },
  {
    ...{ method: 'DELETE', path: `${LIST}/{sid}` },
    act: (state, { params }) => {
      delete onTrunk(state, params).trunkSid;
      return gone();
    },
  },
];

/** Sends a number's calls to a trunk. @throws Refusal 404 for a trunk that the account doesn't have */
export function putOnTrunk({ trunks }: TrunkingState, number: TwilioNumber, trunkSid: string): void {
  number.trunkSid = find(trunks, trunkSid).sid;
  // An app and a trunk exclude each other.
  delete number.voiceApplicationSid;
}

/** @throws Refusal 404 for a number that is not the account's */
export function numberOf({ numbers }: TrunkingState, sid: string | undefined): TwilioNumber {
  return numbers.find((number) => number.sid === sid) ?? notFound(sid ?? '');
}

function onTrunk(state: TrunkingState, { trunk, sid }: Record<string, string>): TwilioNumber {
  const number = numberOf(state, sid);
  return number.trunkSid === find(state.trunks, trunk).sid ? number : notFound(sid ?? '');
}

function resource(
  { accountSid }: TrunkingState,
  number: TwilioNumber,
  { origin }: URL,
): Record<string, unknown> {
  const at = trunkingTime(number.createdAt ?? new Date(0));
  return {
    ...{ sid: number.sid, account_sid: accountSid, trunk_sid: number.trunkSid ?? null },
    ...{ phone_number: number.number, friendly_name: number.friendlyName ?? number.number },
    ...{ voice_url: number.voiceUrl, voice_method: number.voiceMethod ?? 'POST' },
    voice_application_sid: number.voiceApplicationSid ?? '',
    capabilities: { voice: number.voice ?? true, sms: false, mms: false, fax: false },
    ...{ address_requirements: 'none', api_version: '2010-04-01', beta: false },
    ...{ date_created: at, date_updated: at },
    url: `${origin}/v1/Trunks/${number.trunkSid}/PhoneNumbers/${number.sid}`,
    links: {
      phone_number: `${origin}/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${number.sid}.json`,
    },
  };
}
