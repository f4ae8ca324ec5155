import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Target } from './hosts';

export interface HttpAnswer {
  status: number;
  body: string;
}

const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

/**
 * POSTs a body. The Host header carries the public name; X-Forwarded-Proto and -Host say what a TLS
 * terminator would say.
 *
 * @throws {Error} on a refused or cut connection, an abort, or when the whole answer isn't there in time
 */
export function httpPost(
  target: Target,
  headers: Record<string, string>,
  body: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const send = target.url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(
      target.url,
      {
        method: 'POST',
        agent: false,
        signal,
        headers: {
          ...headers,
          'content-length': String(Buffer.byteLength(body)),
          host: target.host,
          'x-forwarded-proto': target.scheme,
          'x-forwarded-host': target.host,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > MAX_ANSWER_BYTES) request.destroy(new Error(`more than ${MAX_ANSWER_BYTES} bytes`));
          else chunks.push(chunk);
        });
        response.on('error', fail);
        response.on('end', () => {
          clearTimeout(timer);
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
        });
      },
    );
    const timer = setTimeout(
      () => request.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)),
      timeoutMs,
    );
    function fail(error: Error): void {
      clearTimeout(timer);
      reject(error);
    }
    request.on('error', fail);
    request.end(body);
  });
}
