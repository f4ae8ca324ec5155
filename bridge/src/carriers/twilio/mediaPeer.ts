import { WebSocket, type RawData } from 'ws';
import type { Clock, Timer } from '../../clock';
import type { CarrierPeer, PeerEvent, PeerListener } from '../../relay/peer';
import { closeSocket } from '../../sockets/closeSocket';
import type { TwilioCallControl } from './hangUp';
import {
  clearMessage,
  markMessage,
  mediaMessage,
  parseTwilioMessage,
  type TwilioEvent,
  type TwilioStart,
} from './protocol';

/** Twilio sends `start` right after the handshake; who doesn't is someone else. */
const START_TIMEOUT_MS = 5000;
/** WebSocket close code "policy violation" (RFC 6455, 7.4.1). */
const POLICY_VIOLATION = 1008;

export interface MediaPeerOptions {
  clock: Clock;
  control: TwilioCallControl;
  /** Decides on the stream: the listener of its events, or `undefined` to refuse it. Called at most once. */
  onStart: (start: TwilioStart, peer: CarrierPeer) => PeerListener | undefined;
  /** The socket waits for its `start` no more: it came, or the socket is closing. Called exactly once. */
  onSettled: (outcome: 'started' | 'refused' | 'silent' | 'closed') => void;
}

/** A media socket of Twilio: from its handshake, over the `start` that says which call it is, to its end. */
export class TwilioMediaPeer implements CarrierPeer {
  readonly #startTimer: Timer;
  #start: TwilioStart | undefined;
  #listener: PeerListener | undefined;
  #settled = false;

  constructor(
    private readonly socket: WebSocket,
    private readonly options: MediaPeerOptions,
  ) {
    this.#startTimer = options.clock.after(START_TIMEOUT_MS, () => this.#refuse('silent'));
    socket.on('message', (data, isBinary) => this.#onMessage(data, isBinary));
    socket.on('close', (code) => {
      this.#settle('closed');
      this.#report({ kind: 'closed', code });
      this.#listener = undefined;
    });
    // `close` follows each error, and ends the session.
    socket.on('error', () => undefined);
  }

  get backlogBytes(): number {
    return this.socket.bufferedAmount;
  }

  sendAudio(audio: Buffer, written?: () => void): void {
    this.#send((streamSid) => mediaMessage(streamSid, audio), written);
  }

  clear(): void {
    this.#send(clearMessage);
  }

  mark(name: string): void {
    this.#send((streamSid) => markMessage(streamSid, name));
  }

  async hangUp(): Promise<void> {
    if (this.#start) await this.options.control.complete(this.#start.accountSid, this.#start.callSid);
  }

  async speakAndHangUp(message: string): Promise<void> {
    if (this.#start) await this.options.control.speak(this.#start.accountSid, this.#start.callSid, message);
  }

  close(): void {
    closeSocket(this.socket, this.options.clock);
  }

  #onMessage(data: RawData, isBinary: boolean): void {
    const event: TwilioEvent = isBinary
      ? { kind: 'malformed', problem: 'not-json' }
      : parseTwilioMessage((data as Buffer).toString());
    switch (event.kind) {
      case 'media':
        this.#report({ kind: 'audio', audio: event.audio });
        break;
      case 'mark':
        this.#report({ kind: 'played', mark: event.name });
        break;
      case 'start':
        this.#onStart(event.start);
        break;
      case 'stop':
        this.#report({ kind: 'ended', reason: undefined });
        break;
      case 'dtmf':
        this.#report({ kind: 'dtmf' });
        break;
      case 'malformed':
        this.#report({ kind: 'malformed', problem: event.problem });
        break;
      default:
    }
  }

  #onStart(start: TwilioStart): void {
    if (this.#settled) {
      this.#report({ kind: 'malformed', problem: 'second-start' });
      return;
    }
    // Known before the decision, because that may send the caller what waits already.
    this.#start = start;
    this.#listener = this.options.onStart(start, this);
    if (this.#listener) this.#settle('started');
    else this.#refuse('refused');
  }

  #refuse(outcome: 'refused' | 'silent'): void {
    this.#settle(outcome);
    closeSocket(this.socket, this.options.clock, POLICY_VIOLATION);
  }

  #settle(outcome: 'started' | 'refused' | 'silent' | 'closed'): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#startTimer.cancel();
    this.options.onSettled(outcome);
  }

  #send(message: (streamSid: string) => string, written?: () => void): void {
    if (!this.#start || this.socket.readyState !== WebSocket.OPEN) {
      written?.();
      return;
    }
    this.socket.send(message(this.#start.streamSid), () => written?.());
  }

  #report(event: PeerEvent): void {
    this.#listener?.(event);
  }
}
