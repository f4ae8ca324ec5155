import type { Clock, Timer } from '../clock';
import { describeError } from '../errors';
import { RareWarnings, type Logger } from '../log';
import type { SessionEvent, SessionIdentity, SessionObserver } from '../relay/observer';
import { toOccurrence, type EventType } from './envelope';
import type { EventMetrics } from './eventMetrics';
import type { Outbox } from './outbox';
import type { Entry } from './storedEvents';

/** Writes are at least so far apart; the first of a busy time waits for none. */
const PAUSE_MS = 20;
/** After a write that failed. */
const RETRY_MS = 1000;
/** What is held in memory while the disk takes nothing. */
const MAX_UNWRITTEN = 10_000;

export interface EventWriterOptions {
  outbox: Outbox;
  /** The events that anybody wants. */
  types: ReadonlySet<EventType>;
  /** Something was stored. */
  onWritten: () => void;
  metrics: EventMetrics;
  clock: Clock;
  /** Milliseconds since 1970. */
  wallNow: () => number;
  log: Logger;
}

/**
 * Takes events from the sessions and stores them, off the path of the audio: what comes within one turn of the event
 * loop, or within 20 ms of the last write, is one transaction.
 */
export class EventWriter implements SessionObserver {
  readonly #warnings: RareWarnings;
  #unwritten: Entry[] = [];
  #immediate: NodeJS.Immediate | undefined;
  #timer: Timer | undefined;
  #writtenAt = -Infinity;
  #started = false;

  constructor(private readonly options: EventWriterOptions) {
    this.#warnings = new RareWarnings(options.log, () => options.clock.now());
  }

  event(identity: SessionIdentity, event: SessionEvent): void {
    const { types, metrics, wallNow } = this.options;
    const { type } = event;
    const wanted = types.has(type);
    // The outbox has to know which sessions live, even where nobody else wants to.
    if (!wanted && type !== 'session.started' && type !== 'session.ended') return;
    if (this.#unwritten.length >= MAX_UNWRITTEN) {
      metrics.count('lost');
      this.#warnings.warn({ unwritten: this.#unwritten.length }, 'events lost: they cannot be stored');
      return;
    }
    this.#unwritten.push({ ...toOccurrence(identity, event, new Date(wallNow())), wanted });
    this.#schedule();
  }

  /** The outbox is open: begins to write, with what has come before. */
  start(): void {
    this.#started = true;
    this.flush();
  }

  /** Stores at once what has not been stored yet. @returns whether nothing is left */
  flush(): boolean {
    this.#unschedule();
    this.#write();
    return this.#unwritten.length === 0;
  }

  /** Stores the rest and stops. */
  close(): void {
    if (!this.#started) return;
    if (!this.flush()) this.options.metrics.count('lost', this.#unwritten.length);
    this.#unschedule();
    this.#started = false;
  }

  #schedule(): void {
    if (!this.#started || this.#immediate || this.#timer) return;
    const { clock } = this.options;
    const pause = this.#writtenAt + PAUSE_MS - clock.now();
    if (pause > 0) this.#timer = clock.after(pause, () => this.flush());
    else this.#immediate = setImmediate(() => this.flush());
  }

  #unschedule(): void {
    this.#timer?.cancel();
    if (this.#immediate) clearImmediate(this.#immediate);
    this.#timer = undefined;
    this.#immediate = undefined;
  }

  #write(): void {
    const { outbox, clock, wallNow, onWritten } = this.options;
    if (this.#unwritten.length === 0) return;
    this.#writtenAt = clock.now();
    try {
      outbox.append(this.#unwritten, wallNow());
    } catch (error) {
      this.#warnings.warn({ error: describeError(error) }, 'events cannot be stored');
      this.#timer = clock.after(RETRY_MS, () => this.flush());
      return;
    }
    this.#unwritten = [];
    onWritten();
  }
}
