import type { CarrierPeer, Diversion, PeerListener, TransferTarget } from '../../relay/peer';
import type { MediaSocket } from '../../sockets/mediaSocket';
import { StreamPeer, type StreamPeerOptions } from '../streamPeer';
import type { TwilioCall, TwilioCallControl } from './hangUp';
import { MediaReader } from './mediaReader';
import { MediaWriter } from './mediaWriter';
import { clearMessage, markMessage, parseTwilioMessage, type TwilioStart } from './protocol';

export interface MediaPeerOptions extends StreamPeerOptions {
  control: TwilioCallControl;
  /** The document that hands the caller over. @throws BridgeError when it would be too long */
  transferTwiml: (target: TransferTarget, sessionId: string) => string;
  /** Decides on the stream: the listener of its events, or `undefined` to refuse it. Called at most once. */
  onStart: (start: TwilioStart, peer: CarrierPeer) => PeerListener | undefined;
}

/** The stream of a call, known since its `start`. */
interface Stream {
  call: TwilioCall;
  streamSid: string;
  reader: MediaReader;
  writer: MediaWriter;
}

/** A media socket of Twilio: from its handshake, over the `start` that says which call it is, to its end. */
export class TwilioMediaPeer extends StreamPeer implements CarrierPeer {
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

  async transfer(target: TransferTarget, sessionId: string): Promise<'taken' | 'unanswered'> {
    if (!this.#stream) return 'taken';
    return this.options.control.redirect(this.#stream.call, this.options.transferTwiml(target, sessionId));
  }

  checkTransfer(target: TransferTarget, sessionId: string): void {
    this.options.transferTwiml(target, sessionId);
  }

  protected onText(message: Buffer): void {
    const audio = this.#stream?.reader.read(message);
    if (audio) this.heard(audio);
    else this.#onMessage(message.toString());
  }

  #onMessage(text: string): void {
    const event = parseTwilioMessage(text, this.#stream?.streamSid);
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
    // Known before the decision, because that may send the caller what waits already. Without the parameters, whose
    // ticket is nobody's business any more.
    this.#stream = {
      call: { accountSid, callSid },
      streamSid,
      reader: new MediaReader(streamSid),
      writer: new MediaWriter(streamSid),
    };
    this.begin(() => this.options.onStart(start, this));
  }
}
