import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Faults } from './faults';
import type { Fault } from './types';

/** What is kept under a key. */
export interface StoredBytes {
  type: string;
  bytes: Buffer;
}

/** One request that the storage answered. */
export interface StorageRequest {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  status: number;
}

/** The presigned storage as tests see it. */
export interface StorageView {
  readonly url: string;
  readonly requests: readonly StorageRequest[];
  /** Spoils the next matching request to the storage. */
  failNext(fault: Fault): void;
}

/**
 * Plays the bucket behind Vapi's recordings: another origin than the API, whose URLs are signed. As S3 does, it
 * refuses a request that also brings an `Authorization` header, and a signature that is not its own.
 */
export class Storage implements StorageView {
  readonly requests: StorageRequest[] = [];
  url = '';
  private readonly faults = new Faults();
  private readonly closing = new AbortController();
  private readonly secret = randomBytes(16);
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch(() => response.destroy());
  });

  /** @param read what is under a key, or undefined */
  constructor(private readonly read: (key: string) => StoredBytes | undefined) {}

  async listen(host: string): Promise<void> {
    this.server.listen(0, host);
    await once(this.server, 'listening');
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** A URL that needs no other proof. */
  sign(key: string): string {
    const query = new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Expires': '3600',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': this.signature(key),
    });
    return `${this.url}/${key}?${query.toString()}`;
  }

  failNext(fault: Fault): void {
    this.faults.add(fault);
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private signature(key: string): string {
    return createHmac('sha256', this.secret).update(key).digest('hex');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://storage.invalid');
    const method = request.method ?? 'GET';
    const log = { method, path: url.pathname, headers: request.headers, status: 0 };
    this.requests.push(log);
    const reply = (status: number, body: string | Buffer, headers: Record<string, string>) => {
      log.status = status;
      response.writeHead(status, headers).end(body);
    };
    const refuse = (status: number, code: string, message: string) =>
      reply(status, errorXml(code, message), { 'content-type': 'application/xml' });

    const fault = this.faults.take(method, url.pathname);
    if (fault?.delayMs) await sleep(fault.delayMs, undefined, { signal: this.closing.signal });
    if (fault?.cut) {
      request.socket.destroy();
      return;
    }
    if (fault?.status !== undefined) {
      const body = typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? {});
      reply(fault.status, body, { ...fault.headers });
      return;
    }
    const key = decodeURIComponent(url.pathname.slice(1));
    if (request.headers.authorization !== undefined) {
      const message =
        'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified';
      refuse(400, 'InvalidArgument', message);
    } else if (method !== 'GET') refuse(405, 'MethodNotAllowed', 'The specified method is not allowed.');
    else if (url.searchParams.get('X-Amz-Signature') !== this.signature(key))
      refuse(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match.');
    else {
      const stored = this.read(key);
      if (!stored) refuse(404, 'NoSuchKey', 'The specified key does not exist.');
      else
        reply(200, stored.bytes, {
          'content-type': stored.type,
          'content-length': String(stored.bytes.length),
          'accept-ranges': 'bytes',
        });
    }
  }
}

function errorXml(code: string, message: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
}
