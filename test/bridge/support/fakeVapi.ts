import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

export interface CreateRequest {
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
  /** The carrier's call that it was made for, by the metadata of the request. */
  carrierCallId: string;
}

/** A command that came over a call's control address. */
export interface ControlRequest {
  path: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** The answer to one POST /call. `reset` cuts the connection instead of answering. */
export type CreateAnswer = { status: number; body: unknown; headers?: Record<string, string> } | 'reset';

/** One call at the stand-in: its socket and what came over it. */
export class VapiCall {
  readonly audio: Buffer[] = [];
  readonly texts: string[] = [];
  closeCode: number | undefined;
  /** Audio or silence has come: the bridge has its end of the socket, and loses nothing that the caller says. */
  isServed = false;
  /** Takes the audio instead of `audio`. */
  onAudio: (audio: Buffer) => void = (audio) => void this.audio.push(audio);

  constructor(
    readonly id: string,
    readonly carrierCallId: string,
    readonly socket: WebSocket,
    readonly headers: IncomingHttpHeaders,
  ) {
    socket.on('message', (data, isBinary) => {
      if (isBinary) {
        this.isServed = true;
        this.onAudio(data as Buffer);
      } else {
        this.texts.push((data as Buffer).toString());
      }
    });
    socket.on('close', (code) => (this.closeCode = code));
    socket.on('error', () => undefined);
  }

  /** What the caller said, without the frames of silence that the bridge adds. */
  heard(): Buffer {
    return Buffer.concat(this.audio.filter((frame) => !frame.every((byte) => byte === 0xff)));
  }

  say(message: Record<string, unknown>): void {
    this.socket.send(JSON.stringify(message));
  }
}

/** Just enough of Vapi for the bridge's own tests: POST /call and the socket it names. */
export class FakeVapi {
  readonly requests: CreateRequest[] = [];
  readonly calls: VapiCall[] = [];
  readonly controls: ControlRequest[] = [];
  /** What commands over control addresses are answered with. */
  controlStatus = 200;
  /** What POST /call answers; the default creates the call. */
  answer: (attempt: number, socketUrl: string) => CreateAnswer | Promise<CreateAnswer> = (attempt, url) => ({
    status: 201,
    body: createdCall(attempt, url),
  });
  /** What it answers for one call of the carrier; `undefined`: what `answer` does. */
  answerOf: (carrierCallId: string) => CreateAnswer | Promise<CreateAnswer> | undefined = () => undefined;
  /** The status with which upgrades are refused. */
  refuseUpgrade: number | undefined;
  /** How the upgrade of one call is refused: with a status, or by never answering; `undefined`: it is not. */
  refusalOf: (carrierCallId: string) => number | 'silence' | undefined = () => this.refuseUpgrade;
  /** Told of each socket that is open. */
  onCall: (call: VapiCall) => void = () => undefined;
  /** Whether `requests` and `calls` are filled. A run of many thousand calls has no use for them. */
  keeps = true;
  #attempts = 0;
  /** By the id of a call here: the carrier's call that it was made for. Until the socket comes. */
  readonly #carrierCallIds = new Map<string, string>();
  readonly #unanswered = new Set<Duplex>();
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const path = request.url ?? '';
        if (path.endsWith('/control-secret')) {
          this.controls.push({ path, headers: request.headers, body: JSON.parse(text) });
          response.writeHead(this.controlStatus, { location: '/elsewhere' }).end();
          return;
        }
        const body = JSON.parse(text) as CreateRequest['body'];
        const { carrierCallId = '' } = (body.metadata ?? {}) as { carrierCallId?: string };
        const create = { headers: request.headers, body, carrierCallId };
        if (this.keeps) this.requests.push(create);
        void this.#respond(create).then((answer) => {
          if (answer === 'reset') {
            request.socket.destroy();
            return;
          }
          response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
          response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
        });
      });
    });
    this.#server.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      const id = (request.url ?? '').split('/')[1] ?? '';
      const carrierCallId = this.#carrierCallIds.get(id) ?? '';
      this.#carrierCallIds.delete(id);
      const refusal = this.refusalOf(carrierCallId);
      if (refusal === 'silence') {
        this.#unanswered.add(socket);
        socket.once('close', () => this.#unanswered.delete(socket));
        return;
      }
      if (refusal !== undefined) {
        socket.end(`HTTP/1.1 ${refusal} No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
        const call = new VapiCall(id, carrierCallId, webSocket, request.headers);
        if (this.keeps) this.calls.push(call);
        this.onCall(call);
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
    for (const socket of this.#sockets.clients) socket.terminate();
    for (const socket of this.#unanswered) socket.destroy();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** The call at the stand-in that was made for a call of the carrier, once it is served; the newest one. */
  callOf(carrierCallId: string): VapiCall | undefined {
    return this.calls.findLast((call) => call.carrierCallId === carrierCallId && call.isServed);
  }

  async #respond(request: CreateRequest): Promise<CreateAnswer> {
    this.#attempts += 1;
    const attempt = this.#attempts;
    this.#carrierCallIds.set(callIdOf(attempt), request.carrierCallId);
    const socketUrl = `${this.url.replace('http:', 'ws:')}/${callIdOf(attempt)}/transport`;
    return this.answerOf(request.carrierCallId) ?? this.answer(attempt, socketUrl);
  }
}

/** As at Vapi, the address that joins a call is made of nothing but this id. */
export function callIdOf(attempt: number): string {
  return `vapi-call-${attempt}`;
}

/** The answer to POST /call in Vapi's shape. */
export function createdCall(attempt: number, websocketCallUrl: string): Record<string, unknown> {
  return {
    id: callIdOf(attempt),
    type: 'vapi.websocketCall',
    status: 'queued',
    transport: { provider: 'vapi.websocket', websocketCallUrl },
    monitor: {
      listenUrl: websocketCallUrl.replace('/transport', '/listen-secret'),
      controlUrl: websocketCallUrl.replace('ws:', 'http:').replace('/transport', '/control-secret'),
    },
  };
}
