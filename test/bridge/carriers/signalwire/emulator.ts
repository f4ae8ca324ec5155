import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { readDocument, type Document } from '../../support/documents';
import { CALLED, CALLER, PUBLIC_URL } from '../../support/fakeTwilio';

export const PROJECT_ID = 'b08dacad-2f6c-4de1-93d6-cc732e0c69c5';
export const API_TOKEN = 'signalwire-api-token-of-the-tests';
export const SIGNING_KEY = 'signalwire-signing-key-of-the-tests';

/** The ways in which SignalWire's SDKs verify webhooks, that is, in which it may sign them. */
export type Scheme = 'sha1' | 'sha256' | 'compatible';

/** https://signalwire.com/docs/server-sdks/reference/python/core/security, developer.signalwire.com/guides/webhook-security */
export function signatureHeaders(
  url: string,
  form: Record<string, string>,
  scheme: Scheme = 'compatible',
  key = SIGNING_KEY,
): Record<string, string> {
  if (scheme === 'compatible') {
    const text = Object.keys(form)
      .sort()
      .reduce((joined, name) => joined + name + form[name], url);
    return { 'x-signalwire-signature': createHmac('sha1', key).update(text).digest('base64') };
  }
  const body = new URLSearchParams(form).toString();
  const digest = createHmac(scheme, key)
    .update(url + body)
    .digest('hex');
  return { [scheme === 'sha1' ? 'x-signalwire-signature' : 'x-signalwire-sha256-signature']: digest };
}

export interface RestUpdate {
  path: string;
  authorization: string | undefined;
  fields: Record<string, string>;
}

/** SignalWire, as its pages describe it: asks by webhook, opens streams, takes updates of calls. */
export class FakeSignalWire {
  readonly updates: RestUpdate[] = [];
  readonly streams: SignalWireStream[] = [];
  /** What calls were told to do when their stream was replaced by another document. */
  readonly diverted: Document[] = [];
  restStatus = 200;
  /** The status that a request gets; `restStatus` as a rule. */
  statusOf: () => number = () => this.restStatus;
  /** Whether a document is asked for after an update with its address. */
  fetches = true;
  /** Told of what calls were told to do, with the document as it came. */
  onDocument: (callSid: string, xml: string) => void = () => undefined;
  /** Told of calls that were ended. */
  onCompleted: (callSid: string) => void = () => undefined;
  /** Where the bridge listens; known once it does. */
  bridgePort = 0;
  #calls = 0;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const fields = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
        const path = request.url ?? '';
        this.updates.push({ path, authorization: request.headers.authorization, fields });
        // https://signalwire.com/docs/compatibility-api/rest/calls/create-a-call
        const isCreation = path.endsWith('/Calls.json');
        const wanted = this.statusOf();
        const status = isCreation && wanted === 200 ? 201 : wanted;
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(isCreation ? { sid: this.newCallSid(), status: 'queued' } : {}));
        if (status === 200) void this.#update(path, fields);
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get environment(): Record<string, string> {
    return {
      SIGNALWIRE_SPACE_URL: this.url,
      SIGNALWIRE_PROJECT_ID: PROJECT_ID,
      SIGNALWIRE_API_TOKEN: API_TOKEN,
      SIGNALWIRE_SIGNING_KEY: SIGNING_KEY,
    };
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    for (const stream of this.streams) stream.socket.terminate();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  newCallSid(): string {
    this.#calls += 1;
    return `76ac3c36-56da-4a3e-a0d6-${this.#calls.toString(16).padStart(12, '0')}`;
  }

  /** A webhook. Its fields: https://developer.signalwire.com/compatibility-api/cxml/voice/ ("Request Parameters"). */
  post(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = signatureHeaders(PUBLIC_URL + path, fields),
  ): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.bridgePort}${path}`, {
      method: 'POST',
      headers,
      body: new URLSearchParams(fields),
    });
  }

  form(callSid: string): Record<string, string> {
    return { CallSid: callSid, AccountSid: PROJECT_ID, From: CALLER, To: CALLED, CallStatus: 'ringing' };
  }

  async answer(callSid: string): Promise<Document> {
    const response = await this.post('/signalwire/voice', this.form(callSid));
    return readDocument(await response.text());
  }

  /** Opens the stream of a document; resolves with it, or with the status of the refusal. */
  connect(document: Document, callSid: string): Promise<SignalWireStream | number> {
    const { url, authBearerToken } = document.stream ?? {};
    // "Authorization: Bearer token_here": https://developer.signalwire.com/compatibility-api/cxml/voice/stream
    const headers = authBearerToken === undefined ? {} : { authorization: `Bearer ${authBearerToken}` };
    const local = (url ?? '').replace(/^wss:\/\/[^/]+/, `ws://127.0.0.1:${this.bridgePort}`);
    const socket = new WebSocket(local, { headers });
    const stream = new SignalWireStream(socket, callSid, document.parameters);
    return new Promise((resolve, reject) => {
      socket.once('open', () => {
        this.streams.push(stream);
        resolve(stream);
      });
      socket.once('unexpected-response', (request, response) => {
        request.destroy();
        resolve(response.statusCode ?? 0);
      });
      socket.once('error', reject);
    });
  }

  /** https://developer.signalwire.com/rest/compatibility-api/endpoints/update-a-call: `Status`, or `Url` alone. */
  async #update(path: string, fields: Record<string, string>): Promise<void> {
    if (fields.Status === 'completed') this.onCompleted(path.split(/[/.]/).at(-2) ?? '');
    const stream = this.streams.findLast(({ callSid }) => path.endsWith(`/Calls/${callSid}.json`));
    if (!stream) return;
    if (fields.Url !== undefined) {
      if (!this.fetches) return;
      const target = fields.Url.slice(PUBLIC_URL.length);
      const response = await this.post(target, this.form(stream.callSid));
      const xml = await response.text();
      this.diverted.push(readDocument(xml));
      this.onDocument(stream.callSid, xml);
    }
    stream.stop();
  }
}

/** One stream, and what came back over it. Messages: https://developer.signalwire.com/compatibility-api/cxml/voice/stream */
export class SignalWireStream {
  readonly streamSid = '7d56cc11-536d-4a45-b4fb-ed3d55be843b';
  readonly audio: Buffer[] = [];
  /** `media`, `clear` and `mark:<name>` in the order of their arrival. */
  readonly events: string[] = [];
  closeCode: number | undefined;
  /** Whether messages are sent as in the examples of that page, inside another object, instead of bare. */
  wraps = false;
  #sequence = 0;
  #chunk = 0;

  constructor(
    readonly socket: WebSocket,
    readonly callSid: string,
    readonly parameters: Record<string, string>,
  ) {
    socket.on('message', (data) => this.#onMessage(JSON.parse((data as Buffer).toString()) as Outgoing));
    socket.on('close', (code) => (this.closeCode = code));
    socket.on('error', () => undefined);
  }

  /** "Connected message", "Start message". */
  start(mediaFormat: object = { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 }): void {
    this.send({ event: 'connected', protocol: 'Call', version: '0.2.0' });
    this.send({
      event: 'start',
      ...this.#numbered(),
      start: {
        streamSid: this.streamSid,
        accountSid: PROJECT_ID,
        callSid: this.callSid,
        tracks: ['inbound'],
        customParameters: this.parameters,
        mediaFormat,
      },
    });
  }

  /** "Media message". */
  media(audio: Buffer): void {
    this.#chunk += 1;
    this.send({
      event: 'media',
      ...this.#numbered(),
      media: {
        track: 'inbound',
        chunk: String(this.#chunk),
        timestamp: String(this.#chunk * 20),
        payload: audio.toString('base64'),
      },
      streamSid: this.streamSid,
    });
  }

  /** "DTMF message". */
  dtmf(digit: string): void {
    this.send({ event: 'dtmf', streamSid: this.streamSid, dtmf: { duration: 2700, digit } });
  }

  /** "Stop message". */
  stop(): void {
    this.send({ event: 'stop', ...this.#numbered() });
    this.socket.close();
  }

  send(message: object): void {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    const { event } = message as { event: string };
    const wrapped = {
      timestamp: '2025-09-26T16:25:04.794Z',
      direction: 'inbound',
      eventType: event,
      rawEvent: message,
    };
    this.socket.send(JSON.stringify(this.wraps ? wrapped : message));
  }

  heard(): Buffer {
    return Buffer.concat(this.audio);
  }

  #numbered(): { sequenceNumber: string } {
    this.#sequence += 1;
    return { sequenceNumber: String(this.#sequence) };
  }

  /** "Sending WebSocket Messages". */
  #onMessage(message: Outgoing): void {
    if (message.streamSid !== this.streamSid) throw new Error(`a message for stream ${message.streamSid}`);
    this.events.push(message.event === 'mark' ? `mark:${message.mark.name}` : message.event);
    switch (message.event) {
      case 'media':
        this.audio.push(Buffer.from(message.media.payload, 'base64'));
        break;
      case 'mark':
        // "Mark message": once what was sent before it has been played or cleared.
        this.send({ event: 'mark', streamSid: this.streamSid, mark: message.mark });
        break;
      case 'clear':
        // "Clear message": the buffer was flushed.
        this.send({ event: 'clear', streamSid: this.streamSid });
    }
  }
}

type Outgoing = { streamSid: string } & (
  | { event: 'media'; media: { payload: string } }
  | { event: 'mark'; mark: { name: string } }
  | { event: 'clear' }
);
