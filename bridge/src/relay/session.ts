import { randomUUID } from 'node:crypto';
import type { Timer } from '../clock';
import { deferred } from '../deferred';
import { BridgeError } from '../errors';
import type { Logger } from '../log';
import { Announcer } from './announcer';
import { AssistantSide } from './assistantSide';
import { CallMedia } from './callMedia';
import { CarrierSide } from './carrierSide';
import { closeBothSides } from './closing';
import { endings, type EndReason } from './endings';
import type { TransferOutcome } from './handOver';
import type { AudioTap, SessionEvent, SessionIdentity } from './observer';
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
import type { SessionOptions } from './sessionOptions';
import { SessionTimes } from './sessionTimes';
import type { SessionView } from './sessionView';
import { keySequence } from './tones';
import { Transfers } from './transfers';

/**
 * One call: a carrier's peer and an assistant's peer, and the audio between them. The assistant is opened at once, or,
 * in a call out, when it is answered; the carrier comes when its stream does. However the session ends, it ends once,
 * with a reason, and takes both sides with it.
 */
export class Session {
  readonly id = randomUUID();
  readonly #times: SessionTimes;
  readonly #log: Logger;
  readonly #media: CallMedia;
  readonly #assistant: AssistantSide;
  readonly #carrier: CarrierSide;
  readonly #announcer: Announcer;
  readonly #transfers: Transfers;
  readonly #cut = deferred();
  readonly #stopped = deferred();
  readonly #ended = deferred();
  readonly #done = deferred();
  /** Of a call out. */
  #placement: Placement | undefined;
  #ticking: Timer | undefined;
  /** The assistant was over before the carrier came: the reason to end with as soon as there is a caller to tell. */
  #overBeforeStart: EndReason | undefined;
  #ending: EndReason | undefined;

  constructor(private readonly options: SessionOptions) {
    const { clock, meter, settings, carrier, carrierCallId, observers } = options;
    this.#times = new SessionTimes(clock);
    this.#log = options.log.child({ session: this.id, carrierCallId });
    this.#media = new CallMedia(clock, meter, settings);
    this.#assistant = new AssistantSide({
      clock,
      meter,
      log: this.#log,
      mayReplace: () =>
        settings.reconnect && this.#carrier.current !== undefined && this.#ending === undefined,
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
    this.#announcer = new Announcer({
      ...{ sessionId: this.id, carrier, observers },
      assistantCallId: () => this.#assistant.callId,
    });
    this.#carrier = new CarrierSide({
      ...{ media: this.#media, meter, clock },
      listener: {
        pressed: (digit) => this.#tell({ type: 'dtmf', digit }),
        over: (reason) => this.end(reason),
      },
      isHandedOver: () => this.#transfers.running,
      isEnding: () => this.#ending !== undefined,
    });
    this.#transfers = new Transfers({
      ...{ assistant: this.#assistant, media: this.#media, clock, log: this.#log },
      owner: {
        id: this.id,
        ended: this.ended,
        isEnding: () => this.#ending !== undefined,
        leg: () => this.#carrier.current,
        leave: (leg) => this.#carrier.leave(leg),
        end: (reason) => this.end(reason),
        tell: (event) => this.#tell(event),
      },
    });
    meter.sessionStarted();
    if (carrierCallId !== undefined) this.named(carrierCallId);
  }

  /** Which session this is. */
  get identity(): SessionIdentity {
    return this.#announcer.identity;
  }

  /** Whether the carrier's stream may still come. */
  get waiting(): boolean {
    return this.#ending === undefined && !this.#carrier.current && !this.#transfers.running;
  }

  /** As the carrier names the call; `undefined` before a call out was placed. */
  get carrierCallId(): string | undefined {
    return this.#announcer.carrierCallId;
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
    this.#announcer.named(carrierCallId, this.#started());
  }

  /**
   * Has the carrier place a call. The assistant is opened when it is answered: one that nobody answers costs nothing
   * there. If the session ends first, the call is cancelled.
   * @throws what `dial` throws, or SESSION_ENDED; the session has ended then
   */
  async place(dial: () => Promise<PlacedCall>, source: AssistantSource): Promise<void> {
    this.#placement = new Placement(this.options.clock, this.#log, () => {
      if (this.#ending === undefined) void this.openAssistant(source);
    });
    try {
      await this.#placement.run(dial, ({ carrierCallId, requestId }) => {
        if (carrierCallId !== undefined) this.named(carrierCallId);
        else if (requestId !== undefined) this.#announcer.requested(requestId, this.#started());
      });
    } catch (error) {
      this.end('dial-failed');
      throw error;
    }
    if (this.#ending !== undefined && !isOverAtCarrier(this.#ending)) throw new BridgeError('SESSION_ENDED');
  }

  /** A call out was answered: its stream is about to come, and the assistant had better be there by then. */
  answered(): void {
    this.#placement?.answered();
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
    const listener = this.#carrier.attach(carrier);
    this.answered();
    const isFirst = this.#times.answered();
    this.#log.info({ waitedMs: Math.round(this.#media.downlink.queuedMs) }, 'carrier attached');
    this.#startTicking();
    this.#media.attachCarrier(carrier);
    if (isFirst) this.#tell({ type: 'session.answered' });
    this.#transfers.attached();
    if (this.#overBeforeStart) this.end(this.#overBeforeStart);
    return listener;
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
   * Hands the caller to somebody else at the carrier, once what the assistant has said was played. Until it is known
   * what becomes of it, the assistant hears silence; once somebody has answered, it is not needed any more, and its
   * call ends.
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

  /** Whoever the caller talked to has gone; nothing, if nobody had answered. */
  transferEnded(): void {
    this.#transfers.ended();
  }

  /**
   * The carrier has told what became of the hand-over.
   * @returns whether the caller comes back, over another stream
   */
  transferOver(outcome: TransferOutcome): boolean {
    return this.#transfers.over(outcome);
  }

  /**
   * Ends the session. Only the first reason counts, but `bridge-closed` and `stopped-by-api` also cut short the playing out
   * of one that is ending. `done` tells when everything is closed.
   */
  end(reason: EndReason): void {
    if (reason === 'bridge-closed') this.#cut.resolve();
    if (reason === 'stopped-by-api') this.#stopped.resolve();
    if (this.#ending !== undefined) return;
    this.#ending = reason;
    const { side, farewell } = endings[reason];
    this.#log.info({ reason, side, queuedMs: Math.round(this.#media.downlink.queuedMs) }, 'session ending');
    this.#media.end(farewell);
    this.#ended.resolve();
    void this.#finish(reason);
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
    if (!this.#carrier.current || this.#ending !== undefined) throw new BridgeError('CARRIER_NOT_READY');
    this.#media.downlink.sound(keySequence(digits));
  }

  view(): SessionView {
    const { direction, carrier, metadata } = this.options;
    const carrierCallId = this.carrierCallId ?? null;
    const ending = this.#ending;
    return {
      id: this.id,
      state: this.#state(),
      ...{ direction, carrier, carrierCallId },
      assistantCallId: this.#assistant.callId ?? null,
      ...this.#times.view(),
      reason: ending ?? null,
      side: ending === undefined ? null : endings[ending].side,
      queuedMs: Math.round(this.#media.downlink.queuedMs),
      metadata,
      counters: { ...this.#media.counters, replacements: this.#assistant.replacements },
    };
  }

  /** What observers are told first. */
  #started(): SessionEvent {
    const { direction, callerNumber: from, calledNumber: to, metadata } = this.options;
    return { type: 'session.started', direction, from, to, metadata };
  }

  #state(): SessionView['state'] {
    if (this.#times.hasEnded) return 'ended';
    if (this.#ending) return 'ending';
    if (this.#transfers.running) return 'transferring';
    return this.#carrier.current ? 'live' : 'waiting';
  }

  #onAssistant(event: PeerEvent): void {
    this.#media.onAssistant(event);
    if (event.kind === 'interrupted') this.#tell({ type: 'interrupted' });
    else if (event.kind === 'tool-calls') this.#tell({ type: 'tool-calls', toolCalls: event.toolCalls });
  }

  #tell(event: SessionEvent): void {
    this.#announcer.tell(event);
  }

  #onAssistantOver(reason: EndReason): void {
    if (this.#transfers.running) this.#transfers.assistantOver(reason);
    else if (this.#carrier.current) this.end(reason);
    else this.#overBeforeStart ??= reason;
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

  async #finish(reason: EndReason): Promise<void> {
    const { settings, clock, meter } = this.options;
    await closeBothSides({
      ...{
        reason,
        settings,
        clock,
        log: this.#log,
        cut: this.#cut,
        stopped: this.#stopped,
        media: this.#media,
      },
      ...{ carrier: this.#carrier, assistant: this.#assistant, transfers: this.#transfers },
      placement: this.#placement,
    });
    this.#ticking?.cancel();
    this.#media.close();
    const durationMs = this.#times.ended();
    const { assistantCallId, counters } = this.view();
    meter.sessionEnded(reason, durationMs);
    this.#log.info({ reason, assistantCallId, durationMs, counters }, 'session ended');
    const { side } = endings[reason];
    this.#tell({ type: 'session.ended', reason, side, seconds: durationMs / 1000, statistics: counters });
    this.#done.resolve();
  }
}
