import type { CarrierPeer, Diversion, PeerListener } from '../../relay/peer';
import type { MediaSocket } from '../../sockets/mediaSocket';
import { CloseEndedPeer } from '../closeEndedPeer';
import { JsonMediaWriter } from '../jsonMediaWriter';
import type { StreamPeerOptions } from '../streamPeer';
import type { PlivoCallControl } from './hangUp';
import {
  checkpointMessage,
  clearAudioMessage,
  parsePlivoMessage,
  playAudioMessage,
  type PlivoStart,
} from './protocol';

export interface MediaPeerOptions extends StreamPeerOptions {
  control: PlivoCallControl;
  /** Decides on the stream: the listener of its events, or `undefined` to refuse it. Called at most once. */
  onStart: (start: PlivoStart, peer: CarrierPeer) => PeerListener | undefined;
}

/** The stream of a call, known since its `start`. */
interface Stream {
  callId: string;
  streamId: string;
  writer: JsonMediaWriter;
}

/** A media socket of Plivo: from its handshake, over the `start` that says which call it is, to its end. */
export class PlivoMediaPeer extends CloseEndedPeer implements CarrierPeer {
  #stream: Stream | undefined;

  constructor(
    socket: MediaSocket,
    private readonly options: MediaPeerOptions,
  ) {
    super(socket, options);
    this.listen();
  }

  sendAudio(audio: Buffer): void {
    const writer = this.#stream?.writer;
    if (!writer || audio.length === 0 || !this.socket.isOpen) return;
    if (!this.socket.sendPrepared(writer.write(audio))) writer.release();
  }

  clear(): void {
    if (this.#stream && this.socket.isOpen) this.socket.sendText(clearAudioMessage(this.#stream.streamId));
  }

  mark(name: string): void {
    if (this.#stream && this.socket.isOpen) {
      this.socket.sendText(checkpointMessage(this.#stream.streamId, name));
    }
  }

  async hangUp(): Promise<void> {
    if (this.#stream) await this.options.control.hangUp(this.#stream.callId);
  }

  async divert(diversion: Diversion): Promise<void> {
    if (this.#stream) await this.options.control.divert(this.#stream.callId, diversion);
  }

  protected onText(message: Buffer): void {
    const event = parsePlivoMessage(message.toString(), this.#stream?.streamId);
    switch (event.kind) {
      case 'media':
        this.heard(event.audio);
        break;
      case 'played':
        this.report({ kind: 'played', mark: event.name });
        break;
      case 'start':
        this.#onStart(event.start);
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

  #onStart(start: PlivoStart): void {
    if (this.settled) {
      this.report({ kind: 'malformed', problem: 'second-start' });
      return;
    }
    const { callId, streamId } = start;
    // Known before the decision, because that may send the caller what waits already.
    this.#stream = { callId, streamId, writer: new JsonMediaWriter(playAudioMessage(Buffer.alloc(0))) };
    this.begin(() => this.options.onStart(start, this));
  }
}
