import type { MediaSocket } from '../../sockets/mediaSocket';
import { CallPeer, type CallPeerOptions, type StreamEvent } from '../callPeer';
import type { TwilioCall } from './hangUp';
import { MediaReader } from './mediaReader';
import { MediaWriter } from './mediaWriter';
import { clearMessage, markMessage, parseTwilioMessage, type TwilioStart } from './protocol';

export interface MediaPeerOptions extends CallPeerOptions<TwilioCall, TwilioStart> {
  /** Reads a message; for those that write Twilio's in a way of their own. */
  parse?: (text: string, streamSid?: string) => StreamEvent | { kind: 'start'; start: TwilioStart };
}

/** The stream of a call, known since its `start`. */
interface Stream {
  streamSid: string;
  reader: MediaReader;
  writer: MediaWriter;
}

/** A media socket of Twilio, or of one that speaks its messages. */
export class TwilioMediaPeer extends CallPeer<TwilioCall, TwilioStart> {
  readonly #parse: NonNullable<MediaPeerOptions['parse']>;
  #stream: Stream | undefined;

  constructor(socket: MediaSocket, options: MediaPeerOptions) {
    super(socket, options);
    this.#parse = options.parse ?? parseTwilioMessage;
    this.listen();
  }

  sendAudio(audio: Buffer): void {
    this.sendFrame(this.#stream?.writer, audio);
  }

  clear(): void {
    if (this.#stream && this.socket.isOpen) this.socket.sendText(clearMessage(this.#stream.streamSid));
  }

  mark(name: string): void {
    if (this.#stream && this.socket.isOpen) {
      this.socket.sendText(markMessage(this.#stream.streamSid, name));
    }
  }

  protected onText(message: Buffer): void {
    const audio = this.#stream?.reader.read(message);
    if (audio) {
      this.heard(audio);
      return;
    }
    const event = this.#parse(message.toString(), this.#stream?.streamSid);
    if (event.kind === 'start') this.#onStart(event.start);
    else this.take(event);
  }

  #onStart(start: TwilioStart): void {
    this.start(start, () => {
      const { streamSid, accountSid, callSid } = start;
      this.#stream = { streamSid, reader: new MediaReader(streamSid), writer: new MediaWriter(streamSid) };
      // Without the parameters, whose ticket is nobody's business any more.
      return { accountSid, callSid };
    });
  }
}
