import type { IncomingHttpHeaders } from 'node:http';

/** What Cloudflare answers in front of Vapi, in plain text, to a client that it takes for a bare script. */
export const REFUSAL = { status: 403, text: 'error code: 1010' };

/** What HTTP libraries and tools call themselves where the program gives no name, alone or with a version. */
const BARE = /^(node|undici|axios|curl|python-requests)(\/|$)/i;

/**
 * Whether a request is turned away for its User-Agent (field reports of api.vapi.ai). A name of one's own is all
 * it takes.
 *
 * @param kind a REST request needs a User-Agent; a websocket upgrade may come without one, as browsers' and other
 *   public clients' do, but not with a library's
 */
export function isTurnedAway(headers: IncomingHttpHeaders, kind: 'request' | 'upgrade'): boolean {
  const agent = headers['user-agent']?.trim() ?? '';
  return agent === '' ? kind === 'request' : BARE.test(agent);
}
