import { randomUUID } from 'node:crypto';
import type { Clock, Timer } from '../clock';
import { deferred, within } from '../deferred';
import type { Logger } from '../log';
import { AssistantSide } from './assistantSide';
import { CallMedia } from './callMedia';
import { endings, type EndReason, type Farewell } from './endings';
import { sayFarewell } from './farewell';
import type { FrameClock } from './frameClock';
import type { Meter } from './meter';
import type { AudioTap, SessionEvent, SessionIdentity, SessionObserver } from './observer';
import type { AssistantSource, CarrierPeer, PeerEvent, PeerListener } from './peer';
import type { SessionView } from './sessionView';
import type { CallSettings } from './settings';

/** A peer closes by force long before. */
const CLOSING_MS = 5000;

export interface SessionOptions {
  carrier: string;
  carrierCallId: string;
  direction: 'inbound' | 'outbound';
  callerNumber: string | undefined;
  calledNumber: string | undefined;
  /** What whoever started the call wants to find again in its events. */
  metadata: Readonly<Record<string, unknown>>;
  /** Told of what happens. */
  observers: readonly SessionObserver[];
  settings: CallSettings;
  clock: Clock;
  frames: FrameClock;
  meter: Meter;
  log: Logger;
}

/**
 * One call: a carrier's peer and an assistant's peer, and the audio between them. The assistant is opened at once,
 * the carrier comes when its stream does. However the session ends, it ends once, with a reason, and takes both
 * sides with it.
 */
export class Session {
  readonly id = randomUUID();
  readonly #createdAt = new Date();
  readonly #startedAt: number;
  readonly #log: Logger;
  readonly #media: CallMedia;
  readonly #assistant: AssistantSide;
  readonly #carrierLeft = deferred();
  readonly #carrierClosed = deferred();
  readonly #cut = deferred();
  readonly #ended = deferred();
  readonly #done = deferred();
  #carrier: CarrierPeer | undefined;
  #ticking: Timer | undefined;
  /** The assistant was over before the carrier came: the reason to end with as soon as there is a caller to tell. */
  #overBeforeStart: EndReason | undefined;
  #ending: EndReason | undefined;

  constructor(private readonly options: SessionOptions) {
    const { clock, meter, settings, carrierCallId } = options;
    this.#startedAt = clock.now();
    this.#log = options.log.child({ session: this.id, carrierCallId });
    this.#media = new CallMedia(clock, meter, settings);
    this.#assistant = new AssistantSide({
      clock,
      meter,
      log: this.#log,
      mayReplace: () => settings.reconnect && this.#carrier !== undefined && this.#ending === undefined,
      hasSpoken: () => this.#media.downlink.hasWords,
      listener: {
        opened: (peer) => {
          this.#startTicking();
          this.#media.attachAssistant(peer);
        },
        audio: (audio) => {
          if (!this.#media.fromAssistant(audio)) this.end('audio-overflow');
        },
        event: (event) => this.#onAssistant(event),
        said: (turn) => this.#tell({ type: 'transcript', ...turn }),
        replaced: () => this.#media.detachAssistant(),
        over: (reason) => this.#onAssistantOver(reason),
      },
    });
    meter.sessionStarted();
    const { direction, callerNumber: from, calledNumber: to, metadata } = options;
    this.#tell({ type: 'session.started', direction, from, to, metadata });
  }

  /** Which session this is. */
  get identity(): SessionIdentity {
    const { carrier, carrierCallId } = this.options;
    return { sessionId: this.id, carrier, carrierCallId, assistantCallId: this.#assistant.callId ?? null };
  }

  /** Whether the carrier's stream may still come. */
  get waiting(): boolean {
    return this.#ending === undefined && !this.#carrier;
  }

  get carrierCallId(): string {
    return this.options.carrierCallId;
  }

  /** Resolves as soon as the end has begun. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Resolves when the session has ended and both sides are closed. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  /** Creates the assistant's call and opens its socket; failures end the session, and are never thrown. */
  openAssistant(source: AssistantSource): Promise<void> {
    return this.#assistant.open(source);
  }

  /**
   * The carrier's stream has started.
   * @returns the listener of its events, or `undefined` when the session has ended or has a carrier already
   */
  attachCarrier(carrier: CarrierPeer): PeerListener | undefined {
    if (!this.waiting) return undefined;
    this.#carrier = carrier;
    this.#log.info({ waitedMs: Math.round(this.#media.downlink.queuedMs) }, 'carrier attached');
    this.#startTicking();
    this.#media.attachCarrier(carrier);
    this.#tell({ type: 'session.answered' });
    if (this.#overBeforeStart) this.end(this.#overBeforeStart);
    return { audio: (audio) => this.#media.fromCaller(audio), event: (event) => this.#onCarrier(event) };
  }

  /**
   * Ends the session. Only the first reason counts, but `bridge-closed` also cuts short the playing out of one that is
   * ending. `done` tells when everything is closed.
   */
  end(reason: EndReason): void {
    if (reason === 'bridge-closed') this.#cut.resolve();
    if (this.#ending !== undefined) return;
    this.#ending = reason;
    const { side, farewell } = endings[reason];
    this.#log.info({ reason, side, queuedMs: Math.round(this.#media.downlink.queuedMs) }, 'session ending');
    this.#media.end(farewell);
    this.#ended.resolve();
    void this.#finish(reason, farewell);
  }

  /**
   * Lets `tap` hear what both sides hear, until it is over.
   * @returns ends it before
   */
  addTap(tap: AudioTap): () => void {
    this.#media.addTap(tap);
    return () => this.#media.removeTap(tap);
  }

  view(): SessionView {
    return {
      id: this.id,
      state: this.#ending ? 'ending' : this.#carrier ? 'live' : 'waiting',
      carrier: this.options.carrier,
      carrierCallId: this.options.carrierCallId,
      assistantCallId: this.#assistant.callId ?? null,
      createdAt: this.#createdAt.toISOString(),
      queuedMs: Math.round(this.#media.downlink.queuedMs),
      counters: { ...this.#media.counters, replacements: this.#assistant.replacements },
    };
  }

  #onAssistant(event: PeerEvent): void {
    this.#media.onAssistant(event);
    if (event.kind === 'interrupted') this.#tell({ type: 'interrupted' });
    else if (event.kind === 'tool-calls') this.#tell({ type: 'tool-calls', toolCalls: event.toolCalls });
  }

  #tell(event: SessionEvent): void {
    for (const observer of this.options.observers) observer.event(this.identity, event);
  }

  #onAssistantOver(reason: EndReason): void {
    if (this.#carrier) this.end(reason);
    else this.#overBeforeStart ??= reason;
  }

  #onCarrier(event: PeerEvent): void {
    switch (event.kind) {
      case 'ended':
        this.#carrierLeft.resolve();
        this.end('caller-hung-up');
        break;
      case 'closed':
        this.options.meter.closed('carrier', event.code);
        this.#carrierLeft.resolve();
        this.#carrierClosed.resolve();
        this.end('carrier-lost');
        break;
      case 'dtmf':
        this.#media.onCarrier(event);
        this.#tell({ type: 'dtmf', digit: event.digit });
        break;
      default:
        this.#media.onCarrier(event);
    }
  }

  #startTicking(): void {
    this.#ticking ??= this.options.frames.add({
      tick: (slot) => {
        const missed = this.#media.frame(slot);
        if (missed === 'carrier') this.end('carrier-lost');
        else if (missed === 'assistant') this.#assistant.lose('assistant-silent');
      },
    });
  }

  async #finish(reason: EndReason, farewell: Farewell): Promise<void> {
    const { settings, clock, meter } = this.options;
    // In a play-out the assistant's last words may still be under way on its socket.
    if (farewell !== 'play-out') this.#assistant.end();
    const carrier = this.#carrier;
    if (carrier) {
      const { downlink } = this.#media;
      const [carrierLeft, cut, log] = [this.#carrierLeft, this.#cut, this.#log];
      await sayFarewell(farewell, { carrier, carrierLeft, cut, downlink, settings, clock, log });
      downlink.stop();
      carrier.close();
      await within(clock, CLOSING_MS, this.#carrierClosed.promise);
    }
    this.#assistant.end();
    await this.#assistant.allClosed();
    this.#ticking?.cancel();
    this.#media.closeTaps();
    const durationMs = Math.round(clock.now() - this.#startedAt);
    const { assistantCallId, counters } = this.view();
    meter.sessionEnded(reason, durationMs);
    this.#log.info({ reason, assistantCallId, durationMs, counters }, 'session ended');
    const { side } = endings[reason];
    this.#tell({ type: 'session.ended', reason, side, seconds: durationMs / 1000, statistics: counters });
    this.#done.resolve();
  }
}
