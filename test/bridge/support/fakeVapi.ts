import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

export interface CreateRequest {
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

/** The answer to one POST /call. `reset` cuts the connection instead of answering. */
export type CreateAnswer = { status: number; body: unknown; headers?: Record<string, string> } | 'reset';

/** One call at the stand-in: its socket and what came over it. */
export class VapiCall {
  readonly audio: Buffer[] = [];
  readonly texts: string[] = [];
  closeCode: number | undefined;

  constructor(
    readonly id: string,
    readonly socket: WebSocket,
    readonly headers: IncomingHttpHeaders,
  ) {
    socket.on('message', (data, isBinary) => {
      if (isBinary) this.audio.push(data as Buffer);
      else this.texts.push((data as Buffer).toString());
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
  /** What POST /call answers; the default creates the call. */
  answer: (attempt: number, socketUrl: string) => CreateAnswer | Promise<CreateAnswer> = (attempt, url) => ({
    status: 201,
    body: createdCall(attempt, url),
  });
  /** The status with which upgrades are refused. */
  refuseUpgrade: number | undefined;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        this.requests.push({ headers: request.headers, body: JSON.parse(text) as Record<string, unknown> });
        void this.#respond().then((answer) => {
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
      if (this.refuseUpgrade !== undefined) {
        socket.end(`HTTP/1.1 ${this.refuseUpgrade} No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
        const id = (request.url ?? '').split('/')[1] ?? '';
        this.calls.push(new VapiCall(id, webSocket, request.headers));
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
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #respond(): Promise<CreateAnswer> {
    const attempt = this.requests.length;
    const socketUrl = `${this.url.replace('http:', 'ws:')}/${callIdOf(attempt)}/transport`;
    return this.answer(attempt, socketUrl);
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
