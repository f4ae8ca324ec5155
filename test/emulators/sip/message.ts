/** A header line; the name in lower case and in its long form. */
export type Header = readonly [name: string, value: string];

export interface SipRequest {
  method: string;
  /** Request-URI, as it was sent. */
  uri: string;
  headers: Header[];
  body: string;
}

/** One-letter names of RFC 3261, 7.3.3 and 20, that peers may use for short. */
const COMPACT: Record<string, string> = {
  c: 'content-type',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  s: 'subject',
  t: 'to',
  v: 'via',
};

const REQUEST_LINE = /^([A-Z]+) (\S+) SIP\/2\.0$/;
const HEADER_LINE = /^([\w!#$%&'*+.^`|~-]+)[ \t]*:[ \t]*(.*)$/;
/** Without these nobody can be answered (RFC 3261, 8.1.1). */
const REQUIRED = ['via', 'from', 'to', 'call-id', 'cseq'];

/**
 * Reads a SIP request (RFC 3261, 7).
 *
 * @returns undefined for responses and for anything that can't be answered: it is ignored
 */
export function parseRequest(text: string): SipRequest | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  // A line that begins with white space goes on with the one before it.
  const [first = '', ...lines] = text
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const [, method, uri] = REQUEST_LINE.exec(first) ?? [];
  if (method === undefined || uri === undefined) return undefined;
  const headers: Header[] = [];
  for (const line of lines) {
    const [, name, value] = HEADER_LINE.exec(line) ?? [];
    if (name === undefined || value === undefined) return undefined;
    const lower = name.toLowerCase();
    headers.push([COMPACT[lower] ?? lower, value.trim()]);
  }
  const request = { method, uri, headers, body: text.slice(end + 4) };
  return REQUIRED.every((name) => valueOf(request, name) !== undefined) ? request : undefined;
}

/** First value of a header. */
export function valueOf({ headers }: Pick<SipRequest, 'headers'>, name: string): string | undefined {
  return headers.find(([key]) => key === name)?.[1];
}

/** A parameter of a header's value, e.g. `tag` of To; quoted values without their quotes. */
export function parameter(value: string, name: string): string | undefined {
  // What stands between angle brackets belongs to the address.
  const outside = value.replace(/<[^>]*>/g, '');
  const [, quoted, plain] =
    new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;,\\s]+))`, 'i').exec(outside) ?? [];
  return quoted ?? plain;
}

export interface SipResponse {
  status: number;
  reason: string;
  /** Beside those that are taken over from the request. */
  headers?: readonly Header[];
  body?: string;
}

/** Taken over from the request word for word, all lines of them (RFC 3261, 8.2.6.2). */
const COPIED: Record<string, string> = { via: 'Via', from: 'From', 'call-id': 'Call-ID', cseq: 'CSeq' };

/**
 * Text of a response.
 *
 * @param toTag put on To where the request has none there
 */
export function formatResponse(
  request: SipRequest,
  response: SipResponse,
  toTag: string | undefined,
): string {
  const to = valueOf(request, 'to') ?? '';
  const tagged = toTag === undefined || parameter(to, 'tag') !== undefined ? to : `${to};tag=${toTag}`;
  const body = response.body ?? '';
  return [
    `SIP/2.0 ${response.status} ${response.reason}`,
    ...request.headers.flatMap(([name, value]) => (name in COPIED ? [`${COPIED[name]}: ${value}`] : [])),
    `To: ${tagged}`,
    ...(response.headers ?? []).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}
