import type { Clock, Timer } from '../../clock';
import type { CarrierPeer, Diversion, PeerEvent, PeerListener } from '../../relay/peer';
import type { MediaSocket } from '../../sockets/mediaSocket';
import { JsonMediaWriter } from '../jsonMediaWriter';
import { StreamPeer, type StreamPeerOptions } from '../streamPeer';
import { CALL_PARAMETER } from './answer';
import type { TelnyxCall, TelnyxCallControl } from './hangUp';
import { CLEAR_MESSAGE, markMessage, mediaMessage, parseTelnyxMessage, type TelnyxStart } from './protocol';
import { Reorderer } from './reorder';

const OUT_OF_TURN: PeerEvent = { kind: 'malformed', problem: 'late-or-twice' };

export interface MediaPeerOptions extends StreamPeerOptions {
  control: TelnyxCallControl;
  /** Decides on the stream: the listener of its events, or `undefined` to refuse it. Called at most once. */
  onStart: (start: TelnyxStart, peer: CarrierPeer) => PeerListener | undefined;
  /** Telnyx complains of something; by its number. */
  onError: (code: string) => void;
}

/** A media socket of Telnyx: from its handshake, over the `start` that says which call it is, to its end. */
export class TelnyxMediaPeer extends StreamPeer implements CarrierPeer {
  readonly #clock: Clock;
  readonly #frames = new Reorderer((audio) => this.heard(audio));
  readonly #writer = new JsonMediaWriter(mediaMessage(Buffer.alloc(0)));
  #expiry: Timer | undefined;
  #streamId: string | undefined;
  #call: TelnyxCall | undefined;

  constructor(
    socket: MediaSocket,
    private readonly options: MediaPeerOptions,
  ) {
    super(socket, options);
    this.#clock = options.clock;
    this.listen();
  }

  sendAudio(audio: Buffer): void {
    if (!this.#call || audio.length === 0 || !this.socket.isOpen) return;
    if (!this.socket.sendPrepared(this.#writer.write(audio))) this.#writer.release();
  }

  clear(): void {
    if (this.#call && this.socket.isOpen) this.socket.sendText(CLEAR_MESSAGE);
  }

  mark(name: string): void {
    if (this.#call && this.socket.isOpen) this.socket.sendText(markMessage(name));
  }

  async hangUp(): Promise<void> {
    if (this.#call) await this.options.control.complete(this.#call);
  }

  async divert(diversion: Diversion): Promise<void> {
    if (this.#call) await this.options.control.divert(this.#call, diversion);
  }

  protected onText(message: Buffer): void {
    const event = parseTelnyxMessage(message.toString(), this.#streamId);
    switch (event.kind) {
      case 'media':
        if (this.#call) this.#onMedia(event.audio, event.chunk);
        break;
      case 'mark':
        this.report({ kind: 'played', mark: event.name });
        break;
      case 'start':
        this.#onStart(event.start);
        break;
      case 'stop':
        this.#frames.flush();
        this.report({ kind: 'ended', reason: undefined });
        break;
      case 'error':
        this.options.onError(event.code);
        this.report({ kind: 'malformed', problem: 'carrier-error' });
        break;
      case 'dtmf':
      case 'malformed':
        this.report(event);
        break;
      default:
    }
  }

  protected override report(event: PeerEvent): void {
    if (event.kind === 'closed') {
      this.#frames.flush();
      this.#expiry?.cancel();
    }
    super.report(event);
  }

  #onMedia(audio: Buffer, chunk: number | undefined): void {
    if (chunk === undefined) this.heard(audio);
    else if (!this.#frames.push(chunk, audio, this.#clock.now())) this.report(OUT_OF_TURN);
    this.#awaitExpiry();
  }

  /** What waits must not wait for the next frame, of which there may be none. */
  #awaitExpiry(): void {
    const { deadline } = this.#frames;
    if (deadline === undefined || this.#expiry) return;
    this.#expiry = this.#clock.after(deadline - this.#clock.now(), () => {
      // Where this process was busy, what is missing may have come meanwhile: it is read first.
      this.#expiry = this.#clock.after(0, () => {
        this.#expiry = undefined;
        this.#frames.expire(this.#clock.now());
        this.#awaitExpiry();
      });
    });
  }

  #onStart(start: TelnyxStart): void {
    if (this.settled) {
      this.report({ kind: 'malformed', problem: 'second-start' });
      return;
    }
    const { streamId, userId, callControlId, parameters } = start;
    this.#streamId = streamId;
    // Known before the decision, because that may send the caller what waits already.
    this.#call = { userId, callControlId, callSid: parameters.get(CALL_PARAMETER) ?? callControlId };
    this.begin(() => this.options.onStart(start, this));
  }
}
