import { request, type Dispatcher } from 'undici';
import type { Clock } from '../clock';
import { BridgeError } from '../errors';
import { isTrustedSocketUrl } from '../vapi/address';

export interface ListenAddressOptions {
  vapi: { baseUrl: string; apiKey: string };
  userAgent: string;
  dispatcher: Dispatcher;
  clock: Clock;
}

const TIMEOUT_MS = 8000;

/**
 * Asks Vapi where a live call can be listened to (GET /call/{id}, `monitor.listenUrl`).
 * @throws BridgeError LISTEN_CALL_UNKNOWN, LISTEN_UNAVAILABLE, LISTEN_CALL_FAILED, VAPI_UNREACHABLE, VAPI_TIMEOUT,
 *   VAPI_ADDRESS_REFUSED
 */
export async function findListenUrl(callId: string, options: ListenAddressOptions): Promise<string> {
  const { vapi, userAgent, dispatcher, clock } = options;
  const abort = new AbortController();
  const timer = clock.after(TIMEOUT_MS, () => abort.abort());
  try {
    const answer = await request(`${vapi.baseUrl}/call/${encodeURIComponent(callId)}`, {
      dispatcher,
      signal: abort.signal,
      headers: { authorization: `Bearer ${vapi.apiKey}`, 'user-agent': userAgent },
    });
    if (answer.statusCode < 200 || answer.statusCode > 299) {
      await answer.body.dump();
      if (answer.statusCode === 404) throw new BridgeError('LISTEN_CALL_UNKNOWN');
      throw new BridgeError('LISTEN_CALL_FAILED', `status ${answer.statusCode}`);
    }
    const call = (await answer.body.json()) as { monitor?: { listenUrl?: unknown } | null } | null;
    const listenUrl = call?.monitor?.listenUrl;
    // Vapi's documentation shows it in angle brackets, which some answers have, too.
    const url = typeof listenUrl === 'string' ? listenUrl.replace(/[<>\s]/g, '') : '';
    if (url === '') throw new BridgeError('LISTEN_UNAVAILABLE');
    if (!isTrustedSocketUrl(url, vapi.baseUrl)) throw new BridgeError('VAPI_ADDRESS_REFUSED');
    return url;
  } catch (error) {
    if (error instanceof BridgeError) throw error;
    if (abort.signal.aborted) throw new BridgeError('VAPI_TIMEOUT', 'GET /call');
    if (error instanceof SyntaxError) throw new BridgeError('LISTEN_CALL_FAILED', 'not JSON');
    throw new BridgeError('VAPI_UNREACHABLE', (error as NodeJS.ErrnoException).code ?? 'unknown reason');
  } finally {
    timer.cancel();
  }
}
