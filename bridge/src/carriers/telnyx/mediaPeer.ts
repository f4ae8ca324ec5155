import type { Clock, Timer } from '../../clock';
import type { PeerEvent } from '../../relay/peer';
import type { MediaSocket } from '../../sockets/mediaSocket';
import { CallPeer, type CallPeerOptions } from '../callPeer';
import { JsonMediaWriter } from '../jsonMediaWriter';
import { CALL_PARAMETER } from './answer';
import type { TelnyxCall } from './hangUp';
import { CLEAR_MESSAGE, markMessage, mediaMessage, parseTelnyxMessage, type TelnyxStart } from './protocol';
import { Reorderer } from './reorder';

const OUT_OF_TURN: PeerEvent = { kind: 'malformed', problem: 'late-or-twice' };

export interface MediaPeerOptions extends CallPeerOptions<TelnyxCall, TelnyxStart> {
  /** Telnyx complains of something; by its number. */
  onError: (code: string) => void;
}

/** A media socket of Telnyx. */
export class TelnyxMediaPeer extends CallPeer<TelnyxCall, TelnyxStart> {
  readonly #clock: Clock;
  readonly #frames = new Reorderer((audio) => this.heard(audio));
  readonly #writer = new JsonMediaWriter(mediaMessage(Buffer.alloc(0)));
  #expiry: Timer | undefined;
  #streamId: string | undefined;

  constructor(
    socket: MediaSocket,
    private readonly options: MediaPeerOptions,
  ) {
    super(socket, options);
    this.#clock = options.clock;
    this.listen();
  }

  sendAudio(audio: Buffer): void {
    this.sendFrame(this.hasCall ? this.#writer : undefined, audio);
  }

  clear(): void {
    if (this.hasCall && this.socket.isOpen) this.socket.sendText(CLEAR_MESSAGE);
  }

  mark(name: string): void {
    if (this.hasCall && this.socket.isOpen) this.socket.sendText(markMessage(name));
  }

  protected onText(message: Buffer): void {
    const event = parseTelnyxMessage(message.toString(), this.#streamId);
    switch (event.kind) {
      case 'media':
        if (this.hasCall) this.#onMedia(event.audio, event.chunk);
        break;
      case 'start':
        this.#onStart(event.start);
        break;
      case 'stop':
        this.#frames.flush();
        this.take(event);
        break;
      case 'error':
        this.options.onError(event.code);
        this.report({ kind: 'malformed', problem: 'carrier-error' });
        break;
      default:
        this.take(event);
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
    this.start(start, () => {
      const { streamId, userId, callControlId, parameters } = start;
      this.#streamId = streamId;
      return { userId, callControlId, callSid: parameters.get(CALL_PARAMETER) ?? callControlId };
    });
  }
}
