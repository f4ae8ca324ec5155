import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { textOfFrame } from './frameText';

/** A request as a customer's server gets it. */
export interface AppRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  form: Record<string, string>;
}

export interface AppAnswer {
  status?: number;
  type?: string;
  body: string;
}

/** One media socket as the customer's server sees it. */
export interface AppStream {
  socket: WebSocket;
  path: string;
  headers: IncomingHttpHeaders;
  /** Texts of the frames, in order. */
  texts: string[];
  /** Resolves with the messages so far as soon as that many came. */
  messages(count: number): Promise<StreamMessage[]>;
  /** Resolves with the first message of that kind. */
  first(event: string): Promise<StreamMessage>;
  closed: Promise<number>;
  say(message: Record<string, unknown>): void;
}

export interface StreamMessage {
  event: string;
  sequenceNumber?: string;
  streamSid?: string;
  start?: { customParameters: Record<string, string>; callSid: string };
  media?: { track: string; chunk: string; timestamp: string; payload: string };
  mark?: { name: string };
  dtmf?: { track: string; digit: string };
  stop?: { callSid: string };
}

const notFound = (): AppAnswer => ({ status: 404, body: '' });

/** A customer's server for the emulator's own tests: answers webhooks and takes media sockets. */
export class AppServer {
  origin = '';
  readonly requests: AppRequest[] = [];
  readonly streams: AppStream[] = [];
  /** What a path answers; a path without an entry is a 404. */
  readonly answers = new Map<string, (request: AppRequest) => AppAnswer | Promise<AppAnswer>>();
  /** What happens on a new media socket. */
  onStream: (stream: AppStream) => void = () => undefined;
  /** HTTP status that refuses upgrades; undefined: accepted. */
  refuseUpgrades: number | undefined;

  private readonly server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const path = request.url ?? '';
      const form = Object.fromEntries(new URLSearchParams(Buffer.concat(parts).toString()));
      const received = { method: request.method ?? '', path, headers: request.headers, form };
      this.requests.push(received);
      const answer = this.answers.get(path.split('?')[0] ?? '') ?? notFound;
      void Promise.resolve(answer(received)).then(({ status = 200, type = 'text/xml', body }) => {
        response.writeHead(status, { 'Content-Type': type });
        response.end(body);
      });
    });
  });
  private readonly sockets = new WebSocketServer({ noServer: true });

  async start(): Promise<this> {
    this.server.on('upgrade', (request, socket, head) => {
      if (this.refuseUpgrades !== undefined) {
        socket.end(`HTTP/1.1 ${this.refuseUpgrades} Refused\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      this.sockets.handleUpgrade(request, socket, head, (media) => {
        const stream = appStream(media, request.url ?? '', request.headers);
        this.streams.push(stream);
        this.onStream(stream);
      });
    });
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  /** Answers a path with TwiML; `body` goes inside `<Response>`. */
  twiml(path: string, body: string): void {
    this.answers.set(path, () => ({ body: `<?xml version="1.0"?><Response>${body}</Response>` }));
  }

  async stop(): Promise<void> {
    for (const client of this.sockets.clients) client.terminate();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function appStream(socket: WebSocket, path: string, headers: IncomingHttpHeaders): AppStream {
  const texts: string[] = [];
  const listeners = new Set<() => void>();
  const until = <T>(look: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const check = (): void => {
        const found = look();
        if (found === undefined) return;
        listeners.delete(check);
        resolve(found);
      };
      listeners.add(check);
      check();
    });
  const parsed = (): StreamMessage[] => texts.map((text) => JSON.parse(text) as StreamMessage);
  socket.on('message', (data: RawData) => {
    texts.push(textOfFrame(data));
    for (const listener of listeners) listener();
  });
  socket.on('error', () => undefined);
  return {
    ...{ socket, path, headers, texts },
    messages: (count) => until(() => (texts.length >= count ? parsed() : undefined)),
    first: (event) => until(() => parsed().find((message) => message.event === event)),
    closed: new Promise((resolve) => socket.on('close', (code) => resolve(code))),
    say: (message) => socket.send(JSON.stringify(message)),
  };
}
