/**
 * The messages of Plivo's audio streams, as text; nothing here knows a socket. Numbers are numbers, but for the
 * timestamps. Source: Plivo docs, "Audio Streaming Protocol Reference".
 */
import { decodeBase64, decodedLength } from '../base64';
import { formatName } from '../streamFormat';

export type PlivoEvent =
  | { kind: 'start'; start: PlivoStart }
  | { kind: 'media'; audio: Buffer }
  | { kind: 'played'; name: string }
  | { kind: 'cleared' }
  | { kind: 'dtmf'; digit: string }
  | { kind: 'stop' }
  | { kind: 'malformed'; problem: PlivoProblem };

export interface PlivoStart {
  streamId: string;
  callId: string;
  /** What our XML has given to the stream; undefined: nothing of ours. */
  ticket: string | undefined;
  /** The format, where it is none that is spoken here: the stream is to be declined. */
  unsupported?: string;
}

export type PlivoProblem =
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
 * @param streamId the stream that `start` has named, if it came: what is of another one is malformed
 */
export function parsePlivoMessage(text: string, streamId?: string): PlivoEvent {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return malformed('not-json');
  }
  if (!isObject(message)) return malformed('not-an-object');
  const isForeign = streamId !== undefined && message.streamId !== undefined && message.streamId !== streamId;
  switch (message.event) {
    case 'start':
      return readStart(message);
    case 'media':
      return isForeign ? malformed('other-stream') : readMedia(message.media);
    case 'playedStream':
      return isForeign ? malformed('other-stream') : readPlayed(message.name);
    case 'dtmf':
      return isForeign ? malformed('other-stream') : readDtmf(message.dtmf);
    case 'clearedAudio':
      return { kind: 'cleared' };
    case 'stop':
      return { kind: 'stop' };
    default:
      return malformed('unknown-event');
  }
}

/** Audio for the caller: mu-law at 8 kHz without any header. */
export function playAudioMessage(audio: Buffer): string {
  const media = { contentType: 'audio/x-mulaw', sampleRate: 8000, payload: audio.toString('base64') };
  return JSON.stringify({ event: 'playAudio', media });
}

/** Plivo answers `playedStream` when everything sent before it has been played; not when it was cleared. */
export function checkpointMessage(streamId: string, name: string): string {
  return JSON.stringify({ event: 'checkpoint', streamId, name });
}

/** Plivo drops what it has buffered, and answers `clearedAudio`. */
export function clearAudioMessage(streamId: string): string {
  return JSON.stringify({ event: 'clearAudio', streamId });
}

const TICKET_HEADER = 'ticket';

/**
 * The `extraHeaders` that give a ticket to the stream. Letters and digits only (Plivo docs, "Audio streaming XML"),
 * which tickets don't keep to: so in hexadecimal.
 */
export function extraHeadersOf(ticket: string): string {
  return `${TICKET_HEADER}=${Buffer.from(ticket).toString('hex')}`;
}

/** The documentation shows them come back as they were, older streams as JSON with `X-PH-` before each name. */
function ticketIn(extraHeaders: unknown): string | undefined {
  if (typeof extraHeaders !== 'string') return undefined;
  const hex = /\bticket["']?\s*[=:]\s*["']?((?:[0-9a-f]{2}){1,256})\b/i.exec(extraHeaders)?.[1];
  return hex === undefined ? undefined : Buffer.from(hex, 'hex').toString();
}

function readStart(message: Fields): PlivoEvent {
  const { start } = message;
  if (!isObject(start)) return malformed('missing-field');
  const { streamId, callId, mediaFormat } = start;
  if (!isId(streamId) || !isId(callId)) return malformed('missing-field');
  const ticket = ticketIn(message.extra_headers);
  return { kind: 'start', start: { streamId, callId, ticket, ...unsupported(mediaFormat) } };
}

function unsupported(format: unknown): Pick<PlivoStart, 'unsupported'> {
  if (!isObject(format) || isMulaw(format)) return {};
  return { unsupported: formatName(format.encoding, format.sampleRate) };
}

function isMulaw(format: Fields): boolean {
  return format.encoding === 'audio/x-mulaw' && Number(format.sampleRate) === 8000;
}

function readMedia(media: unknown): PlivoEvent {
  if (!isObject(media) || typeof media.payload !== 'string' || media.payload === '') {
    return malformed('missing-field');
  }
  // Anything else would be our own audio coming back.
  if (media.track !== undefined && media.track !== 'inbound') return malformed('other-track');
  const payload = Buffer.from(media.payload);
  const audio = Buffer.allocUnsafe(decodedLength(payload.length));
  const length = decodeBase64(payload, 0, payload.length, audio);
  return length < 0 ? malformed('bad-base64') : { kind: 'media', audio: audio.subarray(0, length) };
}

function readPlayed(name: unknown): PlivoEvent {
  return typeof name === 'string' ? { kind: 'played', name } : malformed('missing-field');
}

function readDtmf(dtmf: unknown): PlivoEvent {
  if (!isObject(dtmf) || typeof dtmf.digit !== 'string') return malformed('missing-field');
  return /^[0-9*#A-D]$/.test(dtmf.digit) ? { kind: 'dtmf', digit: dtmf.digit } : malformed('bad-digit');
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Ids are short words, which stand in JSON as they are. */
function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.:-]{1,100}$/.test(value);
}

function malformed(problem: PlivoProblem): PlivoEvent {
  return { kind: 'malformed', problem };
}
