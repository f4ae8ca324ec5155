/** Codes of Node.js and of n8n's HTTP client, in words. */
const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host could not be looked up',
  ECONNREFUSED: 'nobody listens there',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  ERR_STREAM_PREMATURE_CLOSE: 'the connection broke off',
  ECONNABORTED: 'no answer in time',
  ETIMEDOUT: 'no answer in time',
  ERR_CANCELED: 'no answer in time',
};

/**
 * Of a host that cannot be reached (EHOSTUNREACH and its like) the system tells on connections that were there, too.
 */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** Why no answer came, without anything of the URL, which may be secret. */
export function connectionProblem(error: unknown): string {
  const code = codeOf(error);
  return code === undefined ? 'the connection failed' : (WORDS[code] ?? `the connection failed (${code})`);
}

/** The same where the URL is no secret: what has no words of its own says what it says itself. */
export function connectionProblemInFull(error: unknown): string {
  const words = WORDS[codeOf(error) ?? ''];
  const { message } = (error ?? {}) as { message?: unknown };
  return words ?? (typeof message === 'string' && message !== '' ? message : connectionProblem(error));
}

/** Whether nothing can have been sent. */
export function wasNoConnection(error: unknown): boolean {
  return NOT_SENT.has(codeOf(error) ?? '');
}

/** Requests with a credential fail with an error of n8n, which has the code in another place. */
function codeOf(error: unknown): string | undefined {
  const { code, httpCode } = (error ?? {}) as { code?: unknown; httpCode?: unknown };
  return [code, httpCode].find((entry) => typeof entry === 'string' && entry !== '') as string | undefined;
}
