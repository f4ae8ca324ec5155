import { Api } from './api.js';
import { CallList } from './callList.js';
import { CallView } from './callView.js';
import { byId, element, setText } from './dom.js';

const POLL_MS = 2000;

let app;

/** What is there while somebody is signed in. */
class Console {
  #api;
  #list = new CallList((session) => this.#choose(session));
  #view;
  #tab = 'live';
  #ended = [];
  #cursor = null;
  #timer;
  #closed = false;
  /** What the bridge serves, as it is configured. */
  #paths = {};

  constructor(api) {
    this.#api = api;
    this.#showEmpty();
    for (const tab of ['live', 'ended']) {
      byId(`tab-${tab}`).onclick = () => void this.#open(tab);
      byId(`tab-${tab}`).onkeydown = (event) => this.#onTabKey(event, tab);
    }
    byId('more').onclick = () => void this.#loadEnded(this.#cursor);
    void this.#begin();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#view?.close();
    this.#view = undefined;
    this.#list.show([], '');
  }

  async #begin() {
    this.#paths = (await this.#api.json('openapi.json').catch(() => ({}))).paths ?? {};
    if (this.#closed) return;
    void this.#open('live');
    void this.#poll();
  }

  async #poll() {
    try {
      if (document.hidden) return this.#pollLater();
      const { sessions, nextCursor } = await this.#api.sessions('live');
      if (this.#closed) return;
      setText(byId('live-count'), nextCursor ? `${sessions.length}+` : String(sessions.length));
      if (this.#tab === 'live') this.#list.show(sessions, 'No calls at the moment.');
      status('');
    } catch (error) {
      if (this.#closed) return;
      if (error.status === 401) return signOut('The key is not valid any more.');
      status(error.status ? error.message : 'The bridge cannot be reached. Trying again…', true);
    }
    this.#pollLater();
  }

  #pollLater() {
    this.#timer = setTimeout(() => void this.#poll(), POLL_MS);
  }

  async #open(tab) {
    this.#tab = tab;
    for (const each of ['live', 'ended']) {
      byId(`tab-${each}`).setAttribute('aria-selected', String(each === tab));
      byId(`tab-${each}`).tabIndex = each === tab ? 0 : -1;
    }
    byId('call-panel').setAttribute('aria-labelledby', `tab-${tab}`);
    byId('more').hidden = true;
    this.#list.show([], 'Loading…');
    if (tab === 'ended') await this.#loadEnded();
    else await this.#loadLive();
  }

  async #loadLive() {
    const { sessions } = await this.#api.sessions('live').catch(() => ({ sessions: [] }));
    if (this.#tab === 'live' && !this.#closed) this.#list.show(sessions, 'No calls at the moment.');
  }

  async #loadEnded(cursor) {
    const page = await this.#api.sessions('ended', cursor).catch(() => ({ sessions: [], nextCursor: null }));
    if (this.#tab !== 'ended' || this.#closed) return;
    this.#ended = cursor ? [...this.#ended, ...page.sessions] : page.sessions;
    this.#cursor = page.nextCursor;
    byId('more').hidden = page.nextCursor === null;
    this.#list.show(this.#ended, 'No call has ended since the bridge was started.');
  }

  #choose(session) {
    this.#view?.close();
    this.#list.mark(session.id);
    this.#view = new CallView(this.#api, byId('call'), session, (path) => path in this.#paths);
  }

  #showEmpty() {
    byId('call').replaceChildren(element('p', { className: 'empty', textContent: 'Choose a call.' }));
  }

  #onTabKey(event, tab) {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const other = tab === 'live' ? 'ended' : 'live';
    byId(`tab-${other}`).focus();
    void this.#open(other);
  }
}

function status(text, isProblem = false) {
  setText(byId('status'), text);
  byId('status').className = isProblem ? 'status problem' : 'status';
}

function signIn(api) {
  byId('login').hidden = true;
  byId('console').hidden = false;
  app = new Console(api);
}

function signOut(problem = '') {
  app?.close();
  app = undefined;
  Api.remembered()?.forget();
  byId('console').hidden = true;
  byId('login').hidden = false;
  byId('login-problem').textContent = problem;
  byId('key').value = '';
  byId('key').focus();
}

byId('login-form').onsubmit = async (event) => {
  event.preventDefault();
  const api = new Api(byId('key').value.trim());
  const problem = byId('login-problem');
  problem.textContent = '';
  try {
    await api.sessions('live');
  } catch (error) {
    problem.textContent = error.status ? `${error.message} ${error.hint}` : 'The bridge cannot be reached.';
    byId('key').select();
    return;
  }
  api.remember();
  byId('key').value = '';
  signIn(api);
};
byId('sign-out').onclick = () => signOut();
for (const button of document.querySelectorAll('dialog [data-close]')) {
  button.onclick = () => button.closest('dialog').close();
}

const remembered = Api.remembered();
if (remembered) signIn(remembered);
else signOut();
