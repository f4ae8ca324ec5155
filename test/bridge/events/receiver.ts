import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EventEnvelope } from '../../../bridge/src/events/envelope';

export interface Received {
  headers: IncomingHttpHeaders;
  url: string;
  body: string;
}

/** What a request is answered with; `hang` is never to answer, `reset` to cut the connection. */
export type ReceiverAnswer =
  { status: number; headers?: Record<string, string>; body?: string } | 'hang' | 'reset';

/** Stands in for n8n's webhook. */
export class Receiver {
  readonly received: Received[] = [];
  answer: (request: Received) => ReceiverAnswer = () => ({ status: 200, body: '{}' });
  readonly #server: Server;
  #port = 0;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { headers, url = '' } = request;
        const one = { headers, url, body: Buffer.concat(chunks).toString() };
        this.received.push(one);
        const answer = this.answer(one);
        if (answer === 'hang') return;
        if (answer === 'reset') {
          request.socket.destroy();
          return;
        }
        response.writeHead(answer.status, answer.headers);
        response.end(answer.body);
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/webhook/events-secret-path`;
  }

  get events(): EventEnvelope[] {
    return this.received.map(({ body }) => JSON.parse(body) as EventEnvelope);
  }

  /** @param port the one it had before, to come back at the same address */
  async start(port = this.#port): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
