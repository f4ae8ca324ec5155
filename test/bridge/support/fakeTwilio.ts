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
  /** Whom the caller is connected to after the message. */
  dials: string | undefined;
}

export function readTwiml(xml: string): Twiml {
  // Numbers stay text: a telephone number has a plus.
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
  });
  const { Response: response } = parser.parse(xml) as {
    Response: {
      Connect?: { Stream: { url: string; Parameter: { name: string; value: string } } };
      Say?: string;
      Hangup?: unknown;
      Dial?: string;
    };
  };
  const stream = response.Connect?.Stream;
  return {
    ticket: stream?.Parameter.name === 'ticket' ? stream.Parameter.value : undefined,
    streamUrl: stream?.url,
    say: response.Say,
    hangsUp: response.Hangup !== undefined,
    dials: response.Dial,
  };
}

/** One media stream, spoken as Twilio does, and what came back over it, in order. */
export class TwilioStream {
  readonly streamSid = `MZ${'a'.repeat(32)}`;
  readonly audio: Buffer[] = [];
  /** `media`, `clear` and `mark:<name>` in the order of their arrival. */
  readonly events: string[] = [];
  closeCode: number | undefined;
  /** Takes the audio instead of `audio`. */
  onAudio: (audio: Buffer) => void = (audio) => void this.audio.push(audio);
  /** Told of each `clear`. */
  onClear: () => void = () => undefined;
  /** Whether `events` is filled. */
  keepsEvents = true;
  /** Whether marks are echoed, as Twilio does once the audio before them was played. */
  echoMarks = true;
  /** How long what has come until now is still played, in ms: so long an echo waits. */
  playsFor: () => number = () => 0;

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
    this.sayStop();
    this.socket.close();
  }

  /** The message alone, without the close that follows it as a rule. */
  sayStop(): void {
    this.send({
      event: 'stop',
      sequenceNumber: '9',
      stop: { accountSid: ACCOUNT_SID, callSid: this.callSid },
      streamSid: this.streamSid,
    });
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Resolves when everything sent so far has been read at the other end. */
  roundTrip(): Promise<void> {
    return new Promise((resolve) => {
      this.socket.once('pong', () => resolve());
      this.socket.ping();
    });
  }

  heard(): Buffer {
    return Buffer.concat(this.audio);
  }

  #onMessage(message: Outgoing): void {
    if (message.event === 'media') this.onAudio(Buffer.from(message.media.payload, 'base64'));
    if (message.event === 'clear') this.onClear();
    if (this.keepsEvents) {
      this.events.push(message.event === 'mark' ? `mark:${message.mark.name}` : message.event);
    }
    if (message.event === 'mark' && this.echoMarks) this.#echo(message.mark.name);
  }

  #echo(name: string): void {
    const echo = { event: 'mark', sequenceNumber: '4', streamSid: this.streamSid, mark: { name } };
    const waitMs = this.playsFor();
    if (waitMs <= 0) this.send(echo);
    else setTimeout(() => this.send(echo), waitMs).unref();
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
  /** The status that an update gets; `status` as a rule. */
  statusOf: (path: string) => number = () => this.status;
  /** The form that came last, as it came: a name may stand there more than once. */
  lastForm = '';
  /** The CallSid of a call that is created. */
  newCallSid: () => string = () => `CA${'c'.repeat(32)}`;
  /** What is answered to the creation of a call in place of the call, with `status`. */
  refusal: unknown = undefined;
  /** What Twilio does with the call once it was updated. */
  onUpdated: (path: string, fields: Record<string, string>) => void = () => undefined;
  /** Whether `updates` is filled. */
  keeps = true;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const form = Buffer.concat(chunks).toString();
        const fields = Object.fromEntries(new URLSearchParams(form));
        this.lastForm = form;
        const path = request.url ?? '';
        if (this.keeps) this.updates.push({ path, authorization: request.headers.authorization, fields });
        const status = this.statusOf(path);
        response.writeHead(status, { 'content-type': 'application/json' });
        if (path.endsWith('/Calls.json')) {
          response.end(JSON.stringify(this.refusal ?? { sid: this.newCallSid(), status: 'queued' }));
          return;
        }
        response.end('{}');
        if (status < 300) this.onUpdated(path, fields);
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
