import { Converter, RELAY_FORMAT } from '../../audio/converter';
import type { CarrierPeer, Diversion, PeerListener } from '../../relay/peer';
import type { MediaSocket } from '../../sockets/mediaSocket';
import { CloseEndedPeer } from '../closeEndedPeer';
import type { StreamPeerOptions } from '../streamPeer';
import type { VonageCall, VonageCallControl } from './hangUp';
import { CLEAR_MESSAGE, notifyMessage, parseVonageMessage, type VonageStart } from './protocol';

export interface MediaPeerOptions extends StreamPeerOptions {
  control: VonageCallControl;
  /** Decides on the stream: the listener of its events, or `undefined` to refuse it. Called at most once. */
  onStart: (start: VonageStart, peer: CarrierPeer) => PeerListener | undefined;
}

/** The stream of a call, known since its first message. */
interface Stream {
  call: VonageCall;
  fromCaller: Converter;
  toCaller: Converter;
}

/**
 * A media socket of Vonage: from its handshake, over the first message that says which call it is, to its end. Its
 * linear audio is converted here, so nothing behind it knows of any.
 */
export class VonageMediaPeer extends CloseEndedPeer implements CarrierPeer {
  #stream: Stream | undefined;

  constructor(
    socket: MediaSocket,
    private readonly options: MediaPeerOptions,
  ) {
    super(socket, options);
    this.listen();
  }

  /** Frames go out as they come in: Vonage wants 20 ms in each message. */
  sendAudio(audio: Buffer): void {
    if (!this.#stream || audio.length === 0 || !this.socket.isOpen) return;
    this.socket.sendBinary(this.#stream.toCaller.convert(audio));
  }

  clear(): void {
    if (!this.#stream || !this.socket.isOpen) return;
    // What is left of the interrupted words in the filter must not be heard either.
    this.#stream.toCaller.reset();
    this.socket.sendText(CLEAR_MESSAGE);
  }

  mark(name: string): void {
    if (this.#stream && this.socket.isOpen) this.socket.sendText(notifyMessage(name));
  }

  async hangUp(): Promise<void> {
    if (this.#stream) await this.options.control.hangUp(this.#stream.call);
  }

  async divert(diversion: Diversion): Promise<void> {
    if (this.#stream) await this.options.control.divert(this.#stream.call, diversion);
  }

  protected onText(message: Buffer): void {
    const event = parseVonageMessage(message.toString());
    switch (event.kind) {
      case 'connected':
        this.#onStart(event.start);
        break;
      case 'notify':
        this.report({ kind: 'played', mark: event.mark });
        break;
      case 'dtmf':
      case 'malformed':
        this.report(event);
        break;
      default:
    }
  }

  protected override onBinary(message: Buffer): void {
    if (message.length % 2 !== 0) this.report({ kind: 'malformed', problem: 'half-sample' });
    const audio = this.#stream?.fromCaller.convert(message);
    if (audio && audio.length > 0) this.heard(audio);
  }

  #onStart(start: VonageStart): void {
    if (this.settled) {
      this.report({ kind: 'malformed', problem: 'second-start' });
      return;
    }
    const { callUuid, called, format } = start;
    // Known before the decision, because that may send the caller what waits already.
    if (callUuid !== undefined && format) {
      this.#stream = {
        call: { uuid: callUuid, called },
        fromCaller: new Converter(format, RELAY_FORMAT),
        toCaller: new Converter(RELAY_FORMAT, format),
      };
    }
    this.begin(() => this.options.onStart(start, this));
  }
}
