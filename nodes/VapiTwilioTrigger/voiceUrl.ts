import { asObject, asText, type JsonObject } from '../shared/protocol/json';
import type { VoiceRoute } from '../shared/twilio/phoneNumbers';

/**
 * Query parameter of our voice URL that holds what the number did before. n8n keeps static data only once an
 * activation has succeeded, so the number itself remembers (docs/decisions/0006-voice-url.md). Twilio signs the
 * address with its query, and our own requests never read the parameter.
 */
const PREVIOUS = 'vapiPrevious';

/** A voice URL that one of our triggers has set. */
export interface SetVoiceUrl {
  /** Address of the trigger, without the query. */
  address: string;
  /** Workflow and node that set it. */
  owner: string;
  /** What the number did before. */
  previous: VoiceRoute;
}

/** The voice URL to set at Twilio. */
export function writeVoiceUrl({ address, owner, previous }: SetVoiceUrl): string {
  const { voiceUrl, voiceMethod, voiceApplicationSid } = previous;
  const record = {
    owner,
    ...(voiceUrl === '' ? {} : { url: voiceUrl }),
    ...(voiceMethod === 'POST' ? {} : { method: voiceMethod }),
    ...(voiceApplicationSid === '' ? {} : { app: voiceApplicationSid }),
  };
  return `${address}?${PREVIOUS}=${Buffer.from(JSON.stringify(record)).toString('base64url')}`;
}

/** Reads a voice URL found at Twilio. Undefined when none of our triggers has set it. */
export function readVoiceUrl(voiceUrl: string): SetVoiceUrl | undefined {
  if (!URL.canParse(voiceUrl)) return undefined;
  const record = decode(new URL(voiceUrl).searchParams.get(PREVIOUS) ?? '');
  const owner = asText(record?.owner);
  if (record === undefined || owner === undefined) return undefined;
  return {
    address: voiceUrl.slice(0, voiceUrl.indexOf('?')),
    owner,
    previous: {
      voiceUrl: asText(record.url) ?? '',
      voiceMethod: asText(record.method) ?? 'POST',
      voiceApplicationSid: asText(record.app) ?? '',
    },
  };
}

function decode(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}
