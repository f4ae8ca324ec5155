import type { Clock } from '../clock';
import { within } from '../deferred';
import { BridgeError, describeError } from '../errors';
import type { Logger } from '../log';
import { AssistantLink, type LinkOwner } from './assistantLink';
import type { EndReason } from './endings';
import { History } from './history';
import type { Meter } from './meter';
import type { AssistantCommand, AssistantPeer, AssistantSource, PeerEvent, Turn } from './peer';

/** WebSocket close code "normal closure" (RFC 6455, 7.4.1). */
const NORMAL_CLOSURE = 1000;
/** What has been said is the history's; to others it is a sign of life. */
const ALIVE: PeerEvent = { kind: 'alive' };
/**
 * Reasons of Vapi that are failures of the assistant and no end that anyone wanted (Vapi docs, "Call ended reasons"):
 * pipeline-error-*, call.in-progress.error-*, assistant-not-found, worker-shutdown and the like.
 */
const FAILURE = /error|fail|not-found|not-valid|worker-shutdown|did-not-receive-customer-audio/;
/** A source gives up by itself long before; this is for one that doesn't. */
const OPENING_MS = 15_000;
/** A peer closes by force long before. */
const CLOSING_MS = 5000;

/** What the session hears of its assistant, whichever it is at the time. */
export interface AssistantListener {
  /** The socket of an assistant is open. */
  opened(peer: AssistantPeer): void;
  audio(audio: Buffer): void;
  /** `interrupted`, `speaking`, `stopped`, `alive`, `tool-calls`, `malformed` or `drained`. */
  event(event: PeerEvent): void;
  /** A turn of the conversation is complete. */
  said(turn: Turn): void;
  /** The assistant is lost, and another one is being asked for. */
  replaced(): void;
  /** There is no assistant any more, and none will come. */
  over(reason: EndReason): void;
}

export interface AssistantSideOptions {
  clock: Clock;
  meter: Meter;
  log: Logger;
  /** Whether a lost assistant may be replaced at this moment. */
  mayReplace: () => boolean;
  /** Whether the caller has heard a word of the assistant that is open, or will when what waits is played. */
  hasSpoken: () => boolean;
  listener: AssistantListener;
}

/** The assistant's end of a session: one assistant after another, two at the most. */
export class AssistantSide {
  readonly #history = new History();
  readonly #links: AssistantLink[] = [];
  readonly #log: Logger;
  readonly #owner: LinkOwner;
  #source: AssistantSource | undefined;
  #callId: string | undefined;
  #askedAt = 0;
  /** What the next assistant is told. */
  #notice: string | undefined;
  #isOver = false;
  /** Whether somebody has told the assistant that is open to end the call. */
  #isToldToEnd = false;

  constructor(private readonly options: AssistantSideOptions) {
    this.#log = options.log;
    this.#owner = {
      created: (link, callId) => this.#created(link, callId),
      opened: (peer) => this.#opened(peer),
      audio: (audio) => options.listener.audio(audio),
      event: (event) => this.#event(event),
      closed: (link, code) => this.#closed(link, code),
    };
  }

  /** The id of the assistant's call, as the assistant names it; of the latest one. */
  get callId(): string | undefined {
    return this.#callId;
  }

  /** Whether its end is what somebody wanted, however little of it was heard. */
  get isToldToEnd(): boolean {
    return this.#isToldToEnd;
  }

  get replacements(): number {
    return Math.max(0, this.#links.length - 1);
  }

  /** Creates the assistant's call and opens its socket; a failure is reported to the listener, and never thrown. */
  async open(source: AssistantSource): Promise<void> {
    this.#source = source;
    const isFirst = this.#links.length === 0;
    const link = new AssistantLink(this.#owner, isFirst ? [] : this.#history.turns);
    this.#links.push(link);
    this.#isToldToEnd = false;
    if (this.#isOver) link.letGo();
    this.#askedAt = this.options.clock.now();
    try {
      await source.open(link);
    } catch (error) {
      this.options.meter.assistantFailed(error instanceof BridgeError ? error.code : 'INTERNAL_ERROR');
      this.#log.warn({ error: describeError(error) }, 'assistant unreachable');
      // One that was let go may have a successor, which is still to come.
      if (!link.peer && link.wanted()) this.#over(isFirst ? 'assistant-unreachable' : 'assistant-dropped');
    }
    link.settled();
  }

  /** The assistant is of no use any more: it is replaced, once, or the session is told that it is over. */
  lose(reason: 'assistant-dropped' | 'assistant-silent'): void {
    if (this.#isOver) return;
    if (this.#isToldToEnd) {
      this.#over('assistant-ended');
      return;
    }
    const isFirst = this.#links.length === 1;
    if (!isFirst || !this.#source || !this.options.mayReplace()) {
      this.#over(isFirst ? reason : 'assistant-dropped');
      return;
    }
    this.#log.warn({ reason }, 'assistant lost, another one is asked for');
    this.#links.at(-1)?.letGo();
    this.options.listener.replaced();
    void this.open(this.#source);
  }

  /**
   * Gives the assistant that is there a command.
   * @throws BridgeError ASSISTANT_NOT_CONNECTED, or why it could not be passed on
   */
  async control(command: AssistantCommand): Promise<void> {
    const link = this.#links.at(-1);
    if (!link?.peer || !link.wanted()) throw new BridgeError('ASSISTANT_NOT_CONNECTED');
    const isToldToEnd = this.#isToldToEnd;
    // Its end may be there before the answer.
    if (command.type === 'end-call') this.#isToldToEnd = true;
    try {
      await link.peer.control(command);
    } catch (error) {
      if (!this.#isOver) this.#isToldToEnd = isToldToEnd;
      throw error;
    }
  }

  /** Tells the assistant something that it answers; one that is still to come is told when it is there. */
  tell(content: string): void {
    const link = this.#links.at(-1);
    if (link?.peer && link.wanted()) link.peer.tell(content, true);
    else this.#notice = content;
  }

  /** Opens another assistant, if there is none any more. */
  reopen(): void {
    if (!this.#isOver || !this.#source) return;
    // What still comes of those before, such as the closing of their sockets, is not the next one's.
    for (const link of this.#links) link.letGo();
    this.#isOver = false;
    void this.open(this.#source);
  }

  /** Ends what is open, and whatever is still to come. Idempotent. */
  end(): void {
    this.#isOver = true;
    for (const link of this.#links) link.letGo();
  }

  /** Resolves when nothing is open, or has not closed within its time. To be called after `end`. */
  async allClosed(): Promise<void> {
    const isOpening = this.#links.some((link) => !link.peer);
    const gone = Promise.all(this.#links.map((link) => link.gone)).then(() => undefined);
    await within(this.options.clock, isOpening ? OPENING_MS : CLOSING_MS, gone);
  }

  #created(link: AssistantLink, callId: string): void {
    if (link !== this.#links.at(-1)) return;
    this.#callId = callId;
    // The id joins the call at Vapi's default address, so it isn't logged while the call lives.
    this.#log.info('assistant call created');
  }

  #opened(peer: AssistantPeer): void {
    this.options.meter.assistantConnected(this.options.clock.now() - this.#askedAt);
    this.options.listener.opened(peer);
    if (this.#notice !== undefined) peer.tell(this.#notice, true);
    this.#notice = undefined;
  }

  #event(event: PeerEvent): void {
    switch (event.kind) {
      case 'said':
        this.#history.add(event.turn);
        this.options.listener.said(event.turn);
        this.options.listener.event(ALIVE);
        break;
      case 'ended':
        this.#log.info({ endedReason: event.reason }, 'assistant ended the call');
        if (event.reason !== undefined && FAILURE.test(event.reason)) this.lose('assistant-dropped');
        else this.#ended();
        break;
      default:
        this.options.listener.event(event);
    }
  }

  #closed(link: AssistantLink, code: number): void {
    this.options.meter.closed('assistant', code);
    if (!link.wanted()) return;
    if (code === NORMAL_CLOSURE) this.#ended();
    else this.lose('assistant-dropped');
  }

  /** It has ended the call, in the regular way. A caller who has not heard a word would be hung up in silence. */
  #ended(): void {
    if (this.#isOver) return;
    if (this.options.hasSpoken()) {
      this.#over('assistant-ended');
      return;
    }
    this.#log.warn('assistant ended the call before it was heard');
    this.lose('assistant-dropped');
  }

  #over(reason: EndReason): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.options.listener.over(reason);
  }
}
