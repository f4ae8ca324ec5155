import { randomUUID } from 'node:crypto';
import { every, type Clock, type Timer } from '../clock';
import { BridgeError, describeError } from '../errors';
import type { Logger } from '../log';
import { FRAME_MS, SILENCE_FRAME } from './audio';
import { deferred, within } from '../deferred';
import { Downlink } from './downlink';
import { endings, type EndReason, type Farewell } from './endings';
import type { AssistantPeer, AssistantSource, CarrierPeer, PeerEvent, PeerListener } from './peer';
import { SilenceFiller } from './silence';
import { Uplink } from './uplink';

/** Once the call was ended by REST, the carrier closes its socket itself; so long it is given for that. */
const CARRIER_CLOSE_MS = 1000;
/** A carrier sends always, silence included; one that is gone without a word sends nothing for so long. */
const CARRIER_SILENT_MS = 10_000;
/** WebSocket close code "normal closure" (RFC 6455, 7.4.1). */
const NORMAL_CLOSURE = 1000;

export interface SessionOptions {
  carrier: string;
  carrierCallId: string;
  fallbackMessage: string;
  pacingLeadMs: number;
  clock: Clock;
  log: Logger;
}

/** What the REST API shows of a session: nothing in it joins the call or names the caller. */
export interface SessionView {
  id: string;
  state: 'waiting' | 'live' | 'ending';
  carrier: string;
  carrierCallId: string;
  assistantCallId: string | null;
  createdAt: string;
  queuedMs: number;
  counters: Record<string, number>;
}

/**
 * One call: a carrier's peer and an assistant's peer, and the audio between them. The assistant is opened at once,
 * the carrier comes when its stream does. However the session ends, it ends once, with a reason, and takes both
 * sides with it.
 */
export class Session {
  readonly id = randomUUID();
  readonly #createdAt = new Date();
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #uplink: Uplink;
  readonly #downlink: Downlink;
  readonly #counters = { callerBytes: 0, assistantBytes: 0, interruptions: 0, malformed: 0, dtmf: 0 };
  readonly #carrierLeft = deferred();
  readonly #carrierClosed = deferred();
  readonly #assistantClosed = deferred();
  readonly #ended = deferred();
  readonly #done = deferred();
  #carrier: CarrierPeer | undefined;
  #assistant: AssistantPeer | undefined;
  #assistantEnded = false;
  #assistantCallId: string | undefined;
  #silence: SilenceFiller | undefined;
  /** Ticks since the carrier was last heard: ticks, not time, so that a pause of the process counts for nothing. */
  #ticksUnheard = 0;
  #ticker: Timer | undefined;
  /** The assistant was over before the carrier came: the reason to end with as soon as there is a caller to tell. */
  #overBeforeStart: EndReason | undefined;
  #ending: EndReason | undefined;

  constructor(private readonly options: SessionOptions) {
    this.#clock = options.clock;
    this.#log = options.log.child({ session: this.id, carrierCallId: options.carrierCallId });
    this.#uplink = new Uplink(() => this.#clock.now());
    this.#downlink = new Downlink(this.#clock, options.pacingLeadMs);
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
  async openAssistant(source: AssistantSource): Promise<void> {
    try {
      await source.open({
        wanted: () => this.#ending === undefined,
        created: (callId) => {
          this.#assistantCallId = callId;
          // The id joins the call at Vapi's default address, so it isn't logged while the call lives.
          this.#log.info('assistant call created');
        },
        opened: (peer) => this.#assistantOpened(peer),
      });
    } catch (error) {
      this.#log.warn({ error: describeError(error) }, 'assistant unreachable');
      this.#assistantOver('assistant-unreachable');
    }
    if (!this.#assistant) this.#assistantClosed.resolve();
  }

  /**
   * The carrier's stream has started.
   * @returns the listener of its events, or `undefined` when the session has ended or has a carrier already
   */
  attachCarrier(carrier: CarrierPeer): PeerListener | undefined {
    if (!this.waiting) return undefined;
    this.#carrier = carrier;
    this.#log.info({ waitedMs: Math.round(this.#downlink.queuedMs) }, 'carrier attached');
    this.#startTicking();
    this.#downlink.attach(carrier);
    if (this.#overBeforeStart) this.end(this.#overBeforeStart);
    return (event) => this.#onCarrier(event);
  }

  /** Ends the session. Only the first reason counts; `done` tells when everything is closed. */
  end(reason: EndReason): void {
    if (this.#ending !== undefined) return;
    this.#ending = reason;
    const { side, farewell } = endings[reason];
    this.#log.info({ reason, side, queuedMs: Math.round(this.#downlink.queuedMs) }, 'session ending');
    this.#uplink.close();
    this.#silence = undefined;
    if (farewell !== 'play-out') this.#downlink.stop();
    this.#ended.resolve();
    void this.#finish(farewell);
  }

  view(): SessionView {
    return {
      id: this.id,
      state: this.#ending ? 'ending' : this.#carrier ? 'live' : 'waiting',
      carrier: this.options.carrier,
      carrierCallId: this.options.carrierCallId,
      assistantCallId: this.#assistantCallId ?? null,
      createdAt: this.#createdAt.toISOString(),
      queuedMs: Math.round(this.#downlink.queuedMs),
      counters: {
        ...this.#counters,
        callerBytesDropped: this.#uplink.droppedBytes,
        staleBytesDropped: this.#downlink.staleBytes,
      },
    };
  }

  #assistantOpened(peer: AssistantPeer): PeerListener {
    this.#assistant = peer;
    if (this.#ending !== undefined) {
      this.#endAssistant();
    } else {
      this.#silence = new SilenceFiller(this.#clock.now());
      this.#startTicking();
      this.#uplink.open(peer);
    }
    return (event) => this.#onAssistant(event);
  }

  #onAssistant(event: PeerEvent): void {
    switch (event.kind) {
      case 'audio':
        this.#counters.assistantBytes += event.audio.length;
        if (!this.#downlink.push(event.audio)) this.end('audio-overflow');
        break;
      case 'interrupted':
        this.#counters.interruptions += 1;
        this.#downlink.interrupt();
        break;
      case 'speaking':
        this.#downlink.assistantStarted();
        break;
      case 'ended':
        this.#log.info({ endedReason: event.reason }, 'assistant ended the call');
        this.#assistantOver('assistant-ended');
        break;
      case 'malformed':
        this.#counters.malformed += 1;
        break;
      case 'closed':
        this.#assistantOver(event.code === NORMAL_CLOSURE ? 'assistant-ended' : 'assistant-dropped');
        this.#assistantClosed.resolve();
        break;
      default:
    }
  }

  #onCarrier(event: PeerEvent): void {
    switch (event.kind) {
      case 'audio':
        if (this.#ending !== undefined) break;
        this.#counters.callerBytes += event.audio.length;
        this.#ticksUnheard = 0;
        this.#silence?.heard(this.#clock.now());
        this.#uplink.push(event.audio);
        break;
      case 'played':
        this.#downlink.played(event.mark);
        break;
      case 'dtmf':
        this.#counters.dtmf += 1;
        break;
      case 'malformed':
        this.#counters.malformed += 1;
        break;
      case 'ended':
        this.#carrierLeft.resolve();
        this.end('caller-hung-up');
        break;
      case 'closed':
        this.#carrierLeft.resolve();
        this.#carrierClosed.resolve();
        this.end('carrier-lost');
        break;
      default:
    }
  }

  #assistantOver(reason: EndReason): void {
    if (this.#carrier) this.end(reason);
    else this.#overBeforeStart ??= reason;
  }

  #startTicking(): void {
    this.#ticker ??= every(this.#clock, FRAME_MS, () => {
      this.#downlink.pump();
      if (this.#silence?.due(this.#clock.now())) this.#uplink.push(SILENCE_FRAME);
      if (!this.#carrier) return;
      this.#ticksUnheard += 1;
      if (this.#ticksUnheard * FRAME_MS >= CARRIER_SILENT_MS) this.end('carrier-lost');
    });
  }

  #endAssistant(): void {
    if (!this.#assistant || this.#assistantEnded) return;
    this.#assistantEnded = true;
    this.#assistant.end();
  }

  async #finish(farewell: Farewell): Promise<void> {
    // In a play-out the assistant's last words may still be under way on its socket.
    if (farewell !== 'play-out') this.#endAssistant();
    if (this.#carrier) {
      await this.#sayFarewell(this.#carrier, farewell);
      this.#downlink.stop();
      this.#carrier.close();
      await this.#carrierClosed.promise;
    }
    this.#endAssistant();
    await this.#assistantClosed.promise;
    this.#ticker?.cancel();
    const { assistantCallId, counters } = this.view();
    const durationMs = Date.now() - this.#createdAt.getTime();
    this.#log.info({ reason: this.#ending, assistantCallId, durationMs, counters }, 'session ended');
    this.#done.resolve();
  }

  /** Does what the caller is owed, and stops as soon as the caller is gone. */
  async #sayFarewell(carrier: CarrierPeer, farewell: Farewell): Promise<void> {
    if (farewell === 'play-out') {
      const { played, boundMs } = this.#downlink.playOut();
      await within(this.#clock, boundMs, played, this.#carrierLeft.promise);
    }
    if (farewell === 'none' || this.#carrierLeft.settled) return;
    try {
      if (farewell === 'apology') await carrier.speakAndHangUp(this.options.fallbackMessage);
      else await carrier.hangUp();
    } catch (error) {
      // Closing the socket makes the carrier go on with what follows in the call's document: the fallback message.
      this.#log.warn({ error: describeError(error) }, 'carrier did not take the farewell');
      return;
    }
    await within(this.#clock, CARRIER_CLOSE_MS, this.#carrierLeft.promise);
    if (this.#carrierLeft.settled) return;
    const { code, hint } = new BridgeError('CARRIER_STAYED');
    this.#log.warn({ code, hint }, 'carrier has not left after the farewell');
  }
}
