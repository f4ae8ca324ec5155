const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';

/** `<Say>` speaks no more than that (Twilio docs, TwiML `<Say>`). */
const MAX_SPOKEN = 4096;

export interface SpokenAnswer {
  /** Words for the caller; nothing is said where it is empty. */
  say?: string;
  /** Language of the words, e.g. `en-GB`; Twilio's default is American English. */
  language?: string;
  /** Twilio's name of a voice, e.g. `Polly.Amy`. */
  voice?: string;
  /** Number of a human in E.164, called after the words. */
  dial?: string;
  /** Number that the human sees; Twilio shows the caller's by default. */
  callerId?: string;
}

/** TwiML that says something and then connects a human or hangs up. Without both it refuses the call. */
export function spokenTwiml({ say = '', language, voice, dial, callerId }: SpokenAnswer): string {
  const words = say.trim().slice(0, MAX_SPOKEN);
  if (words === '' && dial === undefined) return `${HEAD}<Response><Reject/></Response>`;
  const attributes = [attribute('voice', voice), attribute('language', language)].join('');
  const spoken = words === '' ? '' : `<Say${attributes}>${escapeXml(words)}</Say>`;
  const dialed =
    dial === undefined ? '' : `<Dial${attribute('callerId', callerId)}>${escapeXml(dial)}</Dial>`;
  return `${HEAD}<Response>${spoken}${dialed}</Response>`;
}

/** TwiML that does nothing, for requests that need no answer. */
export const EMPTY_TWIML = `${HEAD}<Response/>`;

function attribute(name: string, value: string | undefined): string {
  return value === undefined || value === '' ? '' : ` ${name}="${escapeXml(value)}"`;
}

/** Text as XML 1.0 takes it: mark-up escaped, characters that XML has no way to write left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&apos;');
}
