const STORED = 'vapi-bridge-key';

/** A refusal of the bridge, in its own words. */
export class Refusal extends Error {
  constructor(status, { code = 'UNKNOWN', message = `Status ${status}`, hint = '' } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint;
  }
}

/** The bridge's REST API, opened by a key that is kept until the tab is closed. */
export class Api {
  #key;

  constructor(key) {
    this.#key = key;
  }

  /** With the key of before, when this tab has one. */
  static remembered() {
    const key = sessionStorage.getItem(STORED);
    return key === null ? undefined : new Api(key);
  }

  remember() {
    sessionStorage.setItem(STORED, this.#key);
  }

  forget() {
    sessionStorage.removeItem(STORED);
  }

  /** @throws {Refusal} when the bridge refuses */
  async fetch(path, { method = 'GET', body } = {}) {
    const headers = { authorization: `Bearer ${this.#key}` };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const response = await fetch(path, {
      method,
      headers,
      cache: 'no-store',
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (response.ok) return response;
    const answer = await response.json().catch(() => ({}));
    throw new Refusal(response.status, answer.error);
  }

  async json(path, options) {
    return (await this.fetch(path, options)).json();
  }

  sessions(state, cursor) {
    const query = new URLSearchParams({ state, limit: '50', ...(cursor && { cursor }) });
    return this.json(`v1/sessions?${query}`);
  }

  session(id) {
    return this.json(`v1/sessions/${encodeURIComponent(id)}`);
  }

  control(id, command) {
    return this.json(`v1/sessions/${encodeURIComponent(id)}/control`, { method: 'POST', body: command });
  }

  end(id) {
    return this.json(`v1/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' });
  }

  recordings(sessionId) {
    return this.json(`v1/recordings?${new URLSearchParams({ sessionId })}`);
  }

  /** What is known of a recording, with what was said in it. */
  recording(id) {
    return this.json(`v1/recordings/${encodeURIComponent(id)}`);
  }

  async audio(recordingId) {
    return (await this.fetch(`v1/recordings/${encodeURIComponent(recordingId)}/audio`)).blob();
  }

  /** Opens a WebSocket, for which a browser can't send the key: it shows a ticket instead. */
  async socket(path, query = {}) {
    const { ticket } = await this.json('v1/tickets', { method: 'POST' });
    const url = new URL(path, document.baseURI);
    url.protocol = url.protocol.replace('http', 'ws');
    url.search = new URLSearchParams({ ...query, ticket }).toString();
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    return socket;
  }
}
