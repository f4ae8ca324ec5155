import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { XMLParser } from 'fast-xml-parser';
import type { WebSocket } from 'ws';

export const AUTH_TOKEN = 'twilio-auth-token-of-the-tests';
export const ACCOUNT_SID = `AC${'0'.repeat(31)}1`;
export const CALLER = '+14155550123';
export const CALLED = '+14155550199';
export const PUBLIC_URL = 'https://bridge.test';
export const MEDIA_URL = 'wss://bridge.test/twilio/media';

/** Twilio's signature as its documentation describes it. */
export function sign(url: string, form: Record<string, string> = {}, token = AUTH_TOKEN): string {
  const text = Object.keys(form)
    .sort()
    .reduce((joined, name) => joined + name + form[name], url);
  return createHmac('sha1', token).update(text).digest('base64');
}

export interface Twiml {
  ticket: string | undefined;
  streamUrl: string | undefined;
  say: string | undefined;
  hangsUp: boolean;
}

export function readTwiml(xml: string): Twiml {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' });
  const { Response: response } = parser.parse(xml) as {
    Response: {
      Connect?: { Stream: { url: string; Parameter: { name: string; value: string } } };
      Say?: string;
      Hangup?: unknown;
    };
  };
  const stream = response.Connect?.Stream;
  return {
    ticket: stream?.Parameter.name === 'ticket' ? stream.Parameter.value : undefined,
    streamUrl: stream?.url,
    say: response.Say,
    hangsUp: response.Hangup !== undefined,
  };
}

/** One media stream, spoken as Twilio does, and what came back over it, in order. */
export class TwilioStream {
  readonly streamSid = `MZ${'a'.repeat(32)}`;
  readonly audio: Buffer[] = [];
  /** `media`, `clear` and `mark:<name>` in the order of their arrival. */
  readonly events: string[] = [];
  closeCode: number | undefined;
  /** Whether marks are echoed, as Twilio does once the audio before them was played. */
  echoMarks = true;

  constructor(
    readonly socket: WebSocket,
    readonly callSid: string,
  ) {
    socket.on('message', (data) => this.#onMessage(JSON.parse((data as Buffer).toString()) as Outgoing));
    socket.on('close', (code) => (this.closeCode = code));
    socket.on('error', () => undefined);
  }

  start(ticket: string | undefined, callSid = this.callSid): void {
    this.send({ event: 'connected', protocol: 'Call', version: '1.0.0' });
    this.send({
      event: 'start',
      sequenceNumber: '1',
      start: {
        accountSid: ACCOUNT_SID,
        streamSid: this.streamSid,
        callSid,
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters: ticket === undefined ? {} : { ticket },
      },
      streamSid: this.streamSid,
    });
  }

  media(audio: Buffer): void {
    this.send({
      event: 'media',
      sequenceNumber: '3',
      media: { track: 'inbound', chunk: '2', timestamp: '5', payload: audio.toString('base64') },
      streamSid: this.streamSid,
    });
  }

  stop(): void {
    this.send({
      event: 'stop',
      sequenceNumber: '9',
      stop: { accountSid: ACCOUNT_SID, callSid: this.callSid },
    });
    this.socket.close();
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  heard(): Buffer {
    return Buffer.concat(this.audio);
  }

  #onMessage(message: Outgoing): void {
    if (message.event === 'media') this.audio.push(Buffer.from(message.media.payload, 'base64'));
    this.events.push(message.event === 'mark' ? `mark:${message.mark.name}` : message.event);
    if (message.event === 'mark' && this.echoMarks) {
      this.send({
        event: 'mark',
        sequenceNumber: '4',
        streamSid: this.streamSid,
        mark: { name: message.mark.name },
      });
    }
  }
}

type Outgoing =
  | { event: 'media'; media: { payload: string } }
  | { event: 'mark'; mark: { name: string } }
  | { event: 'clear' };

export interface RestUpdate {
  path: string;
  authorization: string | undefined;
  fields: Record<string, string>;
}

/** Twilio's REST API, as far as calls are changed by it. */
export class FakeTwilioRest {
  readonly updates: RestUpdate[] = [];
  status = 200;
  /** What Twilio does with the call once it was updated. */
  onUpdated: (path: string) => void = () => undefined;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const fields = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
        this.updates.push({
          path: request.url ?? '',
          authorization: request.headers.authorization,
          fields,
        });
        response.writeHead(this.status, { 'content-type': 'application/json' });
        response.end('{}');
        if (this.status < 300) this.onUpdated(request.url ?? '');
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
