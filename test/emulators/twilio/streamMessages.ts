/**
 * The two vocabularies of a media stream.
 * Source of both: Twilio docs, Media Streams WebSocket messages. All numbers are strings, except in
 * `mediaFormat`; the order of the keys differs from event to event and is kept as documented.
 */

export interface StreamIdentity {
  accountSid: string;
  callSid: string;
  streamSid: string;
}

/** Makes the text frames that Twilio sends, numbering them. */
export class StreamNarrator {
  private sequenceNumber = 0;
  private chunk = 0;

  constructor(private readonly id: StreamIdentity) {}

  connected(): string {
    return JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' });
  }

  start(customParameters: Record<string, string>): string {
    const { accountSid, streamSid, callSid } = this.id;
    return JSON.stringify({
      event: 'start',
      sequenceNumber: this.next(),
      start: {
        accountSid,
        streamSid,
        callSid,
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters,
      },
      streamSid,
    });
  }

  /** @param timestampMs milliseconds from the start of the stream to the start of this audio */
  media(mulaw: Buffer, timestampMs: number): string {
    this.chunk += 1;
    return JSON.stringify({
      event: 'media',
      sequenceNumber: this.next(),
      media: {
        track: 'inbound',
        chunk: String(this.chunk),
        timestamp: String(timestampMs),
        payload: mulaw.toString('base64'),
      },
      streamSid: this.id.streamSid,
    });
  }

  dtmf(digit: string): string {
    return JSON.stringify({
      event: 'dtmf',
      streamSid: this.id.streamSid,
      sequenceNumber: this.next(),
      dtmf: { track: 'inbound_track', digit },
    });
  }

  mark(name: string): string {
    return JSON.stringify({
      event: 'mark',
      sequenceNumber: this.next(),
      streamSid: this.id.streamSid,
      mark: { name },
    });
  }

  stop(): string {
    const { accountSid, callSid, streamSid } = this.id;
    return JSON.stringify({
      event: 'stop',
      sequenceNumber: this.next(),
      stop: { accountSid, callSid },
      streamSid,
    });
  }

  private next(): string {
    this.sequenceNumber += 1;
    return String(this.sequenceNumber);
  }
}

export type ServerMessage =
  | { event: 'media'; payload: Buffer }
  | { event: 'mark'; name: string }
  | { event: 'clear' }
  /** A media message whose payload is not base64: nothing to play. */
  | { event: 'bad-payload'; reason: string }
  /** What Twilio answers with warning 31951. */
  | { event: 'invalid'; reason: string };

/** Reads what the server says, as strictly as Twilio: only media, mark and clear, and no field too many. */
export function readServerMessage(text: string, streamSid: string): ServerMessage {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return invalid(`not JSON: ${shorten(text)}`);
  }
  if (!isRecord(message)) return invalid(`not an object: ${shorten(text)}`);
  const event = message['event'];
  if (event !== 'media' && event !== 'mark' && event !== 'clear') {
    return invalid(`event ${shorten(JSON.stringify(event) ?? 'missing')} is none of media, mark, clear`);
  }
  const body = event === 'clear' ? undefined : event;
  const problem = fieldProblem(message, ['event', 'streamSid', ...(body ? [body] : [])]);
  if (problem) return invalid(`${event}: ${problem}`);
  if (message['streamSid'] !== streamSid) {
    return invalid(`${event}: streamSid ${shorten(String(message['streamSid']))} is not this stream's`);
  }
  if (event === 'clear') return { event };

  const field = event === 'media' ? 'payload' : 'name';
  const inner = message[event];
  if (!isRecord(inner)) return invalid(`${event}: "${event}" is not an object`);
  const innerProblem = fieldProblem(inner, [field]);
  if (innerProblem) return invalid(`${event}: ${innerProblem} in "${event}"`);
  const value = inner[field];
  if (typeof value !== 'string') return invalid(`${event}: "${event}.${field}" is not a string`);
  return event === 'mark' ? { event, name: value } : readPayload(value);
}

function readPayload(base64: string): ServerMessage {
  if (base64 === '') return { event: 'bad-payload', reason: 'the payload is empty' };
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) {
    return { event: 'bad-payload', reason: `the payload is not base64: ${shorten(base64)}` };
  }
  return { event: 'media', payload: Buffer.from(base64, 'base64') };
}

function fieldProblem(record: Record<string, unknown>, expected: string[]): string | undefined {
  const missing = expected.find((name) => record[name] === undefined);
  if (missing !== undefined) return `field "${missing}" is missing`;
  const extra = Object.keys(record).find((name) => !expected.includes(name));
  return extra === undefined ? undefined : `unexpected field "${extra}"`;
}

function invalid(reason: string): ServerMessage {
  return { event: 'invalid', reason };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
