import { createHash } from 'node:crypto';
import { validateHeaderName, validateHeaderValue } from 'node:http';

/** RFC 6455, 1.3. */
const KEY_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** What the server makes of the client's key, to show that it speaks WebSocket. */
export function acceptToken(key: string): string {
  return createHash('sha1')
    .update(key + KEY_SUFFIX)
    .digest('base64');
}

/** Whether a header that holds a list names `token`, in any case. */
export function hasToken(list: string | undefined, token: string): boolean {
  return list !== undefined && list.split(',').some((entry) => entry.trim().toLowerCase() === token);
}

/**
 * The request of a client, RFC 6455, 4.1. It offers neither extensions nor subprotocols.
 * @throws TypeError when a header can't be sent as it is
 */
export function upgradeRequest(url: URL, key: string, headers: Readonly<Record<string, string>>): string {
  const lines = [
    `GET ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${url.host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${key}`,
    'Sec-WebSocket-Version: 13',
  ];
  for (const [name, value] of Object.entries(headers)) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    lines.push(`${name}: ${value}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

export interface UpgradeResponse {
  status: number;
  /** By name in lower case; those that come twice are joined by a comma. */
  headers: ReadonlyMap<string, string>;
}

/** Reads the head of a response, without the empty line at its end; undefined when it isn't one. */
export function parseResponseHead(head: string): UpgradeResponse | undefined {
  const [statusLine = '', ...lines] = head.split('\r\n');
  const status = /^HTTP\/1\.1 (\d{3})(?: |$)/.exec(statusLine)?.[1];
  if (status === undefined) return undefined;
  const headers = new Map<string, string>();
  for (const line of lines) {
    const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line);
    if (!match) return undefined;
    const name = match[1]!.toLowerCase();
    const before = headers.get(name);
    headers.set(name, before === undefined ? match[2]! : `${before}, ${match[2]!}`);
  }
  return { status: Number(status), headers };
}

/** Whether a response of status 101 agrees to what was asked for (RFC 6455, 4.1), and to nothing else. */
export function isUpgraded(response: UpgradeResponse, key: string): boolean {
  const { headers } = response;
  return (
    headers.get('upgrade')?.toLowerCase() === 'websocket' &&
    hasToken(headers.get('connection'), 'upgrade') &&
    headers.get('sec-websocket-accept') === acceptToken(key) &&
    !headers.has('sec-websocket-extensions') &&
    !headers.has('sec-websocket-protocol')
  );
}
