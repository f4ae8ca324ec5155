import { BridgeError, describeError, type ErrorCode } from '../errors';
import type { CallIntake } from '../intake';
import type { RareWarnings } from '../log';

export interface DeclineOptions {
  intake: Pick<CallIntake, 'abandon'>;
  warnings: RareWarnings;
  /** What is logged, with its hint. */
  code?: ErrorCode;
}

/**
 * Lets a call go whose stream is in a format that is not spoken here. Closing the socket lets the caller hear the
 * fallback at once; the assistant must not wait for another stream.
 * @param format as `formatName` tells it
 * @returns what refuses the stream
 */
export function declineStream(
  carrierCallId: string,
  format: string,
  { intake, warnings, code = 'STREAM_FORMAT_UNSUPPORTED' }: DeclineOptions,
): undefined {
  const error = new BridgeError(code, format);
  warnings.warn({ carrierCallId, error: describeError(error), hint: error.hint }, 'stream declined');
  intake.abandon(carrierCallId, 'stream-never-came');
  return undefined;
}

/** Such as "OPUS at 48000 Hz, 2 channels". What carriers send is a word, but it is a stranger's to choose. */
export function formatName(encoding: unknown, sampleRate: unknown, channels: unknown = 1): string {
  const isWord = typeof encoding === 'string' && /^[\w/-]{1,20}$/.test(encoding);
  const codec = isWord ? encoding : 'an unknown codec';
  const count = Number(channels);
  return `${codec} at ${Number(sampleRate)} Hz, ${count} ${count === 1 ? 'channel' : 'channels'}`;
}
