import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGzip } from 'node:zlib';

/** The part of Express' response that n8n uses on a webhook. */
export interface ExpressResponse extends ServerResponse {
  status(code: number): this;
  json(body: unknown): this;
  send(body: unknown): this;
  /** Only there behind a compressing middleware. */
  flush?: () => void;
}

/** A server on the loopback, on a port that the system chose. */
export interface TestServer {
  url: string;
  close(): Promise<void>;
}

/**
 * Listens until it is closed; whoever is still connected then is cut off. A test that fails before it closes its server
 * does not keep Jest from ending.
 */
export async function listen(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TestServer> {
  const server: Server = createServer(handler).unref();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Adds Express' methods to Node's response; Express itself is no dependency of this repository. */
export function asExpress(response: ServerResponse): ExpressResponse {
  return Object.assign(response, {
    status(this: ExpressResponse, code: number) {
      this.statusCode = code;
      return this;
    },
    json(this: ExpressResponse, body: unknown) {
      this.setHeader('Content-Type', 'application/json');
      return this.send(JSON.stringify(body));
    },
    send(this: ExpressResponse, body: unknown) {
      this.end(String(body));
      return this;
    },
  });
}

/**
 * Compresses as the middleware in front of n8n's webhooks does, in what matters here: `write`, `end` and `flush`
 * are replaced on the response, headers go out at once, and the body only later, when zlib gives it.
 */
export function compressed(response: ExpressResponse): ExpressResponse {
  const write = response.write.bind(response) as (chunk: Buffer) => boolean;
  const end = response.end.bind(response) as () => ServerResponse;
  const gzip = createGzip();
  gzip.on('data', (chunk: Buffer) => write(chunk));
  gzip.on('end', () => end());
  const sendHeaders = (): void => {
    if (response.headersSent) return;
    response.removeHeader('Content-Length');
    response.setHeader('Content-Encoding', 'gzip');
    response.writeHead(response.statusCode);
  };
  return Object.assign(response, {
    write: (chunk: string | Buffer) => {
      sendHeaders();
      return gzip.write(chunk);
    },
    end: (chunk?: string | Buffer) => {
      sendHeaders();
      gzip.end(chunk);
      return response;
    },
    flush: () => gzip.flush(),
  });
}

/** The body of a request as text. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Listens on a port and hands requests on to another. */
export async function forwardFrom(port: number, to: number): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const { method, url, headers } = request;
      const answer = await fetch(`http://127.0.0.1:${to}${url}`, {
        method,
        headers: {
          ...{ authorization: headers.authorization ?? '', 'user-agent': headers['user-agent'] ?? '' },
          'content-type': 'application/json',
        },
        body: Buffer.concat(parts),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(await answer.text());
    })().catch(() => response.destroy());
  }).unref();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}
