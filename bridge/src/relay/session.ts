import { randomUUID } from 'node:crypto';
import type { Clock, Timer } from '../clock';
import { deferred, within } from '../deferred';
import { BridgeError, describeError } from '../errors';
import type { Logger } from '../log';
import { AssistantSide } from './assistantSide';
import { CallMedia } from './callMedia';
import { createLeg, type CarrierLeg } from './carrierLeg';
import { endings, type EndReason, type Farewell } from './endings';
import { sayFarewell } from './farewell';
import type { FrameClock } from './frameClock';
import type { TransferOutcome } from './handOver';
import type { Meter } from './meter';
import type { AudioTap, SessionEvent, SessionIdentity, SessionObserver } from './observer';
import type {
  AssistantCommand,
  AssistantSource,
  CarrierPeer,
  PeerEvent,
  PeerListener,
  PlacedCall,
  TransferTarget,
} from './peer';
import { isOverAtCarrier, Placement } from './placement';
import type { SessionView } from './sessionView';
import type { CallSettings } from './settings';
import { keySequence } from './tones';
import { Transfers } from './transfers';

/** A peer closes by force long before. */
const CLOSING_MS = 5000;

export interface SessionOptions {
  carrier: string;
  /** As the carrier names the call; not known before a call out is placed. */
  carrierCallId: string | undefined;
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
 * One call: a carrier's peer and an assistant's peer, and the audio between them. The assistant is opened at once, or,
 * in a call out, when it is answered; the carrier comes when its stream does. However the session ends, it ends once,
 * with a reason, and takes both sides with it.
 */
export class Session {
  readonly id = randomUUID();
  readonly #createdAt = new Date();
  readonly #startedAt: number;
  readonly #log: Logger;
  readonly #media: CallMedia;
  readonly #assistant: AssistantSide;
  readonly #transfers: Transfers;
  readonly #cut = deferred();
  readonly #ended = deferred();
  readonly #done = deferred();
  /** All streams of the carrier, one after the other. */
  readonly #legs: CarrierLeg[] = [];
  /** The one that the caller is at. */
  #carrier: CarrierLeg | undefined;
  #carrierCallId: string | undefined;
  /** Of a call out. */
  #placement: Placement | undefined;
  /** Of a call out: opens the assistant when it is answered. */
  #source: AssistantSource | undefined;
  /** Whether observers know of this session. */
  #isAnnounced = false;
  #ticking: Timer | undefined;
  /** The assistant was over before the carrier came: the reason to end with as soon as there is a caller to tell. */
  #overBeforeStart: EndReason | undefined;
  #ending: EndReason | undefined;
  #answeredAt: Date | undefined;
  #endedAt: Date | undefined;
  #durationMs: number | undefined;

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
    this.#transfers = new Transfers({
      ...{ assistant: this.#assistant, media: this.#media, clock, log: this.#log },
      owner: {
        id: this.id,
        ended: this.ended,
        isEnding: () => this.#ending !== undefined,
        leg: () => this.#carrier,
        leave: (leg) => this.#leave(leg),
        end: (reason) => this.end(reason),
        tell: (event) => this.#tell(event),
      },
    });
    meter.sessionStarted();
    if (carrierCallId !== undefined) this.named(carrierCallId);
  }

  /** Which session this is. */
  get identity(): SessionIdentity {
    return {
      sessionId: this.id,
      carrier: this.options.carrier,
      carrierCallId: this.#carrierCallId ?? '',
      assistantCallId: this.#assistant.callId ?? null,
    };
  }

  /** Whether the carrier's stream may still come. */
  get waiting(): boolean {
    return this.#ending === undefined && !this.#carrier && !this.#transfers.running;
  }

  /** As the carrier names the call; `undefined` before a call out was placed. */
  get carrierCallId(): string | undefined {
    return this.#carrierCallId;
  }

  /** Resolves as soon as the end has begun. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Resolves when the session has ended and both sides are closed. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  /** The carrier has told its id of the call. Only the first one counts. */
  named(carrierCallId: string): void {
    if (this.#isAnnounced) return;
    this.#carrierCallId = carrierCallId;
    this.#isAnnounced = true;
    const { direction, callerNumber: from, calledNumber: to, metadata } = this.options;
    this.#tell({ type: 'session.started', direction, from, to, metadata });
  }

  /**
   * Has the carrier place a call. The assistant is opened when it is answered: one that nobody answers costs nothing
   * there. If the session ends first, the call is cancelled.
   * @throws what `dial` throws, or SESSION_ENDED; the session has ended then
   */
  async place(dial: () => Promise<PlacedCall>, source: AssistantSource): Promise<void> {
    this.#source = source;
    this.#placement = new Placement(this.options.clock, this.#log);
    try {
      await this.#placement.run(dial, (carrierCallId) => this.named(carrierCallId));
    } catch (error) {
      this.end('dial-failed');
      throw error;
    }
    if (this.#ending !== undefined && !isOverAtCarrier(this.#ending)) throw new BridgeError('SESSION_ENDED');
  }

  /** A call out was answered: its stream is about to come, and the assistant had better be there by then. */
  answered(): void {
    this.#placement?.answered();
    const source = this.#source;
    this.#source = undefined;
    if (source && this.#ending === undefined) void this.openAssistant(source);
  }

  /** The carrier has found out what has answered a call out, in its own words. */
  machineDetected(result: string): void {
    if (this.#ending === undefined) this.#tell({ type: 'machine-detection', result });
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
    const leg = createLeg(carrier);
    this.#legs.push(leg);
    this.#carrier = leg;
    this.answered();
    const isFirst = this.#answeredAt === undefined;
    this.#answeredAt ??= new Date();
    this.#log.info({ waitedMs: Math.round(this.#media.downlink.queuedMs) }, 'carrier attached');
    this.#startTicking();
    this.#media.attachCarrier(carrier);
    if (isFirst) this.#tell({ type: 'session.answered' });
    this.#transfers.attached();
    if (this.#overBeforeStart) this.end(this.#overBeforeStart);
    return {
      audio: (audio) => {
        if (leg === this.#carrier) this.#media.fromCaller(audio);
      },
      event: (event) => this.#onCarrier(event, leg),
    };
  }

  /**
   * The carrier has told that no stream will come. Of a caller who is with somebody else it means that they have hung
   * up.
   */
  abandon(reason: EndReason): void {
    if (this.waiting) this.end(reason);
    else if (reason === 'caller-hung-up') this.#transfers.lost(reason);
  }

  /**
   * Hands the caller to somebody else at the carrier, once what the assistant has said was played. Until it is known what becomes of it, the assistant hears
   * silence; once somebody has answered, it is not needed any more, and its call ends.
   * @throws BridgeError SESSION_ENDED, CARRIER_NOT_READY, CARRIER_TRANSFER_UNAVAILABLE, TRANSFER_RUNNING, or why the
   *   carrier didn't take it: the caller is still with the assistant then, or has hung up
   */
  transfer(target: TransferTarget): Promise<void> {
    return this.#transfers.start(target);
  }

  /** Somebody has answered, and talks to the caller now. */
  transferAnswered(): void {
    this.#transfers.answered();
  }

  /**
   * The carrier has told what became of the hand-over.
   * @returns whether the caller comes back, over another stream
   */
  transferOver(outcome: TransferOutcome): boolean {
    return this.#transfers.over(outcome);
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

  /**
   * Gives the assistant a command in its own words, such as to say something.
   * @throws BridgeError ASSISTANT_NOT_CONNECTED, or why the assistant did not take it
   */
  control(command: AssistantCommand): Promise<void> {
    return this.#assistant.control(command);
  }

  /**
   * Presses keys: the far end of the line hears their tones, as an answering system wants them.
   * @param digits `0`-`9`, `*`, `#`, `A`-`D`
   * @throws BridgeError CARRIER_NOT_READY
   */
  press(digits: string): void {
    if (!this.#carrier || this.#ending !== undefined) throw new BridgeError('CARRIER_NOT_READY');
    this.#media.downlink.sound(keySequence(digits));
  }

  view(): SessionView {
    const { direction, carrier, metadata } = this.options;
    const carrierCallId = this.#carrierCallId ?? null;
    const ending = this.#ending;
    const durationMs = this.#durationMs;
    return {
      id: this.id,
      state: this.#state(),
      ...{ direction, carrier, carrierCallId },
      assistantCallId: this.#assistant.callId ?? null,
      createdAt: this.#createdAt.toISOString(),
      answeredAt: this.#answeredAt?.toISOString() ?? null,
      endedAt: this.#endedAt?.toISOString() ?? null,
      reason: ending ?? null,
      side: ending === undefined ? null : endings[ending].side,
      seconds: durationMs === undefined ? null : durationMs / 1000,
      queuedMs: Math.round(this.#media.downlink.queuedMs),
      metadata,
      counters: { ...this.#media.counters, replacements: this.#assistant.replacements },
    };
  }

  #state(): SessionView['state'] {
    if (this.#endedAt) return 'ended';
    if (this.#ending) return 'ending';
    if (this.#transfers.running) return 'transferring';
    return this.#carrier ? 'live' : 'waiting';
  }

  #onAssistant(event: PeerEvent): void {
    this.#media.onAssistant(event);
    if (event.kind === 'interrupted') this.#tell({ type: 'interrupted' });
    else if (event.kind === 'tool-calls') this.#tell({ type: 'tool-calls', toolCalls: event.toolCalls });
  }

  #tell(event: SessionEvent): void {
    if (!this.#isAnnounced) return;
    for (const observer of this.options.observers) observer.event(this.identity, event);
  }

  /** The caller is with somebody else from now on. */
  #leave(leg: CarrierLeg): void {
    leg.left.resolve();
    if (this.#carrier === leg && this.#ending === undefined) {
      this.#carrier = undefined;
      this.#media.detachCarrier();
    }
    leg.peer.close();
  }

  #onAssistantOver(reason: EndReason): void {
    if (this.#transfers.running) this.#transfers.assistantOver(reason);
    else if (this.#carrier) this.end(reason);
    else this.#overBeforeStart ??= reason;
  }

  #onCarrier(event: PeerEvent, leg: CarrierLeg): void {
    switch (event.kind) {
      case 'ended':
        leg.left.resolve();
        if (this.#transfers.running) this.#leave(leg);
        else if (leg === this.#carrier) this.end('caller-hung-up');
        break;
      case 'closed':
        this.options.meter.closed('carrier', event.code);
        leg.left.resolve();
        leg.closed.resolve();
        if (this.#transfers.running) this.#leave(leg);
        else if (leg === this.#carrier) this.end('carrier-lost');
        break;
      case 'dtmf':
        if (leg !== this.#carrier) break;
        this.#media.onCarrier(event);
        this.#tell({ type: 'dtmf', digit: event.digit });
        break;
      default:
        if (leg === this.#carrier) this.#media.onCarrier(event);
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
    this.#transfers.cancel();
    const carrier = this.#carrier;
    if (this.#transfers.running) {
      // The caller is in good hands, and stays there also when this process ends.
      if (reason === 'stopped-by-api') await this.#hangUpHandedOver();
    } else if (carrier) {
      const { downlink } = this.#media;
      const { peer, left: carrierLeft } = carrier;
      const [cut, log] = [this.#cut, this.#log];
      await sayFarewell(farewell, { carrier: peer, carrierLeft, cut, downlink, settings, clock, log });
      downlink.stop();
    } else {
      await this.#placement?.withdraw(reason);
    }
    carrier?.peer.close();
    const closed = Promise.all(this.#legs.map((leg) => leg.closed.promise)).then(() => undefined);
    if (this.#legs.length > 0) await within(clock, CLOSING_MS, closed);
    this.#assistant.end();
    await this.#assistant.allClosed();
    this.#ticking?.cancel();
    this.#media.closeTaps();
    const durationMs = Math.round(clock.now() - this.#startedAt);
    this.#durationMs = durationMs;
    this.#endedAt = new Date();
    const { assistantCallId, counters } = this.view();
    meter.sessionEnded(reason, durationMs);
    this.#log.info({ reason, assistantCallId, durationMs, counters }, 'session ended');
    const { side } = endings[reason];
    this.#tell({ type: 'session.ended', reason, side, seconds: durationMs / 1000, statistics: counters });
    this.#done.resolve();
  }

  /** A call that is to end ends for whoever the caller talks to, too. */
  async #hangUpHandedOver(): Promise<void> {
    const leg = this.#legs.at(-1);
    if (!leg) return;
    try {
      await within(this.options.clock, CLOSING_MS, leg.peer.hangUp());
    } catch (error) {
      this.#log.warn({ error: describeError(error) }, 'carrier did not hang up');
    }
  }
}
