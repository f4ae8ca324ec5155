/** Audio that waits to be played before it is taken for late. */
const LEAD_S = 0.12;
const LATEST_S = 0.8;

/** Listens in on a call: its two levels all the time, its sound when asked for. */
export class Listener {
  #socket;
  #levels;
  #state;
  #format = { sampleRate: 8000 };
  #context;
  #playsAt = 0;
  #closed = false;

  /**
   * @param levels told of (caller, assistant), 0 to 1 each
   * @param state told of `open` and `closed`
   */
  constructor(api, sessionId, levels, state) {
    this.#levels = levels;
    this.#state = state;
    void this.#open(api, sessionId);
  }

  get hears() {
    return this.#context !== undefined;
  }

  /** Begins or ends to play the sound. To be called by a click: browsers want one. */
  hear(on) {
    if (on === this.hears) return;
    if (on) {
      this.#context = new AudioContext();
      void this.#context.resume();
      this.#playsAt = 0;
    } else {
      void this.#context.close();
      this.#context = undefined;
    }
  }

  close() {
    this.#closed = true;
    this.hear(false);
    this.#socket?.close();
  }

  async #open(api, sessionId) {
    try {
      const socket = await api.socket(`v1/sessions/${encodeURIComponent(sessionId)}/listen`);
      if (this.#closed) return socket.close();
      this.#socket = socket;
      socket.onopen = () => this.#state('open');
      socket.onclose = () => {
        this.#levels(0, 0);
        if (!this.#closed) this.#state('closed');
      };
      socket.onmessage = ({ data }) => {
        if (typeof data === 'string') this.#format = { ...this.#format, ...JSON.parse(data) };
        else this.#audio(new Int16Array(data, 0, Math.floor(data.byteLength / 4) * 2));
      };
    } catch {
      if (!this.#closed) this.#state('closed');
    }
  }

  /** @param samples of both sides in turns: caller, assistant */
  #audio(samples) {
    const frames = samples.length / 2;
    if (frames === 0) return;
    let caller = 0;
    let assistant = 0;
    for (let at = 0; at < samples.length; at += 2) {
      caller += samples[at] ** 2;
      assistant += samples[at + 1] ** 2;
    }
    this.#levels(levelOf(caller / frames), levelOf(assistant / frames));
    if (this.#context) this.#play(samples, frames);
  }

  #play(samples, frames) {
    const context = this.#context;
    const buffer = context.createBuffer(2, frames, this.#format.sampleRate);
    const [left, right] = [buffer.getChannelData(0), buffer.getChannelData(1)];
    for (let at = 0; at < frames; at += 1) {
      const caller = samples[2 * at] / 32768;
      const assistant = samples[2 * at + 1] / 32768;
      // Both on both ears, each a little to its side.
      left[at] = 0.8 * caller + 0.4 * assistant;
      right[at] = 0.4 * caller + 0.8 * assistant;
    }
    const now = context.currentTime;
    if (this.#playsAt < now) this.#playsAt = now + LEAD_S;
    // What has piled up while the page slept is left out: listening in is about now.
    if (this.#playsAt > now + LATEST_S) return;
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(context.destination);
    source.start(this.#playsAt);
    this.#playsAt += buffer.duration;
  }
}

/** Where a mean square stands between -60 dBFS and -6 dBFS. */
function levelOf(meanSquare) {
  const decibels = 10 * Math.log10(meanSquare / 32768 ** 2 + 1e-12);
  return Math.min(1, Math.max(0, (decibels + 60) / 54));
}
