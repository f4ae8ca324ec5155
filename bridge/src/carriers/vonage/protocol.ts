/**
 * The text messages of Vonage's WebSocket endpoint; audio comes and goes as binary messages beside them. Nothing here
 * knows a socket. Source: Vonage docs, "WebSockets in the Vonage Voice API".
 */
import type { AudioFormat } from '../../audio/converter';
import type { SampleRate } from '../../audio/resampler';

/** The names under which our NCCO gives Vonage the headers that the first message repeats. */
export const HEADERS = { ticket: 'ticket', call: 'call', called: 'called' } as const;

export type VonageEvent =
  | { kind: 'connected'; start: VonageStart }
  | { kind: 'notify'; mark: string }
  | { kind: 'cleared' }
  | { kind: 'dtmf'; digit: string }
  | { kind: 'malformed'; problem: VonageProblem };

export interface VonageStart {
  /** Undefined: none that is spoken here, so the stream is to be declined. */
  format: AudioFormat | undefined;
  /** Our own headers; undefined where somebody else's NCCO has opened the socket. */
  ticket: string | undefined;
  callUuid: string | undefined;
  /** The number of ours that was called, as Vonage writes it. */
  called: string | undefined;
}

export type VonageProblem = 'not-json' | 'not-an-object' | 'unknown-event' | 'missing-field' | 'bad-digit';

type Fields = Record<string, unknown>;

/** Reads one text message. Never throws: what can't be understood is `malformed`, with the kind of problem. */
export function parseVonageMessage(text: string): VonageEvent {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return malformed('not-json');
  }
  if (!isObject(message)) return malformed('not-an-object');
  switch (message.event) {
    case 'websocket:connected':
      return readConnected(message);
    case 'websocket:notify':
      return readNotify(message.payload);
    case 'websocket:cleared':
      return { kind: 'cleared' };
    case 'websocket:dtmf':
      return readDigit(message.digit);
    default:
      return malformed('unknown-event');
  }
}

/** Vonage drops what it has buffered, and answers `websocket:cleared`. */
export const CLEAR_MESSAGE = JSON.stringify({ action: 'clear' });

/** Vonage sends the payload back as `websocket:notify` when everything sent before it has been played. */
export function notifyMessage(mark: string): string {
  return JSON.stringify({ action: 'notify', payload: { mark } });
}

/** The content type to ask for: 16-bit samples, one channel. */
export function contentTypeOf(sampleRate: SampleRate): string {
  return `audio/l16;rate=${sampleRate}`;
}

/** Despite its name (RFC 2586 has network order) the samples have their low byte first. */
function formatOf(contentType: unknown): AudioFormat | undefined {
  if (typeof contentType !== 'string') return undefined;
  const rate = Number(/^audio\/l16;\s*rate=(\d{4,5})$/i.exec(contentType)?.[1]);
  return rate === 8000 || rate === 16_000 || rate === 24_000
    ? { encoding: 'l16-little', sampleRate: rate }
    : undefined;
}

/** The headers stand beside the event, not below a name of their own. */
function readConnected(message: Fields): VonageEvent {
  const format = formatOf(message['content-type']);
  const header = (name: string): string | undefined => {
    const value = message[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [ticket, callUuid, called] = [header(HEADERS.ticket), header(HEADERS.call), header(HEADERS.called)];
  return { kind: 'connected', start: { format, ticket, callUuid, called } };
}

function readNotify(payload: unknown): VonageEvent {
  if (!isObject(payload) || typeof payload.mark !== 'string') return malformed('missing-field');
  return { kind: 'notify', mark: payload.mark };
}

function readDigit(digit: unknown): VonageEvent {
  if (typeof digit !== 'string') return malformed('missing-field');
  return /^[0-9*#A-D]$/.test(digit) ? { kind: 'dtmf', digit } : malformed('bad-digit');
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(problem: VonageProblem): VonageEvent {
  return { kind: 'malformed', problem };
}
