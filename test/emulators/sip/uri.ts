/** A SIP address (RFC 3261, 19.1) as far as a call is routed by it. */
export interface SipUri {
  scheme: 'sip' | 'sips';
  /** Unescaped; empty where there is none. */
  user: string;
  /** In lower case. */
  host: string;
  /** Left out where the scheme's own holds. */
  port?: number;
  transport: 'udp' | 'tcp' | 'tls';
}

const URI = /^(sips?):(?:([^@]*)@)?([A-Za-z0-9.-]+)(?::(\d{1,5}))?((?:;[^;?]*)*)(?:\?.*)?$/i;

/** @returns undefined for what is no SIP address */
export function parseSipUri(text: string): SipUri | undefined {
  const [, scheme, user = '', host, port, parameters = ''] = URI.exec(text) ?? [];
  if (scheme === undefined || host === undefined) return undefined;
  const named = /;transport=(\w+)/i.exec(parameters)?.[1]?.toLowerCase();
  if (named !== undefined && named !== 'udp' && named !== 'tcp' && named !== 'tls') return undefined;
  const secure = scheme.toLowerCase() === 'sips';
  const account = unescaped(user.replace(/:.*$/, ''));
  if (account === undefined) return undefined;
  return {
    scheme: secure ? 'sips' : 'sip',
    user: account,
    host: host.toLowerCase(),
    ...(port === undefined ? {} : { port: Number(port) }),
    transport: secure ? 'tls' : (named ?? 'udp'),
  };
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
