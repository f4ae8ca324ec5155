import type { Clock, Timer } from '../../clock';
import type { CarrierPeer, Diversion, PeerEvent, PeerListener } from '../../relay/peer';
import type { MediaSocket } from '../../sockets/mediaSocket';
import type { TwilioCall, TwilioCallControl } from './hangUp';
import { MediaReader } from './mediaReader';
import { MediaWriter } from './mediaWriter';
import { clearMessage, markMessage, parseTwilioMessage, type TwilioStart } from './protocol';

/** Twilio sends `start` right after the handshake; who doesn't is someone else. */
const START_TIMEOUT_MS = 5000;
/** WebSocket close code "policy violation" (RFC 6455, 7.4.1). */
const POLICY_VIOLATION = 1008;

const DRAINED: PeerEvent = { kind: 'drained' };

export interface MediaPeerOptions {
  clock: Clock;
  control: TwilioCallControl;
  /** Decides on the stream: the listener of its events, or `undefined` to refuse it. Called at most once. */
  onStart: (start: TwilioStart, peer: CarrierPeer) => PeerListener | undefined;
  /** The socket waits for its `start` no more: it came, or the socket is closing. Called exactly once. */
  onSettled: (outcome: 'started' | 'refused' | 'silent' | 'closed') => void;
  /** The socket is closed. Called exactly once, last of all. */
  onClosed: () => void;
}

/** The stream of a call, known since its `start`. */
interface Stream {
  call: TwilioCall;
  streamSid: string;
  reader: MediaReader;
  writer: MediaWriter;
}

/** A media socket of Twilio: from its handshake, over the `start` that says which call it is, to its end. */
export class TwilioMediaPeer implements CarrierPeer {
  readonly #startTimer: Timer;
  #stream: Stream | undefined;
  #listener: PeerListener | undefined;
  #settled = false;

  constructor(
    private readonly socket: MediaSocket,
    private readonly options: MediaPeerOptions,
  ) {
    this.#startTimer = options.clock.after(START_TIMEOUT_MS, () => this.#refuse('silent'));
    socket.listen({
      text: (message) => this.#onText(message),
      // Twilio sends text only.
      binary: () => this.#report({ kind: 'malformed', problem: 'binary' }),
      drained: () => this.#report(DRAINED),
      closed: (code) => this.#onClosed(code),
    });
  }

  get backlogBytes(): number {
    return this.socket.backlogBytes;
  }

  sendAudio(audio: Buffer): void {
    const writer = this.#stream?.writer;
    if (!writer || audio.length === 0 || !this.socket.isOpen) return;
    if (!this.socket.sendPrepared(writer.write(audio))) writer.release();
  }

  clear(): void {
    if (this.#stream && this.socket.isOpen) this.socket.sendText(clearMessage(this.#stream.streamSid));
  }

  mark(name: string): void {
    if (this.#stream && this.socket.isOpen) {
      this.socket.sendText(markMessage(this.#stream.streamSid, name));
    }
  }

  async hangUp(): Promise<void> {
    if (this.#stream) await this.options.control.complete(this.#stream.call);
  }

  async divert(diversion: Diversion): Promise<void> {
    if (this.#stream) await this.options.control.divert(this.#stream.call, diversion);
  }

  close(): void {
    this.socket.close();
  }

  #onText(message: Buffer): void {
    const audio = this.#stream?.reader.read(message);
    if (audio) this.#listener?.audio(audio);
    else this.#onMessage(message.toString());
  }

  #onMessage(text: string): void {
    const event = parseTwilioMessage(text, this.#stream?.streamSid);
    switch (event.kind) {
      case 'media':
        this.#listener?.audio(event.audio);
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
      case 'malformed':
        this.#report(event);
        break;
      default:
    }
  }

  #onStart(start: TwilioStart): void {
    if (this.#settled) {
      this.#report({ kind: 'malformed', problem: 'second-start' });
      return;
    }
    const { streamSid, accountSid, callSid } = start;
    // Known before the decision, because that may send the caller what waits already. Without the parameters, whose
    // ticket is nobody's business any more.
    this.#stream = {
      call: { accountSid, callSid },
      streamSid,
      reader: new MediaReader(streamSid),
      writer: new MediaWriter(streamSid),
    };
    this.#listener = this.options.onStart(start, this);
    if (this.#listener) this.#settle('started');
    else this.#refuse('refused');
  }

  #onClosed(code: number): void {
    this.#settle('closed');
    this.#report({ kind: 'closed', code });
    this.#listener = undefined;
    this.options.onClosed();
  }

  #refuse(outcome: 'refused' | 'silent'): void {
    this.#settle(outcome);
    this.socket.close(POLICY_VIOLATION);
  }

  #settle(outcome: 'started' | 'refused' | 'silent' | 'closed'): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#startTimer.cancel();
    this.options.onSettled(outcome);
  }

  #report(event: PeerEvent): void {
    this.#listener?.event(event);
  }
}
