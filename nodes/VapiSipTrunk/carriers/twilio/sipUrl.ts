/** The parts of a SIP address that matter for routing. */
export interface SipUrl {
  scheme: string;
  user?: string;
  host: string;
  /** Value of the `transport` parameter, in lower case. */
  transport?: string;
}

/** Scheme, user with an optional password, host with an optional port, parameters. Source: RFC 3261, 19.1.1. */
const SIP_URL = /^(sips?):(?:([^@:;]*)(?::[^@]*)?@)?([^@:;?]+)(?::\d+)?((?:;[^;?]*)*)(?:\?.*)?$/i;

/** Reads a SIP address; undefined where it is none. */
export function parseSipUrl(text: string): SipUrl | undefined {
  const [, scheme = '', user, host, parameters = ''] = SIP_URL.exec(text.trim()) ?? [];
  if (host === undefined) return undefined;
  const transport = /;transport=([^;]*)/i.exec(parameters)?.[1]?.toLowerCase();
  return {
    ...{ scheme: scheme.toLowerCase(), host: host.toLowerCase() },
    ...(user === undefined ? {} : { user }),
    ...(transport === undefined ? {} : { transport }),
  };
}

/** The same address for whatever number is called. */
export function withoutUser(text: string): string {
  return text.replace(/^(sips?:)[^@]*@/i, '$1');
}
