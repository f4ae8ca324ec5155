/** n8n answered a REST request with an error. */
export class N8nRestError extends Error {
  constructor(
    readonly status: number,
    method: string,
    path: string,
    body: string,
  ) {
    super(`n8n answered ${method} ${path} with ${status}: ${body.slice(0, 800)}`);
    this.name = 'N8nRestError';
  }
}

/** Sends requests to n8n's internal REST API (the one that the editor uses), with the cookie of a login. */
export class RestTransport {
  private cookie = '';

  constructor(private readonly baseUrl: string) {}

  /** Logs in; every later request is made as that user. */
  async login(email: string, password: string): Promise<void> {
    await this.request('POST', '/login', { emailOrLdapLoginId: email, password });
  }

  /**
   * @param path below `/rest`, with its query
   * @returns the reply's `data`
   * @throws N8nRestError for any status that is not 2xx
   */
  async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.baseUrl}/rest${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        // n8n ties the session to this id: what was sent at login must be sent ever after.
        'browser-id': 'e2e-harness',
        cookie: this.cookie,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(120_000),
    });
    const text = await response.text();
    if (!response.ok) throw new N8nRestError(response.status, method, path, text);
    const setCookie = response.headers.getSetCookie().find((line) => line.startsWith('n8n-auth='));
    if (setCookie !== undefined) this.cookie = setCookie.split(';')[0] ?? '';
    return (JSON.parse(text) as { data: T }).data;
  }
}
