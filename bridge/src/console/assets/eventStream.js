const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/** Of an event that there is not: everything that is stored is sent then. */
const BEGINNING = '00000000-0000-4000-8000-000000000000';

/** The events of a call, those so far first; after an interruption it goes on where it stopped. */
export class EventStream {
  #api;
  #sessionId;
  #handlers;
  #socket;
  #last = BEGINNING;
  #pause = FIRST_PAUSE_MS;
  #timer;
  #closed = false;

  /** @param handlers `event(envelope)`, `state('open' | 'closed')`; each event comes once */
  constructor(api, sessionId, handlers) {
    this.#api = api;
    this.#sessionId = sessionId;
    this.#handlers = handlers;
    void this.#open();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  async #open() {
    try {
      const socket = await this.#api.socket('v1/events', {
        sessionId: this.#sessionId,
        since: this.#last,
      });
      if (this.#closed) return socket.close();
      this.#socket = socket;
      socket.onopen = () => {
        this.#pause = FIRST_PAUSE_MS;
        this.#handlers.state('open');
      };
      socket.onmessage = ({ data }) => {
        if (typeof data !== 'string') return;
        const envelope = JSON.parse(data);
        if (typeof envelope.id !== 'string') return;
        this.#last = envelope.id;
        this.#handlers.event(envelope);
      };
      socket.onclose = () => this.#again();
    } catch {
      this.#again();
    }
  }

  #again() {
    if (this.#closed) return;
    this.#handlers.state('closed');
    this.#timer = setTimeout(() => void this.#open(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
  }
}
