import type { CarrierPeer, Diversion, PeerListener } from '../../relay/peer';
import type { MediaSocket } from '../../sockets/mediaSocket';
import { StreamPeer, type StreamPeerOptions } from '../streamPeer';
import { MediaReader } from '../twilio/mediaReader';
import { MediaWriter } from '../twilio/mediaWriter';
import { clearMessage, markMessage, type TwilioStart } from '../twilio/protocol';
import type { SignalWireCall, SignalWireCallControl } from './hangUp';
import { parseSignalWireMessage } from './protocol';

export interface MediaPeerOptions extends StreamPeerOptions {
  control: SignalWireCallControl;
  /** Decides on the stream: the listener of its events, or `undefined` to refuse it. Called at most once. */
  onStart: (start: TwilioStart, peer: CarrierPeer) => PeerListener | undefined;
}

/** The stream of a call, known since its `start`. */
interface Stream {
  call: SignalWireCall;
  streamSid: string;
  reader: MediaReader;
  writer: MediaWriter;
}

/** A media socket of SignalWire: from its handshake, over the `start` that says which call it is, to its end. */
export class SignalWireMediaPeer extends StreamPeer implements CarrierPeer {
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

  protected onText(message: Buffer): void {
    const audio = this.#stream?.reader.read(message);
    if (audio) this.heard(audio);
    else this.#onMessage(message.toString());
  }

  #onMessage(text: string): void {
    const event = parseSignalWireMessage(text, this.#stream?.streamSid);
    switch (event.kind) {
      case 'media':
        this.heard(event.audio);
        break;
      case 'mark':
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

  #onStart(start: TwilioStart): void {
    if (this.settled) {
      this.report({ kind: 'malformed', problem: 'second-start' });
      return;
    }
    const { streamSid, accountSid, callSid } = start;
    // Known before the decision, because that may send the caller what waits already.
    this.#stream = {
      call: { accountSid, callSid },
      streamSid,
      reader: new MediaReader(streamSid),
      writer: new MediaWriter(streamSid),
    };
    this.begin(() => this.options.onStart(start, this));
  }
}
