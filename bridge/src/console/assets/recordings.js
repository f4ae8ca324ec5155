import { element } from './dom.js';
import { dayOf, duration, size } from './format.js';
import { drawWaveform } from './waveform.js';

/** A turn is told of when it is complete: so long before, most of them have begun. */
const LEAD_SECONDS = 5;

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
    const [blob, { transcript = [] }] = await Promise.all([
      this.#api.audio(recording.id),
      this.#api.recording(recording.id),
    ]);
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
    if (transcript.length > 0) item.append(wordsOf(transcript, player));
    player.focus();
    const context = new OfflineAudioContext(2, 1, 8000);
    drawWaveform(canvas, await context.decodeAudioData(await blob.arrayBuffer()));
  }
}

/** What was said. Each turn is a button, which plays from a moment before it was complete. */
function wordsOf(transcript, player) {
  const turns = transcript.map(({ role, text, seconds }) => {
    const play = element('button', {
      type: 'button',
      textContent: duration(seconds),
      'aria-label': `Play from ${duration(seconds)}`,
    });
    play.onclick = () => {
      player.currentTime = Math.max(0, seconds - LEAD_SECONDS);
      void player.play();
    };
    const who = element(
      'span',
      { className: 'who' },
      role === 'assistant' ? 'Assistant' : 'Caller',
      ' ',
      play,
    );
    return element('li', { className: role === 'assistant' ? 'assistant' : 'user' }, who, text);
  });
  const list = element('ol', { className: 'transcript', tabIndex: 0 }, ...turns);
  list.setAttribute('aria-label', 'What was said in the recording');
  return list;
}
