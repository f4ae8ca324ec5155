export interface ReceivedRequest {
  /** Header names in lower case, as Node gives them. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The bytes of the body as they arrived: a re-serialised body has another signature. */
  rawBody: Buffer;
  method: string;
  /** The URL as it may have been signed: the path as it arrived, the public one. Vapi documents neither. */
  urls: readonly string[];
  /** Milliseconds since 1970. */
  now: number;
}

export type Verdict = { ok: true } | Refusal;

/** The reason is for the log of the builder: it names no secret and nothing that was sent as one. */
export interface Refusal {
  ok: false;
  reason: string;
  /**
   * The proof was not found wrong, it could not be looked at: n8n did not give the credential. Nobody is let in, but
   * a caller who may be genuine still gets an answer.
   */
  unchecked?: true;
}

export function refuse(reason: string): Refusal {
  return { ok: false, reason };
}

/** A header's one value; undefined if it is missing or empty. */
export function header(request: ReceivedRequest, name: string): string | undefined {
  if (name === '') return undefined;
  const value = request.headers[name.toLowerCase()];
  // A repeated header is ambiguous: refused as if it were missing.
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What stands behind `Bearer` in the Authorization header (RFC 6750, 2.1; the word is taken in any case). */
export function bearerToken(request: ReceivedRequest): { ok: true; token: string } | Refusal {
  const sent = header(request, 'authorization');
  if (sent === undefined) return refuse('no Authorization header');
  const match = /^Bearer +(.+)$/i.exec(sent.trim());
  return match?.[1]
    ? { ok: true, token: match[1] }
    : refuse('the Authorization header holds no bearer token');
}
