import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocket, WebSocketServer, type ClientOptions } from 'ws';
import type { Clock } from '../../../bridge/src/clock';
import { acceptWebSocket } from '../../../bridge/src/sockets/accept';
import { connectWebSocket } from '../../../bridge/src/sockets/connect';
import type { MediaSocket, SocketHandler } from '../../../bridge/src/sockets/mediaSocket';

export const MAX_PAYLOAD = 1024 * 1024;

/** Keeps what a socket delivers. */
export class Recorder implements SocketHandler {
  readonly messages: (string | Buffer)[] = [];
  readonly closes: number[] = [];
  drains = 0;
  /** What is called besides for each message. */
  onMessage: () => void = () => undefined;

  text(message: Buffer): void {
    this.#late();
    this.messages.push(message.toString());
    this.onMessage();
  }

  binary(message: Buffer): void {
    this.#late();
    this.messages.push(Buffer.from(message));
    this.onMessage();
  }

  drained(): void {
    this.#late();
    this.drains += 1;
  }

  closed(code: number): void {
    this.closes.push(code);
  }

  #late(): void {
    if (this.closes.length > 0) throw new Error('called after closed');
  }
}

/** The other side of a socket under test: one of the library `ws`, with what came to it. */
export class Counterpart {
  readonly messages: (string | Buffer)[] = [];
  readonly pings: string[] = [];
  readonly pongs: string[] = [];
  readonly errors: string[] = [];
  closeCode: number | undefined;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data, isBinary) =>
      this.messages.push(isBinary ? Buffer.from(data as Buffer) : (data as Buffer).toString()),
    );
    socket.on('ping', (data: Buffer) => this.pings.push(data.toString()));
    socket.on('pong', (data: Buffer) => this.pongs.push(data.toString()));
    socket.on('error', (error) => this.errors.push(error.message));
    socket.on('close', (code) => (this.closeCode = code));
  }

  /** The connection below, to write bytes that the library would not. */
  get raw(): Socket {
    return (this.socket as unknown as { _socket: Socket })._socket;
  }
}

export interface Pair {
  ours: MediaSocket;
  recorder: Recorder;
  theirs: Counterpart;
}

export interface PairOptions {
  clock: Clock;
  maxPayload?: number;
  /** Called with our socket before anybody listens to it. */
  beforeListen?: (ours: MediaSocket, theirs: Counterpart) => Promise<void> | void;
  autoPong?: boolean;
}

export type Role = 'server' | 'client' | 'client over TLS';

/** Makes pairs of one socket of ours and one of `ws`, and takes all down again. */
export class Ends {
  readonly #servers: Server[] = [];
  readonly #theirs: WebSocket[] = [];
  readonly #ours: MediaSocket[] = [];

  /** @param certificate needed for TLS; the test's process must trust it */
  constructor(private readonly certificate?: { key: string; cert: string }) {}

  async pair(role: Role, options: PairOptions): Promise<Pair> {
    const { ours, theirs } =
      role === 'server' ? await this.#asServer(options) : await this.#asClient(role, options);
    this.#ours.push(ours);
    await options.beforeListen?.(ours, theirs);
    const recorder = new Recorder();
    ours.listen(recorder);
    return { ours, recorder, theirs };
  }

  async listen(server: Server): Promise<number> {
    this.#servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#theirs) socket.terminate();
    for (const socket of this.#ours) socket.terminate();
    for (const server of this.#servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  async #asServer(options: PairOptions): Promise<{ ours: MediaSocket; theirs: Counterpart }> {
    const { clock, maxPayload = MAX_PAYLOAD, autoPong = true } = options;
    const server = createServer();
    const port = await this.listen(server);
    const accepted = new Promise<MediaSocket>((resolve) => {
      server.on('upgrade', (request, socket, head) =>
        resolve(acceptWebSocket(request, socket, head, { clock, maxPayload })),
      );
    });
    const clientOptions: ClientOptions & { autoPong: boolean } = { perMessageDeflate: true, autoPong };
    const socket = new WebSocket(`ws://127.0.0.1:${port}/`, clientOptions);
    this.#theirs.push(socket);
    const theirs = new Counterpart(socket);
    const [ours] = await Promise.all([accepted, once(socket, 'open')]);
    return { ours, theirs };
  }

  async #asClient(
    role: 'client' | 'client over TLS',
    options: PairOptions,
  ): Promise<{ ours: MediaSocket; theirs: Counterpart }> {
    const { clock, maxPayload = MAX_PAYLOAD, autoPong = true } = options;
    const secure = role === 'client over TLS';
    const server = secure ? (createTlsServer(this.certificate!) as Server) : createServer();
    const port = await this.listen(server);
    const sockets = new WebSocketServer({ server, autoPong, maxPayload: 64 * MAX_PAYLOAD });
    const connected = once(sockets, 'connection').then(([socket]) => new Counterpart(socket as WebSocket));
    const url = secure ? `wss://localhost:${port}/` : `ws://127.0.0.1:${port}/`;
    const ours = await connectWebSocket(url, { headers: {}, clock, maxPayload, timeoutMs: 5000 });
    const theirs = await connected;
    this.#theirs.push(theirs.socket);
    return { ours, theirs };
  }
}
