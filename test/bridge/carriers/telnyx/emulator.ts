import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { readDocument, type Document } from '../../support/documents';
import { CALLED, CALLER, PUBLIC_URL } from '../../support/fakeTwilio';

export const API_KEY = 'KEY-telnyx-of-the-tests';
export const ACCOUNT = 'f5586561-8ff0-4291-a51b-c7dfe4139ff9';

const PCMU = { encoding: 'PCMU', sample_rate: 8000, channels: 1 };

export interface RestRequest {
  path: string;
  authorization: string | undefined;
  /** Of a form its fields, else what the JSON says. */
  body: Record<string, string>;
}

/** Telnyx, as its pages describe it: asks by webhooks of TeXML, opens streams, takes commands and updates of calls. */
export class FakeTelnyx {
  readonly requests: RestRequest[] = [];
  readonly streams: TelnyxStream[] = [];
  /** What calls were told to do when their stream was replaced by another document. */
  readonly diverted: Document[] = [];
  /** The answer to a request of the REST API. */
  answerRest: (path: string) => { status: number; body: unknown } = () => ({
    status: 200,
    body: { data: { result: 'ok' } },
  });
  /** Told of what calls were told to do, with the document as it came. */
  onDocument: (callSid: string, xml: string) => void = () => undefined;
  /** Told of calls that were ended. */
  onCompleted: (callSid: string) => void = () => undefined;
  /** Where the bridge listens; known once it does. */
  bridgePort = 0;
  #calls = 0;
  readonly #keys = generateKeyPairSync('ed25519');
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const isForm = request.headers['content-type'] === 'application/x-www-form-urlencoded';
        const body = isForm
          ? Object.fromEntries(new URLSearchParams(text))
          : (JSON.parse(text) as Record<string, string>);
        const path = request.url ?? '';
        this.requests.push({ path, authorization: request.headers.authorization, body });
        const answer = this.answerRest(path);
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer.body));
        if (answer.status < 300) this.#change(path, body);
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get environment(): Record<string, string> {
    const der = this.#keys.publicKey.export({ format: 'der', type: 'spki' });
    return {
      TELNYX_API_KEY: API_KEY,
      TELNYX_PUBLIC_KEY: der.subarray(-32).toString('base64'),
      TELNYX_API_BASE_URL: this.url,
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
    return `v3:9X2vxPDFY2RHSJ1EdMS0RHRksMTg7ldNxdjWbVr9zBjbGjGsSe-${this.#calls}`;
  }

  /** The fields of a webhook: https://developers.telnyx.com/api-reference/callbacks/texml-call-initiated */
  form(callSid: string): Record<string, string> {
    return {
      AccountSid: ACCOUNT,
      CallSid: callSid,
      CallSidLegacy: callSid,
      CallStatus: 'ringing',
      ConnectionId: '1234567890',
      From: CALLER,
      To: CALLED,
    };
  }

  /** The headers of a webhook: https://developers.telnyx.com/docs/development/sdk/node/webhooks */
  signatureHeaders(body: string, timestampS = Math.floor(Date.now() / 1000)): Record<string, string> {
    const signature = sign(null, Buffer.from(`${timestampS}|${body}`), this.#keys.privateKey);
    return {
      'telnyx-timestamp': String(timestampS),
      'telnyx-signature-ed25519': signature.toString('base64'),
    };
  }

  post(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = this.signatureHeaders(new URLSearchParams(fields).toString()),
  ): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.bridgePort}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields).toString(),
    });
  }

  async answer(callSid: string): Promise<Document> {
    const response = await this.post('/telnyx/voice', this.form(callSid));
    return readDocument(await response.text());
  }

  /** Opens the stream of a document; resolves with it, or with the status of the refusal. */
  connect(document: Document, callSid: string): Promise<TelnyxStream | number> {
    const url = document.stream?.url ?? '';
    const local = url.replace(PUBLIC_URL.replace('https:', 'wss:'), `ws://127.0.0.1:${this.bridgePort}`);
    const socket = new WebSocket(local);
    const stream = new TelnyxStream(socket, callSid, document.parameters);
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

  /**
   * https://developers.telnyx.com/api-reference/call-commands/hangup-call (by call_control_id),
   * https://developers.telnyx.com/api-reference/texml-rest-commands/update-call (by CallSid)
   */
  #change(path: string, body: Record<string, string>): void {
    const decoded = decodeURIComponent(path);
    if (body.Status === 'completed') this.onCompleted(decoded.split('/').at(-1) ?? '');
    const isHangUp = (each: TelnyxStream): boolean =>
      decoded === `/v2/calls/${each.callControlId}/actions/hangup`;
    const isUpdate = (each: TelnyxStream): boolean =>
      decoded === `/v2/texml/Accounts/${ACCOUNT}/Calls/${each.callSid}`;
    // A caller who came back has another stream.
    const stream = this.streams.findLast((each) => isHangUp(each) || isUpdate(each));
    if (!stream) return;
    if (isHangUp(stream)) this.onCompleted(stream.callSid);
    else if (body.Texml !== undefined) {
      this.diverted.push(readDocument(body.Texml));
      this.onDocument(stream.callSid, body.Texml);
    }
    stream.stop();
  }
}

/**
 * One stream, and what came back over it. Messages:
 * https://developers.telnyx.com/api-reference/websockets/stream-call-media-over-websocket
 */
export class TelnyxStream {
  readonly streamId = '32DE0DEA-53CB-4B21-89A4-9E1819C043BC';
  readonly audio: Buffer[] = [];
  /** `media`, `clear` and `mark:<name>` in the order of their arrival. */
  readonly events: string[] = [];
  closeCode: number | undefined;
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

  /** Streams name the call by this; it need not be what TeXML calls it. */
  get callControlId(): string {
    return this.callSid.replace(/^v3:/, 'v2:');
  }

  /** "Connected Frame", "Start Frame". */
  start(mediaFormat: object = PCMU): void {
    this.send({ event: 'connected', version: '1.0.0' });
    this.send({
      event: 'start',
      sequence_number: this.#next(),
      stream_id: this.streamId,
      start: {
        user_id: ACCOUNT,
        call_control_id: this.callControlId,
        call_session_id: 'ff55a038-6f5d-11ef-9692-02420aeffb1f',
        from: CALLER,
        to: CALLED,
        tags: [],
        client_state: null,
        custom_parameters: this.parameters,
        media_format: mediaFormat,
      },
    });
  }

  /** "Telnyx Media Frame", with its number. */
  media(audio: Buffer): void {
    this.#chunk += 1;
    this.frame(this.#chunk, audio);
  }

  /** The same with any number. */
  frame(chunk: number, audio: Buffer): void {
    this.send({
      event: 'media',
      sequence_number: this.#next(),
      media: {
        track: 'inbound',
        chunk: String(chunk),
        timestamp: String(chunk * 20),
        payload: audio.toString('base64'),
      },
      stream_id: this.streamId,
    });
  }

  /** "DTMF Frame". */
  dtmf(digit: string): void {
    this.send({
      event: 'dtmf',
      stream_id: this.streamId,
      occurred_at: '2024-01-15T10:30:00Z',
      sequence_number: this.#next(),
      dtmf: { digit },
    });
  }

  /** "Error Frame". */
  error(code: number): void {
    const payload = { code, title: 'malformed_frame', detail: 'The frame is malformed.' };
    this.send({ event: 'error', payload, stream_id: this.streamId });
  }

  /** "Stop Frame". */
  stop(): void {
    this.send({
      event: 'stop',
      sequence_number: this.#next(),
      stop: { user_id: ACCOUNT, call_control_id: this.callControlId },
      stream_id: this.streamId,
    });
    this.socket.close();
  }

  send(message: object): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  heard(): Buffer {
    return Buffer.concat(this.audio);
  }

  #next(): string {
    this.#sequence += 1;
    return String(this.#sequence);
  }

  /** "Client Media Frame", "Mark Frame", "Clear Frame"; marks come back once what was before them has been played. */
  #onMessage(message: Outgoing): void {
    this.events.push(message.event === 'mark' ? `mark:${message.mark.name}` : message.event);
    if (message.event === 'media') this.audio.push(Buffer.from(message.media.payload, 'base64'));
    if (message.event === 'mark') {
      this.send({
        event: 'mark',
        sequence_number: this.#next(),
        stream_id: this.streamId,
        mark: message.mark,
      });
    }
  }
}

type Outgoing =
  | { event: 'media'; media: { payload: string } }
  | { event: 'mark'; mark: { name: string } }
  | { event: 'clear' };
