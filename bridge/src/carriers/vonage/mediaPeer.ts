import { Converter, RELAY_FORMAT } from '../../audio/converter';
import type { MediaSocket } from '../../sockets/mediaSocket';
import type { CallPeerOptions } from '../callPeer';
import { CloseEndedPeer } from '../closeEndedPeer';
import type { VonageCall } from './hangUp';
import { CLEAR_MESSAGE, notifyMessage, parseVonageMessage, type VonageStart } from './protocol';

/** The stream of a call, known since its first message. */
interface Stream {
  fromCaller: Converter;
  toCaller: Converter;
}

/** A media socket of Vonage. Its linear audio is converted here, so nothing behind it knows of any. */
export class VonageMediaPeer extends CloseEndedPeer<VonageCall, VonageStart> {
  #stream: Stream | undefined;

  constructor(socket: MediaSocket, options: CallPeerOptions<VonageCall, VonageStart>) {
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

  protected onText(message: Buffer): void {
    const event = parseVonageMessage(message.toString());
    if (event.kind === 'connected') this.#onStart(event.start);
    else if (event.kind === 'notify') this.take({ kind: 'played', name: event.mark });
    else this.take(event);
  }

  protected override onBinary(message: Buffer): void {
    if (message.length % 2 !== 0) this.report({ kind: 'malformed', problem: 'half-sample' });
    const audio = this.#stream?.fromCaller.convert(message);
    if (audio && audio.length > 0) this.heard(audio);
  }

  #onStart(start: VonageStart): void {
    this.start(start, () => {
      const { callUuid: uuid, called, format } = start;
      if (uuid === undefined || !format) return undefined;
      this.#stream = {
        fromCaller: new Converter(format, RELAY_FORMAT),
        toCaller: new Converter(RELAY_FORMAT, format),
      };
      return { uuid, called };
    });
  }
}
