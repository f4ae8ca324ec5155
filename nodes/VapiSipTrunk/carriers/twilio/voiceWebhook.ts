import { asText, type JsonObject } from '../../../shared/protocol/json';

/** What Twilio gives to every new number; nobody misses it. */
const DEMO = 'https://demo.twilio.com/';

/** What answers calls to a number as long as it is on no trunk. Source: Twilio API v2010, IncomingPhoneNumber. */
export function voiceWebhookOf({ voice_application_sid, voice_url }: JsonObject): string | undefined {
  const application = asText(voice_application_sid);
  const url = asText(voice_url);
  if (application !== undefined) return `application ${application}`;
  return url === undefined || url.startsWith(DEMO) ? undefined : url;
}
