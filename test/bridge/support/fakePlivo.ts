/**
 * Stands in for Plivo, as far as the bridge meets it. Each message is written as its page shows it:
 * - webhooks: plivo.com/docs/voice/xml/request; the hangup URL: plivo.com/docs/account/api/application
 * - signatures: plivo.com/docs/voice/concepts/signature-validation (V3), and `validateV3Signature` of plivo-node
 * - `<Stream>`: plivo.com/docs/voice/xml/audiostream
 * - messages of the stream: plivo.com/docs/voice-agents/audio-streaming/concepts/audio-streaming-reference
 * - hang-up and transfer: plivo.com/docs/voice/api/call/hang-up-a-call, …/transfer-a-call
 */
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { XMLParser } from 'fast-xml-parser';
import { WebSocket } from 'ws';
import { PUBLIC_URL } from './fakeTwilio';

export const AUTH_ID = 'MAXXXXXXXXXXXXXXXXXX';
export const AUTH_TOKEN = 'plivo-auth-token-of-the-tests';
/** As Plivo writes numbers: without a plus. */
export const CALLER = '14155550123';
export const CALLED = '14155550199';

let nonces = 0;
const newNonce = (): string => String((nonces += 1)).padStart(20, '0');

/** The signature over an address as it stands in the XML or in the application, and the fields of a form. */
export function plivoProof(
  url: string,
  form: Record<string, string> = {},
  token = AUTH_TOKEN,
): { 'x-plivo-signature-v3': string; 'x-plivo-signature-v3-nonce': string } {
  const nonce = newNonce();
  const names = Object.keys(form).sort();
  const fields = names.map((name) => `${name}${form[name]}`).join('');
  const text = names.length > 0 ? `${url}?${fields}` : url;
  const signature = createHmac('sha256', token).update(`${text}.${nonce}`).digest('base64');
  return { 'x-plivo-signature-v3': signature, 'x-plivo-signature-v3-nonce': nonce };
}

/** A webhook at a path of the bridge. */
export function signedForm(path: string, form: Record<string, string>): RequestInit {
  return { method: 'POST', headers: plivoProof(PUBLIC_URL + path, form), body: new URLSearchParams(form) };
}

export interface PlivoXml {
  stream: { url: string; attributes: Record<string, string> } | undefined;
  speak: string | undefined;
  dials: string | undefined;
  hangsUp: boolean;
}

export function readPlivoXml(xml: string): PlivoXml {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false });
  const { Response: response } = parser.parse(xml) as {
    Response: {
      Stream?: Record<string, string>;
      Speak?: string;
      Dial?: { Number: string };
      Hangup?: unknown;
    };
  };
  const { Stream: stream } = response;
  const attributes = Object.entries(stream ?? {})
    .filter(([name]) => name.startsWith('@'))
    .map(([name, value]) => [name.slice(1), value]);
  return {
    stream: stream && {
      url: stream['#text'] ?? '',
      attributes: Object.fromEntries(attributes) as Record<string, string>,
    },
    speak: response.Speak,
    dials: response.Dial?.Number,
    hangsUp: response.Hangup !== undefined,
  };
}

type Outgoing =
  | { event: 'playAudio'; media: { contentType: string; sampleRate: number; payload: string } }
  | { event: 'checkpoint'; streamId: string; name: string }
  | { event: 'clearAudio'; streamId: string };

/** A call at Plivo: its webhooks, and the stream that its XML asks for. */
export class PlivoCall {
  readonly streamId: string;
  socket: WebSocket | undefined;
  /** What was sent to be played, and `clear` and `checkpoint` between: in the order of arrival. */
  readonly events: (Buffer | 'clear' | { checkpoint: string })[] = [];
  closeCode: number | undefined;
  #sequence = 0;
  #chunk = 0;

  constructor(
    readonly uuid: string,
    private readonly port: number,
  ) {
    this.streamId = `20170ada-f610-433b-8758-${uuid.slice(-12)}`;
  }

  form(): Record<string, string> {
    return {
      CallUUID: this.uuid,
      From: CALLER,
      To: CALLED,
      CallStatus: 'ringing',
      Direction: 'inbound',
      Event: 'StartApp',
    };
  }

  /** Asks what to do with the call. */
  answer(init = signedForm('/plivo/answer', this.form())): Promise<Response> {
    return this.post('/plivo/answer', init);
  }

  post(path: string, init: RequestInit): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.port}${path}`, init);
  }

  /** Opens the stream of an answer; resolves with the status when the handshake is refused. */
  async connect(xml: PlivoXml, proof = plivoProof(xml.stream?.url ?? '')): Promise<number | undefined> {
    if (!xml.stream) throw new Error('the XML has no stream');
    const { url, attributes } = xml.stream;
    const socket = new WebSocket(`ws://127.0.0.1:${this.port}${new URL(url).pathname}`, { headers: proof });
    socket.on('error', () => undefined);
    this.socket = socket;
    const refused = await new Promise<number | undefined>((resolve) => {
      socket.once('open', () => resolve(undefined));
      socket.once('unexpected-response', (request, response) => {
        request.destroy();
        resolve(response.statusCode);
      });
    });
    if (refused !== undefined) return refused;
    socket.on('close', (code) => (this.closeCode = code));
    socket.on('message', (data) => this.#onMessage(JSON.parse((data as Buffer).toString()) as Outgoing));
    const [encoding = '', rate = ''] = (attributes.contentType ?? '').split(';rate=');
    this.#tell({
      event: 'start',
      start: {
        callId: this.uuid,
        streamId: this.streamId,
        accountId: AUTH_ID,
        tracks: ['inbound'],
        mediaFormat: { encoding, sampleRate: Number(rate) },
      },
      extra_headers: attributes.extraHeaders ?? '',
    });
    return undefined;
  }

  /** The caller speaks: mu-law. */
  speak(audio: Buffer): void {
    this.#chunk += 1;
    const media = {
      track: 'inbound',
      timestamp: '1705312200000',
      chunk: this.#chunk,
      payload: audio.toString('base64'),
    };
    this.#tell({ event: 'media', streamId: this.streamId, media, extra_headers: '' });
  }

  press(digit: string): void {
    const dtmf = { track: 'inbound', digit, timestamp: '1705312200000' };
    this.#tell({ event: 'dtmf', streamId: this.streamId, dtmf, extra_headers: '' });
  }

  send(message: object | string): void {
    this.socket?.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** What was sent to be played since the last `clear`, or all of it. */
  played(sinceClear = false): Buffer {
    const from = sinceClear ? this.events.lastIndexOf('clear') + 1 : 0;
    return Buffer.concat(this.events.slice(from).filter((event) => Buffer.isBuffer(event)));
  }

  /** Numbers are numbers at Plivo. */
  #tell(message: object): void {
    this.#sequence += 1;
    this.send({ sequenceNumber: this.#sequence, ...message });
  }

  #onMessage(message: Outgoing): void {
    if (message.event === 'playAudio') {
      const { contentType, sampleRate, payload } = message.media;
      if (contentType !== 'audio/x-mulaw' || sampleRate !== 8000)
        throw new Error('not the format of the stream');
      this.events.push(Buffer.from(payload, 'base64'));
      return;
    }
    if (message.streamId !== this.streamId) throw new Error('not the id of the stream');
    if (message.event === 'clearAudio') {
      this.events.push('clear');
      this.#tell({ event: 'clearedAudio', streamId: this.streamId });
    } else {
      this.events.push({ checkpoint: message.name });
      this.#tell({ event: 'playedStream', streamId: this.streamId, name: message.name });
    }
  }
}

export interface PlivoUpdate {
  method: string | undefined;
  path: string;
  authorization: string | undefined;
  body: Record<string, string>;
}

/** Plivo's REST API, as far as calls are changed by it. */
export class FakePlivoRest {
  readonly updates: PlivoUpdate[] = [];
  /** What Plivo does with the call once it was changed. */
  onUpdated: (update: PlivoUpdate) => void = () => undefined;
  /** What a request is answered with; undefined: as a change of a call. */
  answer: (update: PlivoUpdate) => { status: number; body?: unknown } | undefined = () => undefined;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method, url: path = '', headers } = request;
        const text = Buffer.concat(chunks).toString();
        const body = (text === '' ? {} : JSON.parse(text)) as PlivoUpdate['body'];
        const update = { method, path, authorization: headers.authorization, body };
        this.updates.push(update);
        const answer = this.answer(update);
        if (answer) {
          response.writeHead(answer.status, { 'content-type': 'application/json' });
          response.end(JSON.stringify(answer.body ?? {}));
          return;
        }
        // 204 for a hang-up, 202 for a transfer.
        response.writeHead(method === 'DELETE' ? 204 : 202, { 'content-type': 'application/json' });
        response.end(method === 'DELETE' ? undefined : '{"message":"call transferred"}');
        this.onUpdated(update);
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
