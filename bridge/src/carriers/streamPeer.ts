import type { Clock, Timer } from '../clock';
import type { Peer, PeerEvent, PeerListener } from '../relay/peer';
import type { MediaSocket } from '../sockets/mediaSocket';
import type { SocketLife, SocketOutcome } from './mediaSockets';

/** Carriers say which call it is right after the handshake; who doesn't is someone else. */
const START_TIMEOUT_MS = 5000;
/** WebSocket close code "policy violation" (RFC 6455, 7.4.1). */
const POLICY_VIOLATION = 1008;

const DRAINED: PeerEvent = { kind: 'drained' };

export interface StreamPeerOptions extends SocketLife {
  clock: Clock;
}

/**
 * What media sockets of all carriers have in common: they wait for the message that says which call it is, are refused
 * when it doesn't come or names none that is expected, and tell their listener of everything from then on.
 */
export abstract class StreamPeer implements Pick<Peer, 'backlogBytes' | 'close'> {
  readonly #startTimer: Timer;
  readonly #life: SocketLife;
  #listener: PeerListener | undefined;
  #settled = false;

  protected constructor(
    protected readonly socket: MediaSocket,
    { clock, onSettled, onClosed }: StreamPeerOptions,
  ) {
    this.#life = { onSettled, onClosed };
    this.#startTimer = clock.after(START_TIMEOUT_MS, () => this.#refuse('silent'));
  }

  /** Begins to read. To be called at the end of the constructor: messages may come before it returns. */
  protected listen(): void {
    this.socket.listen({
      text: (message) => this.onText(message),
      binary: (message) => this.onBinary(message),
      drained: () => this.report(DRAINED),
      closed: (code) => this.#onClosed(code),
    });
  }

  get backlogBytes(): number {
    return this.socket.backlogBytes;
  }

  close(): void {
    this.socket.close();
  }

  /** A text message has come; its bytes are valid during the call only. */
  protected abstract onText(message: Buffer): void;

  /** The same for a binary one. Carriers that send text only need not care. */
  protected onBinary(message: Buffer): void {
    void message;
    this.report({ kind: 'malformed', problem: 'binary' });
  }

  /** Whether it is decided what becomes of the socket. */
  protected get settled(): boolean {
    return this.#settled;
  }

  /**
   * The message has come that says which call it is. May send the caller at once what waits already.
   * @param decide the listener of its events, or `undefined` to refuse it
   */
  protected begin(decide: () => PeerListener | undefined): void {
    this.#listener = decide();
    if (this.#listener) this.#settle('started');
    else this.#refuse('refused');
  }

  /** The caller is heard; the bytes need be valid during the call only. */
  protected heard(audio: Buffer): void {
    this.#listener?.audio(audio);
  }

  protected report(event: PeerEvent): void {
    this.#listener?.event(event);
  }

  #onClosed(code: number): void {
    this.#settle('closed');
    this.report({ kind: 'closed', code });
    this.#listener = undefined;
    this.#life.onClosed();
  }

  #refuse(outcome: 'refused' | 'silent'): void {
    this.#settle(outcome);
    this.socket.close(POLICY_VIOLATION);
  }

  #settle(outcome: SocketOutcome): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#startTimer.cancel();
    this.#life.onSettled(outcome);
  }
}
