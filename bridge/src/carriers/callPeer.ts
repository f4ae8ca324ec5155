import type { ErrorCode } from '../errors';
import type { CarrierPeer, Diversion, PeerListener, TransferTarget } from '../relay/peer';
import type { MediaSocket } from '../sockets/mediaSocket';
import type { CallControl } from './callControl';
import { StreamPeer, type StreamPeerOptions } from './streamPeer';

export interface CallPeerOptions<Call, Start> extends StreamPeerOptions {
  control: CallControl<Call>;
  /** Decides on the stream: the listener of its events, or `undefined` to refuse it. Called at most once. */
  onStart: (start: Start, peer: CarrierPeer) => PeerListener | undefined;
}

/** What the messages of all carriers come down to, however they are written. */
export type StreamEvent =
  | { kind: 'media'; audio: Buffer }
  /** Everything sent before this mark has been played. */
  | { kind: 'mark' | 'played'; name: string }
  | { kind: 'dtmf'; digit: string }
  | { kind: 'stop' }
  | { kind: 'malformed'; problem: string }
  /** Nobody needs to know. */
  | { kind: 'connected' | 'cleared' };

/** What writes messages with audio as ready-made frames. */
interface FrameWriter {
  write(audio: Buffer): Buffer;
  release(): void;
}

/**
 * The media socket of a carrier: from its handshake, over the message that says which call it is, to its end; and its
 * call, which is changed by the carrier's REST API.
 */
export abstract class CallPeer<Call, Start> extends StreamPeer implements CarrierPeer {
  readonly #control: CallControl<Call>;
  readonly #onStart: CallPeerOptions<Call, Start>['onStart'];
  #call: Call | undefined;

  protected constructor(socket: MediaSocket, options: CallPeerOptions<Call, Start>) {
    super(socket, options);
    this.#control = options.control;
    this.#onStart = options.onStart;
  }

  abstract sendAudio(audio: Buffer): void;
  abstract clear(): void;
  abstract mark(name: string): void;

  get stayed(): ErrorCode {
    return this.#control.stayed;
  }

  async hangUp(): Promise<void> {
    if (this.#call) await this.#control.hangUp(this.#call);
  }

  async divert(diversion: Diversion): Promise<void> {
    if (this.#call) await this.#control.divert(this.#call, diversion);
  }

  async transfer(target: TransferTarget, sessionId: string): Promise<'taken' | 'unanswered'> {
    return this.#call ? this.#control.transfer(this.#call, target, sessionId) : 'taken';
  }

  checkTransfer(target: TransferTarget, sessionId: string): void {
    if (this.#call) this.#control.checkTransfer(this.#call, target, sessionId);
  }

  /** Whether it is known which call it is. */
  protected get hasCall(): boolean {
    return this.#call !== undefined;
  }

  /**
   * The message has come that says which call it is.
   * @param open what is to be known before the decision, because that may send the caller at once what waits already;
   *   the call, or undefined: none that is known here
   */
  protected start(start: Start, open: () => Call | undefined): void {
    if (this.settled) {
      this.report({ kind: 'malformed', problem: 'second-start' });
      return;
    }
    this.#call = open();
    this.begin(() => this.#onStart(start, this));
  }

  /** Passes on what a message says. */
  protected take(event: StreamEvent): void {
    switch (event.kind) {
      case 'media':
        this.heard(event.audio);
        break;
      case 'mark':
      case 'played':
        this.report({ kind: 'played', mark: event.name });
        break;
      case 'stop':
        this.report({ kind: 'ended', reason: undefined });
        break;
      case 'dtmf':
      case 'malformed':
        this.report(event);
        break;
      default:
    }
  }

  /** Sends audio in a message of the writer's; without one, nothing is known of the stream yet. */
  protected sendFrame(writer: FrameWriter | undefined, audio: Buffer): void {
    if (!writer || audio.length === 0 || !this.socket.isOpen) return;
    if (!this.socket.sendPrepared(writer.write(audio))) writer.release();
  }
}
