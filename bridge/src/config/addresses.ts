/** Why a value is no address that keys may be sent to; undefined: it is one. @param schemes such as `https:` */
export function addressProblem(value: string, schemes: readonly string[]): string | undefined {
  const wanted = schemes.map((scheme) => `${scheme}//`).join(' or ');
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !schemes.includes(url.protocol)) return `must be an address that begins with ${wanted}`;
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return 'must begin with https://, as keys go over it; http:// is for this machine alone (127.0.0.1, localhost)';
  }
  if (url.username || url.password) return 'must not contain a user name or password';
  if (/[?#\s]/.test(value)) return 'must have no query, fragment or space';
  return undefined;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
