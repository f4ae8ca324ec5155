import { byId, element, setText } from './dom.js';
import { dayOf, duration, lasted, nameOf } from './format.js';

/** The list of calls, live ones or those that have ended. */
export class CallList {
  #node = byId('call-list');
  #items = new Map();
  #choose;
  #chosen;

  /** @param choose told of the call that was chosen */
  constructor(choose) {
    this.#choose = choose;
    this.#node.onkeydown = (event) => this.#onKey(event);
  }

  /** Shows these calls; what is there already stays in place, so that the focus does, too. */
  show(sessions, emptyText) {
    const wanted = new Set(sessions.map(({ id }) => id));
    for (const [id, item] of this.#items) {
      if (wanted.has(id)) continue;
      item.remove();
      this.#items.delete(id);
    }
    const hadEmpty = this.#node.querySelector('.empty');
    if (sessions.length > 0) hadEmpty?.remove();
    else if (!hadEmpty) this.#node.append(element('li', { className: 'empty', textContent: emptyText }));
    else setText(hadEmpty, emptyText);
    sessions.forEach((session, at) => {
      const item = this.#items.get(session.id) ?? this.#add(session);
      this.#fill(item, session);
      if (this.#node.children[at] !== item) this.#node.insertBefore(item, this.#node.children[at] ?? null);
    });
  }

  mark(id) {
    this.#chosen = id;
    for (const [each, item] of this.#items) this.#markOne(each, item);
  }

  #add(session) {
    const parts = ['name', 'length', 'when', 'state'].map(() => element('span'));
    const button = element('button', { type: 'button' }, ...parts);
    for (const part of parts.slice(1)) part.className = 'soft';
    const item = element('li', {}, button);
    this.#items.set(session.id, item);
    this.#markOne(session.id, item);
    return item;
  }

  #fill(item, session) {
    const button = item.firstElementChild;
    button.onclick = () => this.#choose(session);
    const [name, length, when, state] = button.children;
    setText(name, nameOf(session));
    setText(length, duration(lasted(session)));
    setText(when, dayOf(session.createdAt));
    setText(state, session.state === 'ended' ? session.reason : session.state);
  }

  #markOne(id, item) {
    item.firstElementChild.setAttribute('aria-current', String(id === this.#chosen));
  }

  #onKey(event) {
    const buttons = [...this.#node.querySelectorAll('button')];
    const at = buttons.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (next === undefined || at < 0) return;
    event.preventDefault();
    buttons[next]?.focus();
  }
}
