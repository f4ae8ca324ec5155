/**
 * The messages of Telnyx's media streams, as text; nothing here knows a socket.
 * Source: Telnyx docs, "Stream call media over WebSocket" (AsyncAPI).
 */
import { decodeBase64, decodedLength } from '../base64';

/** What Telnyx says. Numbers come as strings. */
export type TelnyxEvent =
  | { kind: 'connected' }
  | { kind: 'start'; start: TelnyxStart }
  /** The order of frames is not guaranteed: `chunk` numbers them; undefined: it is missing. */
  | { kind: 'media'; audio: Buffer; chunk: number | undefined }
  | { kind: 'mark'; name: string }
  | { kind: 'dtmf'; digit: string }
  | { kind: 'stop' }
  /** Telnyx complains of what it was sent; `code` is its number of the complaint. */
  | { kind: 'error'; code: string }
  | { kind: 'malformed'; problem: TelnyxProblem };

export interface TelnyxStart {
  streamId: string;
  callControlId: string;
  /** The account, which TeXML calls AccountSid. */
  userId: string;
  /** The `<Parameter>`s of the stream. */
  parameters: ReadonlyMap<string, string>;
  format: MediaFormat;
}

export interface MediaFormat {
  /** Such as `PCMU`; empty where it isn't told. */
  encoding: string;
  sampleRate: number;
  channels: number;
}

export type TelnyxProblem =
  | 'not-json'
  | 'not-an-object'
  | 'unknown-event'
  | 'missing-field'
  | 'bad-base64'
  | 'bad-digit'
  | 'other-stream'
  | 'other-track';

type Fields = Record<string, unknown>;

/**
 * Reads one message. Never throws: what can't be understood is `malformed`, with the kind of problem.
 * @param streamId the stream that `start` has named, if it came: media, marks and keys of another one are malformed
 */
export function parseTelnyxMessage(text: string, streamId?: string): TelnyxEvent {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return malformed('not-json');
  }
  if (!isObject(message)) return malformed('not-an-object');
  const isForeign =
    streamId !== undefined && message.stream_id !== undefined && message.stream_id !== streamId;
  switch (message.event) {
    case 'media':
      return isForeign ? malformed('other-stream') : readMedia(message.media);
    case 'mark':
      return isForeign ? malformed('other-stream') : readMark(message.mark);
    case 'dtmf':
      return isForeign ? malformed('other-stream') : readDtmf(message.dtmf);
    case 'connected':
    case 'stop':
      return { kind: message.event };
    case 'start':
      return readStart(message);
    case 'error':
      return { kind: 'error', code: codeOf(message.payload) };
    default:
      return malformed('unknown-event');
  }
}

/** Whether this is the one format that is spoken here: mu-law at 8 kHz. */
export function isSpoken({ encoding, sampleRate, channels }: MediaFormat): boolean {
  return encoding === 'PCMU' && sampleRate === 8000 && channels === 1;
}

/** Audio for the caller: mu-law at 8 kHz, 20 ms to 30 s of it. */
export function mediaMessage(audio: Buffer): string {
  return JSON.stringify({ event: 'media', media: { payload: audio.toString('base64') } });
}

/** Telnyx echoes the mark when everything sent before it has been played or cleared. */
export function markMessage(name: string): string {
  return JSON.stringify({ event: 'mark', mark: { name } });
}

/** Telnyx drops what it has buffered, and echoes the outstanding marks. */
export const CLEAR_MESSAGE = '{"event":"clear"}';

function readMedia(media: unknown): TelnyxEvent {
  if (!isObject(media) || typeof media.payload !== 'string' || media.payload === '') {
    return malformed('missing-field');
  }
  // Only the caller's track is asked for; anything else would be our own audio coming back.
  if (media.track !== undefined && media.track !== 'inbound') return malformed('other-track');
  const payload = Buffer.from(media.payload);
  const audio = Buffer.allocUnsafe(decodedLength(payload.length));
  const length = decodeBase64(payload, 0, payload.length, audio);
  if (length < 0) return malformed('bad-base64');
  return { kind: 'media', audio: audio.subarray(0, length), chunk: numberOf(media.chunk) };
}

function readMark(mark: unknown): TelnyxEvent {
  if (!isObject(mark) || typeof mark.name !== 'string') return malformed('missing-field');
  return { kind: 'mark', name: mark.name };
}

function readDtmf(dtmf: unknown): TelnyxEvent {
  if (!isObject(dtmf) || typeof dtmf.digit !== 'string') return malformed('missing-field');
  return /^[0-9*#A-D]$/.test(dtmf.digit) ? { kind: 'dtmf', digit: dtmf.digit } : malformed('bad-digit');
}

function readStart(message: Fields): TelnyxEvent {
  const { stream_id: streamId, start } = message;
  if (!isObject(start)) return malformed('missing-field');
  const { call_control_id: callControlId, user_id: userId } = start;
  if (!isId(streamId) || !isId(callControlId) || !isId(userId)) return malformed('missing-field');
  const parameters = readParameters(start.custom_parameters);
  return {
    kind: 'start',
    start: { streamId, callControlId, userId, parameters, format: readFormat(start.media_format) },
  };
}

function readFormat(format: unknown): MediaFormat {
  const { encoding, sample_rate: sampleRate, channels } = isObject(format) ? format : {};
  return {
    encoding: typeof encoding === 'string' ? encoding : '',
    sampleRate: numberOf(sampleRate) ?? 0,
    channels: numberOf(channels) ?? 0,
  };
}

/** An object in `start`; where the API takes them, a list of names and values. */
function readParameters(given: unknown): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  const pairs: [unknown, unknown][] = Array.isArray(given)
    ? given.filter(isObject).map(({ name, value }) => [name, value])
    : Object.entries(isObject(given) ? given : {});
  for (const [name, value] of pairs) {
    if (typeof name === 'string' && typeof value === 'string') parameters.set(name, value);
  }
  return parameters;
}

function codeOf(payload: unknown): string {
  const code = isObject(payload) ? payload.code : undefined;
  const text = typeof code === 'number' || typeof code === 'string' ? String(code) : '';
  return /^\d{1,10}$/.test(text) ? text : 'unknown';
}

/** A whole number, which may be a string. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === 'string' && !/^\d{1,15}$/.test(value)) return undefined;
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Ids are short words, which stand in addresses and JSON as they are. */
function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.:-]{1,200}$/.test(value);
}

function malformed(problem: TelnyxProblem): TelnyxEvent {
  return { kind: 'malformed', problem };
}
