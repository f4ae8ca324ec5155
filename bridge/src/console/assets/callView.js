import { byId, element, setText } from './dom.js';
import { EventStream } from './eventStream.js';
import { dayOf, duration, lasted, nameOf, timeOf } from './format.js';
import { Listener } from './listener.js';
import { Recordings } from './recordings.js';
import { drawLine } from './waveform.js';

/** The bridge answers 300 requests a minute and address, and several people may sit behind one. */
const POLL_MS = 2000;
/** Two minutes of the line. */
const MAX_SAMPLES = 60;

/** One call: what it is, what is said, how loud, and what can be done with it. */
export class CallView {
  #api;
  #id;
  #session;
  #timer;
  #listener;
  #recordings;
  #events;
  #samples = [];
  #isMuted = false;
  #hasListen;
  #closed = false;
  #parts = {};

  /** @param serves whether the bridge serves a path */
  constructor(api, node, session, serves) {
    this.#api = api;
    this.#id = session.id;
    this.#session = session;
    this.#recordings = new Recordings(api, session.id, serves('/v1/recordings'));
    this.#hasListen = serves('/v1/sessions/{id}/listen');
    node.replaceChildren(...this.#build());
    this.#show(session);
    void this.#recordings.refresh();
    if (serves('/v1/events')) this.#readEvents();
    else setText(this.#parts.empty, 'There is no transcript: BRIDGE_EVENTS is not set at this bridge.');
    if (session.state !== 'ended') this.#timer = setTimeout(() => void this.#poll(), POLL_MS);
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#listener?.close();
    this.#events?.close();
    this.#recordings.close();
  }

  #readEvents() {
    this.#events = new EventStream(this.#api, this.#id, {
      event: (event) => this.#event(event),
      state: () => undefined,
    });
  }

  #event({ type, at, data = {} }) {
    switch (type) {
      case 'transcript':
        return this.#said(data.role === 'assistant' ? 'assistant' : 'user', data.text, at);
      case 'interrupted':
        return this.#note('The caller interrupts', at);
      case 'dtmf':
        return this.#note(`Key ${data.digit}`, at);
      case 'tool-calls':
        return this.#note(`Tools: ${namesOf(data)}`, at);
      case 'transfer':
        return this.#note(`Transfer ${data.state}`, at);
      case 'machine-detection':
        return this.#note(`Answered by: ${data.result}`, at);
      case 'recording.ready':
        return void this.#recordings.refresh();
      default:
    }
  }

  #build() {
    const parts = this.#parts;
    parts.title = element('h2');
    parts.badge = element('span', { className: 'badge' });
    parts.problem = element('p', { className: 'problem', role: 'alert' });
    parts.facts = element('dl', { className: 'facts' });
    parts.caller = element('div');
    parts.assistant = element('div');
    parts.line = element('canvas', {
      role: 'img',
      'aria-label': 'Assistant audio waiting, over two minutes',
    });
    parts.waiting = element('span', { className: 'soft' });
    parts.transcript = element('ol', { className: 'transcript', 'aria-live': 'polite', tabIndex: 0 });
    parts.transcript.setAttribute('aria-label', 'Transcript');
    parts.empty = element('li', { className: 'note' });
    parts.empty.textContent = 'Nothing has been said yet.';
    parts.transcript.append(parts.empty);
    parts.live = element('div', { className: 'sound' }, this.#levels(), this.#delay());
    parts.toolbar = this.#toolbar();
    parts.say = this.#sayForm();
    const heading = element('h3', { textContent: 'Transcript' });
    return [
      element('div', { className: 'head' }, parts.title, parts.badge),
      parts.toolbar,
      parts.say,
      parts.problem,
      parts.facts,
      parts.live,
      heading,
      parts.transcript,
      this.#recordings.node,
    ];
  }

  #levels() {
    const { caller, assistant } = this.#parts;
    const bar = (inner, side) => element('div', { className: `level ${side}`, 'aria-hidden': 'true' }, inner);
    return element(
      'div',
      { className: 'levels' },
      element('span', { textContent: 'Caller' }),
      bar(caller, 'caller'),
      element('span', { textContent: 'Assistant' }),
      bar(assistant, 'assistant'),
    );
  }

  #delay() {
    const { line, waiting } = this.#parts;
    const heading = element('h3', { textContent: 'Assistant audio waiting' });
    return element('div', {}, element('div', { className: 'head' }, heading, waiting), line);
  }

  #toolbar() {
    const parts = this.#parts;
    const button = (textContent, onclick) => element('button', { type: 'button', textContent, onclick });
    parts.listen = button('Listen in', () => this.#toggleListening());
    parts.mute = button('Mute assistant', () => this.#toggleMute());
    parts.transfer = button('Transfer…', () => this.#transfer());
    parts.end = button('End…', () => this.#end());
    parts.end.className = 'danger';
    parts.listen.disabled = true;
    parts.listen.setAttribute('aria-pressed', 'false');
    parts.mute.setAttribute('aria-pressed', 'false');
    const { listen, mute, transfer, end } = parts;
    return element('div', { className: 'toolbar', role: 'toolbar' }, listen, mute, transfer, end);
  }

  #sayForm() {
    const input = element('input', {
      'aria-label': 'What the assistant says',
      placeholder: 'Say to the caller…',
    });
    input.maxLength = 4000;
    const send = element('button', { type: 'submit', textContent: 'Say' });
    const form = element('form', { className: 'say' }, input, send);
    form.onsubmit = (event) => {
      event.preventDefault();
      const content = input.value.trim();
      if (content === '') return;
      void this.#do(() => this.#api.control(this.#id, { type: 'say', content })).then((done) => {
        if (done) input.value = '';
      });
    };
    return form;
  }

  async #poll() {
    try {
      if (!document.hidden) this.#show(await this.#api.session(this.#id));
    } catch (error) {
      this.#parts.problem.textContent = error.message;
    }
    if (this.#closed || this.#session.state === 'ended') return;
    this.#timer = setTimeout(() => void this.#poll(), POLL_MS);
  }

  #show(session) {
    if (this.#closed) return;
    const parts = this.#parts;
    const hasEnded = session.state === 'ended' && this.#session.state !== 'ended';
    this.#session = session;
    const isLive = ['live', 'waiting', 'transferring'].includes(session.state);
    setText(parts.title, nameOf(session));
    setText(parts.badge, session.state);
    parts.badge.className = `badge ${session.state}`;
    for (const part of [parts.toolbar, parts.say, parts.live]) part.hidden = !isLive;
    this.#showFacts(session);
    if (isLive) {
      this.#samples = [...this.#samples, session.queuedMs].slice(-MAX_SAMPLES);
      setText(parts.waiting, `${session.queuedMs} ms`);
      drawLine(parts.line, this.#samples, MAX_SAMPLES, Math.max(500, ...this.#samples));
      if (this.#hasListen && session.state === 'live') this.#listener ??= this.#newListener();
    } else {
      this.#listener?.close();
    }
    if (hasEnded) void this.#recordings.refresh();
  }

  #newListener() {
    const { caller, assistant, listen } = this.#parts;
    const levels = (left, right) => {
      caller.style.transform = `scaleX(${left.toFixed(3)})`;
      assistant.style.transform = `scaleX(${right.toFixed(3)})`;
    };
    return new Listener(this.#api, this.#id, levels, (state) => (listen.disabled = state !== 'open'));
  }

  #showFacts(session) {
    const { counters } = session;
    const facts = [
      ['Began', dayOf(session.createdAt)],
      ['Lasted', duration(lasted(session))],
      ['Direction', session.direction],
      ['Ended by', session.side && `${session.side}: ${session.reason}`],
      ['Interruptions', String(counters.interruptions ?? 0)],
      ['Keys pressed', counters.dtmf ? String(counters.dtmf) : undefined],
      ['Call at the carrier', session.carrierCallId],
      ['Call at Vapi', session.assistantCallId],
    ].filter(([, value]) => value);
    const node = this.#parts.facts;
    const names = facts.map(([name]) => name).join();
    if (node.dataset.names !== names) {
      node.dataset.names = names;
      node.replaceChildren(
        ...facts.map(([name]) => element('div', {}, element('dt', { textContent: name }), element('dd'))),
      );
    }
    facts.forEach(([, value], at) => setText(node.children[at].lastElementChild, value));
  }

  #said(role, text, at) {
    const who = element('span', { className: 'who' });
    who.textContent = `${role === 'user' ? 'Caller' : 'Assistant'} · ${timeOf(at)}`;
    this.#line(element('li', { className: role }, who, String(text)));
  }

  #note(text, at) {
    this.#line(element('li', { className: 'note' }, `${text} · ${timeOf(at)}`));
  }

  #line(item) {
    const { transcript, empty } = this.#parts;
    empty.remove();
    // Whoever has scrolled back to read is left there.
    const atEnd = transcript.scrollHeight - transcript.scrollTop - transcript.clientHeight < 40;
    transcript.append(item);
    if (atEnd) transcript.scrollTop = transcript.scrollHeight;
  }

  #toggleListening() {
    const { listen } = this.#parts;
    this.#listener.hear(!this.#listener.hears);
    listen.setAttribute('aria-pressed', String(this.#listener.hears));
    setText(listen, this.#listener.hears ? 'Stop listening' : 'Listen in');
  }

  async #toggleMute() {
    const { mute } = this.#parts;
    const control = this.#isMuted ? 'unmute-assistant' : 'mute-assistant';
    const done = await this.#do(() => this.#api.control(this.#id, { type: 'control', control }));
    if (!done) return;
    this.#isMuted = !this.#isMuted;
    mute.setAttribute('aria-pressed', String(this.#isMuted));
    setText(mute, this.#isMuted ? 'Unmute assistant' : 'Mute assistant');
  }

  #transfer() {
    const form = byId('transfer-form');
    const [to, message] = [byId('transfer-to'), byId('transfer-message')];
    to.value = '';
    message.value = '';
    form.onsubmit = (event) => {
      event.preventDefault();
      byId('transfer-dialog').close();
      const content = message.value.trim();
      const target = to.value.trim();
      const destination = /^sips?:/.test(target)
        ? { type: 'sip', sipUri: target }
        : { type: 'number', number: target.replace(/[\s()-]/g, '') };
      const command = { type: 'transfer', destination, ...(content && { content }) };
      void this.#do(() => this.#api.control(this.#id, command));
    };
    byId('transfer-dialog').showModal();
  }

  #end() {
    const dialog = byId('end-dialog');
    const ends = (request) => () => {
      dialog.close();
      void this.#do(request);
    };
    byId('end-softly').onclick = ends(() => this.#api.control(this.#id, { type: 'end-call' }));
    byId('end-now').onclick = ends(() => this.#api.end(this.#id));
    dialog.showModal();
  }

  /** Does what was asked for and shows why not, if so. Whether it was done. */
  async #do(request) {
    const { problem } = this.#parts;
    problem.textContent = '';
    try {
      await request();
      return true;
    } catch (error) {
      problem.textContent = [error.message, error.hint].filter((text) => text).join(' ');
      return false;
    }
  }
}

function namesOf({ toolCalls = [], names }) {
  return (names ?? toolCalls.map(({ name }) => name)).join(', ');
}
