import type { IncomingHttpHeaders } from 'node:http';
import { request, type Dispatcher } from 'undici';
import type { Clock } from '../clock';

/** n8n is being restarted: refused connections have reached nobody, so they may be repeated. */
const RECONNECT_MS = 3000;
const RECONNECT_PAUSE_MS = 250;

/** Of this hop, or set anew for the next (RFC 9110, 7.6.1). Uncompressed answers can be passed on as they come. */
const NOT_FORWARDED = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade', 'host', 'content-length', 'expect', 'accept-encoding'],
]);

export interface UpstreamOptions {
  dispatcher: Dispatcher;
  clock: Clock;
}

/** A request to a workflow. */
export interface UpstreamRequest {
  url: string;
  headers: IncomingHttpHeaders;
  /** As it came: its signature is over these bytes. */
  body: Buffer;
  signal: AbortSignal;
}

/**
 * Passes a request on, with the proofs in its headers. Redirects are not followed. A refused connection is tried
 * again for 3 s.
 * @throws what undici throws, also when aborted
 */
export async function forward(
  { dispatcher, clock }: UpstreamOptions,
  { url, headers, body, signal }: UpstreamRequest,
): Promise<Dispatcher.ResponseData> {
  const until = clock.now() + RECONNECT_MS;
  const passed = Object.fromEntries(Object.entries(headers).filter(([name]) => !NOT_FORWARDED.has(name)));
  for (;;) {
    try {
      return await request(url, { method: 'POST', dispatcher, signal, headers: passed, body });
    } catch (error) {
      if (signal.aborted || codeOf(error) !== 'ECONNREFUSED' || clock.now() >= until) throw error;
    }
    await new Promise<void>((resolve) => clock.after(RECONNECT_PAUSE_MS, resolve));
  }
}

/** What may be logged of a failure: addresses are secrets here. */
export function codeOf(error: unknown): string {
  const { code, name, errors } = error as NodeJS.ErrnoException & { errors?: unknown[] };
  if (typeof code === 'string') return code;
  const [first] = errors ?? [];
  return first === undefined ? (name ?? 'unknown') : codeOf(first);
}
