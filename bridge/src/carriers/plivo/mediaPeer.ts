import type { MediaSocket } from '../../sockets/mediaSocket';
import type { CallPeerOptions } from '../callPeer';
import { CloseEndedPeer } from '../closeEndedPeer';
import { JsonMediaWriter } from '../jsonMediaWriter';
import {
  checkpointMessage,
  clearAudioMessage,
  parsePlivoMessage,
  playAudioMessage,
  type PlivoStart,
} from './protocol';

/** The stream of a call, known since its `start`. */
interface Stream {
  streamId: string;
  writer: JsonMediaWriter;
}

/** A media socket of Plivo. Calls are named by their UUID. */
export class PlivoMediaPeer extends CloseEndedPeer<string, PlivoStart> {
  #stream: Stream | undefined;

  constructor(socket: MediaSocket, options: CallPeerOptions<string, PlivoStart>) {
    super(socket, options);
    this.listen();
  }

  sendAudio(audio: Buffer): void {
    this.sendFrame(this.#stream?.writer, audio);
  }

  clear(): void {
    if (this.#stream && this.socket.isOpen) this.socket.sendText(clearAudioMessage(this.#stream.streamId));
  }

  mark(name: string): void {
    if (this.#stream && this.socket.isOpen) {
      this.socket.sendText(checkpointMessage(this.#stream.streamId, name));
    }
  }

  protected onText(message: Buffer): void {
    const event = parsePlivoMessage(message.toString(), this.#stream?.streamId);
    if (event.kind === 'start') this.#onStart(event.start);
    else this.take(event);
  }

  #onStart(start: PlivoStart): void {
    this.start(start, () => {
      const { callId, streamId } = start;
      this.#stream = { streamId, writer: new JsonMediaWriter(playAudioMessage(Buffer.alloc(0))) };
      return callId;
    });
  }
}
