import type { Clock, Timer } from '../clock';
import { deferred, within, type Deferred } from '../deferred';
import { describeError } from '../errors';
import { RareWarnings, type Logger } from '../log';
import { backOffMs } from './backOff';
import type { EventMetrics } from './eventMetrics';
import type { Outbox } from './outbox';
import type { WaitingEvent } from './storedEvents';
import type { SendEvent, SendResult } from './webhook';

/** Sessions whose events are under way at a time. */
const LANES = 16;
/** So many failures with no success between them are the receiver's, not those of single events. */
const OUTAGE_FAILURES = 5;
/** Time between two attempts while the receiver is out, at least; and at most, though none is due. */
const OUTAGE_PAUSE_MS = 1000;
const OUTAGE_PROBE_MS = 60_000;
/** Longer than any timer may run. */
const LONGEST_TIMER_MS = 3_600_000;
/** After an error of the store itself. */
const STORE_RETRY_MS = 5000;

export interface DeliveryOptions {
  outbox: Outbox;
  send: SendEvent;
  /** An event that fails and is older is given up. */
  lifetimeMs: number;
  metrics: EventMetrics;
  clock: Clock;
  /** Milliseconds since 1970. */
  wallNow: () => number;
  /** 0 to 1. */
  random: () => number;
  log: Logger;
}

/**
 * Delivers what waits in the outbox: one event of a session at a time and in order, sessions side by side. A failure
 * holds up its own session, for longer each time. Several in a row mean that the receiver is out: then one session at
 * a time is tried, a second apart, and with the first success everything is due at once.
 */
export class Delivery {
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #abort = new AbortController();
  readonly #warnings: RareWarnings;
  /** In a row, of all sessions. */
  #failures = 0;
  #failedAt = 0;
  /** During an outage: nothing is tried before. */
  #pausedUntil = 0;
  #timer: Timer | undefined;
  #settled: Deferred | undefined;
  #closed = false;

  constructor(private readonly options: DeliveryOptions) {
    this.#warnings = new RareWarnings(options.log, () => options.clock.now());
  }

  /** Whether the receiver seems to be out. */
  get isOut(): boolean {
    return this.#failures >= OUTAGE_FAILURES;
  }

  /** Begins with what is due. To be called when something was added. */
  kick(): void {
    if (this.#closed) return;
    try {
      this.#pump();
    } catch (error) {
      this.#warnings.warn({ error: describeError(error) }, 'events cannot be read');
      this.#wake(STORE_RETRY_MS);
    }
  }

  /** Waits until nothing is under way or due, but no longer than `ms`. */
  async settle(ms: number): Promise<void> {
    this.kick();
    this.#settled = deferred();
    this.#noteSettled();
    await within(this.options.clock, ms, this.#settled.promise);
  }

  /** Stops. What was under way may have arrived and will be sent again. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    this.#abort.abort();
    await Promise.all(this.#underWay.values());
  }

  #pump(): void {
    const { outbox, wallNow } = this.options;
    this.#timer?.cancel();
    this.#timer = undefined;
    const now = wallNow();
    if (this.isOut && now < this.#pausedUntil) return this.#wake(this.#pausedUntil - now);
    const lanes = this.isOut ? 1 : LANES;
    const probeAt = this.isOut ? this.#failedAt + OUTAGE_PROBE_MS : Infinity;
    // Those under way are due, too, as the outbox sees it.
    const due = outbox.due(now < probeAt ? now : Infinity, lanes + this.#underWay.size);
    for (const session of due) {
      if (this.#underWay.size >= lanes) return;
      if (this.#underWay.has(session)) continue;
      const event = outbox.head(session);
      if (!event) continue;
      // The turn after this one, so that it is under way before it can be over.
      const done = Promise.resolve().then(() => this.#deliver(event));
      this.#underWay.set(session, done);
    }
    if (this.#underWay.size >= lanes) return;
    const next = outbox.nextDue(now);
    if (next !== undefined) this.#wake(Math.min(next, probeAt) - now);
  }

  #wake(ms: number): void {
    this.#timer?.cancel();
    this.#timer = this.options.clock.after(Math.min(ms, LONGEST_TIMER_MS), () => this.kick());
  }

  async #deliver(event: WaitingEvent): Promise<void> {
    const result = await this.options.send(event.id, event.body, this.#abort.signal);
    this.#underWay.delete(event.session);
    if (this.#closed && result.kind === 'failed') return;
    try {
      if (result.kind === 'delivered') this.#succeeded(event);
      else this.#failed(event, result);
    } catch (error) {
      this.#warnings.warn({ error: describeError(error) }, 'events cannot be marked');
      if (!this.#closed) this.#wake(STORE_RETRY_MS);
      this.#noteSettled();
      return;
    }
    this.kick();
    this.#noteSettled();
  }

  #noteSettled(): void {
    if (this.#underWay.size === 0) this.#settled?.resolve();
  }

  #succeeded(event: WaitingEvent): void {
    const { outbox, metrics, wallNow, log } = this.options;
    const now = wallNow();
    metrics.count('delivered');
    const wasOut = this.isOut;
    this.#failures = 0;
    outbox.delivered(event, now);
    if (!wasOut) return;
    log.info({ waiting: outbox.waiting }, 'events are delivered again');
    outbox.wakeAll(now);
  }

  #failed(event: WaitingEvent, { reason, retryAfterMs }: SendResult & { kind: 'failed' }): void {
    const { outbox, metrics, wallNow, random, lifetimeMs } = this.options;
    const now = wallNow();
    metrics.count('failed');
    this.#failures += 1;
    this.#failedAt = now;
    this.#warnings.warn(
      { eventId: event.id, reason, waiting: outbox.waiting },
      'event not delivered',
      reason,
    );
    let dead = 0;
    if (now - event.at >= lifetimeMs) {
      outbox.bury(event, reason, now);
      dead = 1;
    } else {
      outbox.postpone(event, reason, now + Math.max(backOffMs(event.failures + 1, random()), retryAfterMs));
    }
    if (this.isOut) {
      this.#pausedUntil = Math.max(this.#pausedUntil, now + Math.max(OUTAGE_PAUSE_MS, retryAfterMs));
      dead += outbox.expire(now - lifetimeMs);
    }
    if (dead === 0) return;
    metrics.count('dead', dead);
    this.#warnings.warn({ dead }, 'events given up: see GET /v1/events/dead');
  }
}
