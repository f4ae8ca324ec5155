import { decodeBase64, decodedLength } from '../base64';

const TO_SEQUENCE_NUMBER = bytesOf('{"event":"media","sequenceNumber":"');
const TO_CHUNK = bytesOf('","media":{"track":"inbound","chunk":"');
const TO_TIMESTAMP = bytesOf('","timestamp":"');
const TO_PAYLOAD = bytesOf('","payload":"');

/** Shared by all streams, since what is read is used before the next message is. */
let scratch = Buffer.allocUnsafeSlow(1024);
/** The beginning of `scratch` as long as it was last needed: frames of a call are as long as each other. */
let view = scratch.subarray(0, 160);

/**
 * Reads `media` messages of one stream from their bytes, without parsing any JSON: they are nearly all that comes, a
 * caller's fifty a second. It knows the one order of keys that the documentation shows; `parseTwilioMessage` is
 * there for all else, and would find the same audio in what is read here.
 */
export class MediaReader {
  readonly #end: Uint8Array;

  /** @param streamSid as it was read from `start` */
  constructor(streamSid: string) {
    this.#end = bytesOf(`"},"streamSid":${JSON.stringify(streamSid)}}`);
  }

  /**
   * @returns the audio, whose bytes are valid until the next message of any stream is read; `undefined` for every
   *   message of another shape, well-formed or not
   */
  read(message: Buffer): Buffer | undefined {
    let at = passLiteral(message, 0, TO_SEQUENCE_NUMBER);
    at = passLiteral(message, passDigits(message, at), TO_CHUNK);
    at = passLiteral(message, passDigits(message, at), TO_TIMESTAMP);
    at = passLiteral(message, passDigits(message, at), TO_PAYLOAD);
    const end = message.length - this.#end.length;
    // `media` without any audio is malformed.
    if (at < 0 || end <= at || passLiteral(message, end, this.#end) < 0) return undefined;
    if (decodedLength(end - at) > scratch.length) {
      scratch = Buffer.allocUnsafeSlow(decodedLength(end - at));
      view = scratch.subarray(0, 0);
    }
    const length = decodeBase64(message, at, end, scratch);
    if (length < 0) return undefined;
    if (view.length !== length) view = scratch.subarray(0, length);
    return view;
  }
}

/** Bytes are compared twice as fast as characters. Not from Node's pool, as each stream keeps some of its own. */
function bytesOf(text: string): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}

/** Where `literal`, which stands at `at`, ends; -1 when it doesn't stand there, or `at` is -1 already. */
function passLiteral(message: Buffer, at: number, literal: Uint8Array): number {
  if (at < 0) return -1;
  for (let index = 0; index < literal.length; index += 1) {
    if (message[at + index] !== literal[index]) return -1;
  }
  return at + literal.length;
}

/** Where the digits at `at`, one at least, end; -1 when there are none, or `at` is -1 already. */
function passDigits(message: Buffer, at: number): number {
  if (at < 0) return -1;
  let end = at;
  for (let byte = message[end]; byte !== undefined && byte >= 0x30 && byte <= 0x39; byte = message[end]) {
    end += 1;
  }
  return end === at ? -1 : end;
}
