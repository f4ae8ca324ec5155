/** Where a public address leads to on this machine. */
export interface Route {
  /** Loopback address to connect to. */
  target: string;
  /** `Host` header: the public name. */
  host: string;
}

/**
 * Looks a public address up, as DNS would.
 *
 * @param hosts public name → loopback origin
 * @returns undefined when the name is unknown
 */
export function routeTo(publicUrl: string, hosts: Record<string, string>): Route | undefined {
  const url = new URL(publicUrl);
  const origin = hosts[url.host] ?? hosts[url.hostname];
  if (origin === undefined) return undefined;
  const target = new URL(origin);
  target.pathname = url.pathname;
  target.search = url.search;
  if (url.protocol === 'wss:' || url.protocol === 'ws:') target.protocol = 'ws:';
  return { target: target.href, host: url.host };
}
