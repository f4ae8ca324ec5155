/** Where a public address really is. */
export interface Target {
  /** On the loopback interface. */
  url: URL;
  /** The public name, which goes into the Host header. */
  host: string;
  /** The public scheme without the colon. */
  scheme: string;
}

/**
 * Maps a public address to a loopback one, so that the tested code sees the addresses of production. Loopback
 * addresses pass as they are; anything else is refused, so that no test ever leaves the machine.
 *
 * @param hosts public host name (with or without port) to origin, e.g. `{'n8n.test': 'http://127.0.0.1:5678'}`
 * @throws {Error} naming the address that is not mapped
 */
export function resolveTarget(address: string, hosts: Record<string, string>): Target {
  if (!URL.canParse(address))
    throw new Error(`The server URL ${JSON.stringify(address)} is not an absolute URL.`);
  const url = new URL(address);
  const scheme = url.protocol.slice(0, -1);
  if (scheme !== 'http' && scheme !== 'https')
    throw new Error(`The server URL ${address} has the scheme ${scheme}; http or https was expected.`);
  const origin = hosts[url.host] ?? hosts[url.hostname];
  if (origin !== undefined)
    return { url: new URL(url.pathname + url.search, origin), host: url.host, scheme };
  if (url.hostname === '127.0.0.1' || url.hostname === 'localhost') return { url, host: url.host, scheme };
  throw new Error(`No loopback origin is known for ${url.host} (of ${address}): add it to emulator.hosts.`);
}
