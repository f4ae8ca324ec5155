/** What the Vapi Twilio API credential holds. */
export interface TwilioCredential {
  accountSid: string;
  /** What Twilio signs its webhooks with; may be empty where an API key logs in. */
  authToken?: string;
  login: 'authToken' | 'apiKey';
  apiKeySid?: string;
  apiKeySecret?: string;
  region: 'us1' | 'ie1' | 'au1' | 'custom';
  baseUrl?: string;
}

/** Twilio's APIs that are asked: `account` for numbers and access lists, `trunking` for SIP trunks. */
export type TwilioApi = 'account' | 'trunking';

/** Source: Twilio docs, "Global infrastructure": a region other than US1 is reached by its edge location. */
const ACCOUNT_URLS = {
  us1: 'https://api.twilio.com',
  ie1: 'https://api.dublin.ie1.twilio.com',
  au1: 'https://api.sydney.au1.twilio.com',
};

const TRUNKING_URL = 'https://trunking.twilio.com';

type Place = Pick<TwilioCredential, 'region' | 'baseUrl'>;

/** Where the account's API is, without a slash at the end. */
export function twilioBaseUrl({ region, baseUrl }: Place): string {
  return region === 'custom' ? (baseUrl ?? '').trim().replace(/\/+$/, '') : ACCOUNT_URLS[region];
}

/**
 * Where the API of Elastic SIP Trunking is; a proxy or stand-in has both at one address.
 *
 * @returns undefined where trunks cannot be set up from end to end: Twilio's list of what its regions offer leaves the
 *   numbers of a trunk out in IE1 and AU1 (docs/decisions/0014-twilio-trunks-in-us1.md)
 */
export function trunkingBaseUrl(place: Place): string | undefined {
  if (place.region === 'custom') return twilioBaseUrl(place);
  return place.region === 'us1' ? TRUNKING_URL : undefined;
}
