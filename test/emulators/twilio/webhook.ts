import { request } from 'node:http';
import { routeTo } from './hosts';
import { twilioSignature } from './signature';
import type { WebhookPost } from './types';

export interface WebhookRequest {
  url: string;
  method: 'GET' | 'POST';
  params: Record<string, string>;
  hosts: Record<string, string>;
  /** Value of `X-Twilio-Signature` made from this token; see `signature` for forgeries. */
  authToken: string;
  /** `valid` unless a test wants a forgery. */
  signature?: 'valid' | 'wrong' | 'none';
  /** Further headers, such as `I-Twilio-Idempotency-Token`. */
  headers?: Record<string, string>;
  timeoutMs: number;
  signal?: AbortSignal;
}

/** The answer to a webhook, or why there is none, with the code Twilio's debugger shows. */
export interface WebhookAnswer extends WebhookPost {
  contentType: string;
  failure?: { code: number; message: string };
}

/** TwiML longer than this is refused (Twilio error 11750: 64 KB). */
const MAX_BODY_BYTES = 64 * 1024;

/**
 * Sends one webhook as Twilio does: form fields, public Host header, signature over the public address.
 * Never rejects: a failure is part of the answer. Redirects are not followed.
 *
 * Source: Twilio docs, TwiML Voice, "Twilio's request"; error codes 11200, 11205, 11210, 11750.
 */
export async function sendWebhook(options: WebhookRequest): Promise<WebhookAnswer> {
  const form = new URLSearchParams(options.params).toString();
  const isPost = options.method === 'POST';
  const url =
    isPost || form === '' ? options.url : options.url + (options.url.includes('?') ? '&' : '?') + form;
  const answer: WebhookAnswer = { url, body: '', params: options.params, contentType: '' };
  const failed = (code: number, message: string): WebhookAnswer => ({
    ...answer,
    failure: { code, message: `${options.method} ${url}: ${message}` },
  });

  const route = routeTo(url, options.hosts);
  if (!route) return failed(11210, 'the host name is unknown; add it to the emulator’s "hosts"');

  return new Promise((resolve) => {
    const timeout = AbortSignal.timeout(options.timeoutMs);
    const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
    const giveUp = (error: Error): void => {
      if (timeout.aborted) resolve(failed(11205, `no complete answer within ${options.timeoutMs} ms`));
      else resolve(failed(11205, error.message));
    };
    const outgoing = request(
      route.target,
      { method: options.method, headers: headersOf(options, url, route.host, form), signal, agent: false },
      (response) => {
        const parts: Buffer[] = [];
        let size = 0;
        response.on('error', giveUp);
        response.on('data', (part: Buffer) => {
          size += part.length;
          if (size <= MAX_BODY_BYTES) parts.push(part);
        });
        response.on('end', () => {
          answer.status = response.statusCode ?? 0;
          answer.contentType = response.headers['content-type'] ?? '';
          answer.body = Buffer.concat(parts).toString('utf8');
          if (answer.status < 200 || answer.status > 299) {
            resolve(failed(11200, `the answer was HTTP ${answer.status}`));
          } else if (size > MAX_BODY_BYTES) {
            resolve(failed(11750, `the answer has ${size} bytes, more than ${MAX_BODY_BYTES}`));
          } else resolve(answer);
        });
      },
    );
    outgoing.on('error', giveUp);
    outgoing.end(isPost ? form : undefined);
  });
}

function headersOf(
  options: WebhookRequest,
  url: string,
  host: string,
  form: string,
): Record<string, string | number> {
  const isPost = options.method === 'POST';
  const token = options.signature === 'wrong' ? `not-${options.authToken}` : options.authToken;
  return {
    ...options.headers,
    Host: host,
    'User-Agent': 'TwilioProxy/1.1',
    Accept: '*/*',
    ...(isPost && {
      'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'Content-Length': Buffer.byteLength(form),
    }),
    ...(options.signature !== 'none' && {
      'X-Twilio-Signature': twilioSignature(token, url, isPost ? options.params : {}),
    }),
  };
}
