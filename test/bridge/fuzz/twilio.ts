import { MediaReader } from '../../../bridge/src/carriers/twilio/mediaReader';
import { parseTwilioMessage, type TwilioEvent } from '../../../bridge/src/carriers/twilio/protocol';
import { mutated, pick, seeded, type Random } from './mutations';

const STREAM = `MZ${'0a1b'.repeat(8)}`;
const CALL = `CA${'2'.repeat(32)}`;
const ACCOUNT = `AC${'3'.repeat(32)}`;
const PROBLEMS: ReadonlySet<string> = new Set([
  'not-json',
  'not-an-object',
  'unknown-event',
  'missing-field',
  'bad-base64',
  'bad-digit',
  'other-stream',
  'other-track',
]);

export interface FuzzedTwilio {
  messages: number;
  /** Media messages read without parsing, and with it. */
  fast: number;
  slow: number;
  malformed: number;
}

/**
 * Throws `count` messages of Twilio, three of four damaged, at the parser and at the reader of media.
 * @throws when one of them throws, when the two disagree, or when a result has not the form it should have
 */
export function fuzzTwilio(count: number, seed: number): FuzzedTwilio {
  const random = seeded(seed);
  const reader = new MediaReader(STREAM);
  const result = { messages: 0, fast: 0, slow: 0, malformed: 0 };
  for (; result.messages < count; result.messages += 1) {
    const whole = randomMessage(random);
    const bytes = random(4) === 0 ? whole : mutated(whole, random);
    try {
      const fast = reader.read(bytes);
      const event = parseTwilioMessage(bytes.toString(), STREAM);
      check(event, bytes.length);
      if (fast && (event.kind !== 'media' || !event.audio.equals(fast))) throw new Error('they disagree');
      if (fast) result.fast += 1;
      else if (event.kind === 'media') result.slow += 1;
      else if (event.kind === 'malformed') result.malformed += 1;
    } catch (cause) {
      throw new Error(`seed ${seed}, message ${result.messages}: ${JSON.stringify(bytes.toString())}`, {
        cause,
      });
    }
  }
  return result;
}

function check(event: TwilioEvent, size: number): void {
  const isFine = ((): boolean => {
    switch (event.kind) {
      case 'media':
        return event.audio.length > 0 && event.audio.length < size;
      case 'mark':
        return typeof event.name === 'string';
      case 'dtmf':
        return event.digit.length === 1 && '0123456789*#ABCD'.includes(event.digit);
      case 'start': {
        const { streamSid, callSid, accountSid, parameters } = event.start;
        const ids = [streamSid, callSid, accountSid];
        return (
          ids.every((id) => /^[\w.:-]{1,100}$/.test(id)) &&
          [...parameters].every(([name, value]) => typeof name === 'string' && typeof value === 'string')
        );
      }
      case 'malformed':
        return PROBLEMS.has(event.problem);
      default:
        return event.kind === 'connected' || event.kind === 'stop';
    }
  })();
  if (!isFine) throw new Error(`a result of kind ${event.kind} is not well formed`);
}

function randomMessage(random: Random): Buffer {
  const streamSid = STREAM;
  const sequenceNumber = String(random(100_000));
  const audio = Buffer.alloc(pick([160, 160, 160, 1, 20, 640], random), random(256));
  const payload = audio.toString('base64');
  const media = { track: 'inbound', chunk: '2', timestamp: String(random(1e7)), payload };
  const message = pick<() => object>(
    [
      () => ({ event: 'media', sequenceNumber, media, streamSid }),
      () => ({ event: 'media', sequenceNumber, media, streamSid }),
      () => ({ streamSid, media: { payload }, event: 'media' }),
      () => ({ event: 'mark', sequenceNumber, streamSid, mark: { name: `end-${random(9)}` } }),
      () => ({ event: 'dtmf', streamSid, sequenceNumber, dtmf: { track: 'inbound_track', digit: '7' } }),
      () => ({ event: 'connected', protocol: 'Call', version: '1.0.0' }),
      () => ({ event: 'stop', sequenceNumber, stop: { accountSid: ACCOUNT, callSid: CALL }, streamSid }),
      () => ({
        event: 'start',
        sequenceNumber: '1',
        start: {
          accountSid: ACCOUNT,
          streamSid,
          callSid: CALL,
          tracks: ['inbound'],
          mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
          customParameters: { ticket: 't-1' },
        },
        streamSid,
      }),
    ],
    random,
  )();
  return Buffer.from(JSON.stringify(message));
}
