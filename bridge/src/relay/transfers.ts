import type { Clock } from '../clock';
import { within } from '../deferred';
import { BridgeError, describeError } from '../errors';
import type { Logger } from '../log';
import type { AssistantSide } from './assistantSide';
import type { CallMedia } from './callMedia';
import type { CarrierLeg } from './carrierLeg';
import type { EndReason } from './endings';
import { HandOver, returnNotice, type TransferOutcome } from './handOver';
import type { SessionEvent, TransferState } from './observer';
import type { TransferTarget } from './peer';

/** What the assistant has said before is played to its end, if that takes no longer. */
const LAST_WORDS_MS = 8000;
/** Once it has taken a caller over, the carrier closes its stream itself; so long it is given for that. */
const LEAVING_MS = 1000;

/** The session, as far as a hand-over has to do with it. */
export interface TransferOwner {
  readonly id: string;
  /** Settles when the session begins to end. */
  readonly ended: Promise<void>;
  readonly isEnding: () => boolean;
  /** The stream that the caller is at. */
  readonly leg: () => CarrierLeg | undefined;
  /** The caller is with somebody else from now on. */
  readonly leave: (leg: CarrierLeg) => void;
  readonly end: (reason: EndReason) => void;
  readonly tell: (event: SessionEvent) => void;
}

export interface TransfersOptions {
  owner: TransferOwner;
  assistant: AssistantSide;
  media: CallMedia;
  clock: Clock;
  log: Logger;
}

/**
 * Hands a session's caller to somebody else, and has them back when nobody answers. Until it is known what becomes of
 * it, the assistant hears silence; once somebody has answered, it is not needed any more, and its call ends.
 */
export class Transfers {
  #running: HandOver | undefined;
  /** What the assistant is told when the caller is back. */
  #notice: string | undefined;

  constructor(private readonly options: TransfersOptions) {}

  /** Whether a caller is with somebody else, or about to be. */
  get running(): boolean {
    return this.#running !== undefined;
  }

  /** @throws BridgeError as `Session.transfer` says */
  async start(target: TransferTarget): Promise<void> {
    const { owner, clock } = this.options;
    if (owner.isEnding()) throw new BridgeError('SESSION_ENDED');
    if (this.#running) throw new BridgeError('TRANSFER_RUNNING');
    const leg = owner.leg();
    if (!leg) throw new BridgeError('CARRIER_NOT_READY');
    if (!leg.peer.transfer) throw new BridgeError('CARRIER_TRANSFER_UNAVAILABLE');
    leg.peer.checkTransfer?.(target, owner.id);
    const handOver = new HandOver(target, clock, () => this.#untold(handOver));
    // Before the carrier is asked: its stream may end before its answer comes.
    this.#running = handOver;
    this.#tell(handOver, 'started');
    await this.#lastWords(leg);
    try {
      if ((await leg.peer.transfer(target, owner.id)) === 'unanswered') {
        // Closing the stream would end the call if the carrier hasn't taken it; if it has, it closes it itself.
        this.options.log.warn('carrier has not answered to the transfer in time');
        return;
      }
    } catch (error) {
      this.#refused(handOver, error);
      throw error;
    }
    await within(clock, LEAVING_MS, leg.left.promise);
    owner.leave(leg);
  }

  /** Somebody has answered, and talks to the caller now. */
  answered(): void {
    const { owner, assistant, media } = this.options;
    const handOver = this.#running;
    if (!handOver || handOver.isAnswered || owner.isEnding()) return;
    handOver.answered();
    this.#tell(handOver, 'answered');
    const leg = owner.leg();
    if (leg) owner.leave(leg);
    assistant.end();
    media.detachAssistant();
  }

  /**
   * The carrier has told what became of it.
   * @returns whether the caller comes back, over another stream
   */
  over(outcome: TransferOutcome): boolean {
    const { owner, assistant } = this.options;
    const handOver = this.#running;
    if (!handOver || owner.isEnding()) return false;
    handOver.cancel();
    this.#tell(handOver, outcome);
    if (outcome === 'completed') {
      owner.end('transferred');
      return false;
    }
    this.#running = undefined;
    const leg = owner.leg();
    if (leg) owner.leave(leg);
    this.#notice = returnNotice(outcome);
    assistant.reopen();
    return true;
  }

  /** Whoever the caller talked to has gone. A hand-over that nobody has answered yet ends otherwise. */
  ended(): void {
    if (this.#running?.isAnswered) this.over('completed');
  }

  /** Nothing more will be heard of it. */
  lost(reason: EndReason): void {
    const handOver = this.#running;
    if (!handOver || this.options.owner.isEnding()) return;
    handOver.cancel();
    this.#tell(handOver, handOver.isAnswered ? 'completed' : 'failed');
    this.options.owner.end(handOver.isAnswered ? 'transferred' : reason);
  }

  /** The assistant was over meanwhile: the caller, if they come back, gets another one. */
  assistantOver(reason: EndReason): void {
    if (this.#running) this.#running.assistantOver = reason;
    this.options.media.detachAssistant();
  }

  /** The caller is there, maybe again. */
  attached(): void {
    if (this.#notice !== undefined) this.options.assistant.tell(this.#notice);
    this.#notice = undefined;
  }

  /** The session ends, and waits for nothing more. */
  cancel(): void {
    this.#running?.cancel();
  }

  /** The assistant has said that it connects the caller, as a rule: that is not to be cut. */
  async #lastWords({ left }: CarrierLeg): Promise<void> {
    const { owner, media, clock } = this.options;
    const playingMs = Math.min(LAST_WORDS_MS, media.downlink.playingMs(clock.now()));
    if (playingMs > 0) await within(clock, playingMs, left.promise, owner.ended);
    if (owner.isEnding()) throw new BridgeError('SESSION_ENDED');
  }

  /** The carrier has not taken it. A caller whose assistant is over gets another one. */
  #refused(handOver: HandOver, error: unknown): void {
    const { owner, assistant, log } = this.options;
    if (this.#running !== handOver || owner.isEnding()) return;
    handOver.cancel();
    this.#running = undefined;
    log.warn({ error: describeError(error) }, 'carrier did not take the transfer');
    this.#tell(handOver, 'failed');
    if (!owner.leg()) {
      owner.end('caller-hung-up');
    } else if (handOver.assistantOver) {
      assistant.reopen();
      assistant.tell(returnNotice('failed'));
    }
  }

  /** The carrier has told nothing for longer than it can take. A caller who is still here was never taken over. */
  #untold(handOver: HandOver): void {
    if (this.options.owner.leg()) this.#refused(handOver, new Error('no answer'));
    else this.lost('carrier-lost');
  }

  #tell({ destination }: HandOver, state: TransferState): void {
    this.options.log.info({ state }, 'transfer');
    this.options.owner.tell({ type: 'transfer', state, destination });
  }
}
