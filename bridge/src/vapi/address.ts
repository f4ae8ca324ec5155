/** The WebSocket scheme that belongs to the scheme of the API's address. */
const socketScheme: Readonly<Record<string, string>> = { 'http:': 'ws:', 'https:': 'wss:' };

/**
 * Whether the address that Vapi named for the control of a call may be used: `https:` under vapi.ai, or scheme and host
 * of the API's own address. What is said on behalf of the caller goes there.
 */
export function isTrustedControlUrl(controlUrl: string, apiBaseUrl: string): boolean {
  if (!URL.canParse(controlUrl)) return false;
  const url = new URL(controlUrl);
  if (url.username || url.password || url.hash) return false;
  if (url.origin === new URL(apiBaseUrl).origin) return true;
  return url.protocol === 'https:' && url.port === '' && /(?:^|\.)vapi\.ai$/.test(url.hostname);
}

/**
 * Whether the address that Vapi named for a call may be opened: `wss:` under vapi.ai, or scheme and host of the API's
 * own address. The key goes with the request, so no other host may ever get it, whatever an answer says.
 */
export function isTrustedSocketUrl(socketUrl: string, apiBaseUrl: string): boolean {
  if (!URL.canParse(socketUrl)) return false;
  const url = new URL(socketUrl);
  if (url.username || url.password || url.hash) return false;
  const base = new URL(apiBaseUrl);
  if (url.protocol === socketScheme[base.protocol] && url.host === base.host) return true;
  return url.protocol === 'wss:' && url.port === '' && /(?:^|\.)vapi\.ai$/.test(url.hostname);
}
