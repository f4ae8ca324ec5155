import { element } from './dom.js';
import { dayOf, duration, size } from './format.js';
import { drawWaveform } from './waveform.js';

/** The recordings of a call, each with a player and its waveform once it was loaded. */
export class Recordings {
  node = element('section', { hidden: true });
  #list = element('ul', { className: 'recordings' });
  #api;
  #sessionId;
  #isServed;
  #shown = '';
  /** Addresses of audio in memory, to be given back. */
  #urls = [];

  /** @param isServed whether this bridge keeps recordings */
  constructor(api, sessionId, isServed) {
    this.#api = api;
    this.#isServed = isServed;
    this.#sessionId = sessionId;
    this.node.append(element('h3', { textContent: 'Recordings' }), this.#list);
  }

  async refresh() {
    if (!this.#isServed) return;
    let recordings;
    try {
      ({ recordings } = await this.#api.recordings(this.#sessionId));
    } catch {
      // They are shown when the call is looked at again.
      return;
    }
    this.node.hidden = recordings.length === 0;
    const shown = JSON.stringify(recordings);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#list.replaceChildren(...recordings.map((recording) => this.#item(recording)));
  }

  close() {
    for (const url of this.#urls.splice(0)) URL.revokeObjectURL(url);
  }

  #item(recording) {
    const isRunning = recording.state === 'recording';
    const facts = [
      dayOf(recording.startedAt),
      isRunning ? 'being recorded' : duration(recording.seconds),
      !isRunning && size(recording.bytes),
      recording.error,
    ].filter((fact) => fact);
    const problem = element('p', { className: 'problem', role: 'alert' });
    const load = element('button', { type: 'button', textContent: 'Load' });
    const item = element(
      'li',
      {},
      element('div', { className: 'head' }, element('span', {}, facts.join(' · ')), load),
      problem,
    );
    load.disabled = isRunning;
    load.onclick = () => {
      load.disabled = true;
      problem.textContent = '';
      this.#load(recording, item, load).catch((error) => {
        load.disabled = false;
        problem.textContent = error.message;
      });
    };
    return item;
  }

  async #load(recording, item, load) {
    const blob = await this.#api.audio(recording.id);
    const url = URL.createObjectURL(blob);
    this.#urls.push(url);
    const canvas = element('canvas', {
      role: 'img',
      'aria-label': 'Waveform: caller above, assistant below',
    });
    const player = element('audio', { controls: true, src: url });
    const save = element('a', { href: url, download: `${recording.id}.wav`, textContent: 'Save as file' });
    load.replaceWith(save);
    item.append(canvas, player);
    player.focus();
    const context = new OfflineAudioContext(2, 1, 8000);
    drawWaveform(canvas, await context.decodeAudioData(await blob.arrayBuffer()));
  }
}
