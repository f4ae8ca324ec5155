import { readDocument, type Document } from '../support/documents';
import { PUBLIC_URL } from '../support/fakeTwilio';
import { readDialDocument, type DialRules } from './dialDocument';
import { StageBase, type StageStream } from './stage';

/** A stream as the emulators of these carriers have it: in mu-law, with `events` and `audio` in the order of arrival. */
interface EmulatedStream {
  readonly events: readonly string[];
  readonly audio: readonly Buffer[];
  readonly closeCode: number | undefined;
  heard(): Buffer;
  media(audio: Buffer): void;
  start(): void;
  stop(): void;
}

/** A stand-in for one of these carriers. */
interface EmulatedCarrier {
  bridgePort: number;
  /** Takes the document that has replaced the one of a live call. */
  onDocument: (callSid: string, xml: string) => void;
  /** Told of a call that was ended by REST. */
  onCompleted: (callSid: string) => void;
  start(): Promise<unknown>;
  stop(): Promise<void>;
  newCallSid(): string;
  /** The fields of a webhook about a call. */
  form(callSid: string): Record<string, string>;
  /** Sends a webhook, signed. */
  post(path: string, fields: Record<string, string>): Promise<Response>;
  /** Asks the voice webhook for a call that has come in. */
  answer(callSid: string): Promise<Document>;
  /** Opens the stream of a document; the status with which it was refused. */
  connect(document: Document, callSid: string): Promise<EmulatedStream | number>;
}

function asStageStream(stream: EmulatedStream): StageStream {
  return {
    heard: () => stream.heard(),
    heardSinceClear: () => {
      const cleared = stream.events.lastIndexOf('clear');
      if (cleared < 0) return undefined;
      const before = stream.events.slice(0, cleared).filter((event) => event === 'media').length;
      return Buffer.concat(stream.audio.slice(before));
    },
    get clears() {
      return stream.events.filter((event) => event === 'clear').length;
    },
    speak: (audio) => stream.media(audio),
    hangUp: () => stream.stop(),
    get isClosed() {
      return stream.closeCode !== undefined;
    },
  };
}

/** The words for what became of a `<Dial>` that nobody has answered. */
const UNANSWERED = { busy: 'busy', 'no-answer': 'no-answer', failed: 'failed' } as const;

/** The part of a carrier whose documents are TwiML: what it does with a `<Dial>`, and with what it is answered then. */
export abstract class TwimlStage extends StageBase {
  protected abstract readonly rules: DialRules;

  protected abstract readonly fake: EmulatedCarrier;

  async start(): Promise<void> {
    this.fake.onDocument = (callSid, xml) => this.background(() => this.carryOut(xml, callSid));
    this.fake.onCompleted = (callSid) => {
      this.ended.add(callSid);
      this.leave();
    };
    await this.fake.start();
  }

  stop(): Promise<void> {
    this.leave();
    return this.fake.stop();
  }

  /** A call comes in, and its stream is opened. */
  async call(): Promise<string> {
    this.fake.bridgePort = this.bridgePort;
    const callSid = this.fake.newCallSid();
    this.streams.push(await this.open(await this.fake.answer(callSid), callSid));
    return callSid;
  }

  protected async open(document: Document, callSid: string): Promise<StageStream> {
    const stream = await this.fake.connect(document, callSid);
    if (typeof stream === 'number') throw new Error(`the stream was refused with status ${stream}`);
    stream.start();
    return asStageStream(stream);
  }

  /** Does what a document says that has replaced the one of a live call. */
  protected async carryOut(xml: string, callSid: string): Promise<void> {
    if (!xml.includes('<Dial ')) return this.goOn(xml, callSid);
    const { says, action, statusCallback, whisper, ...dialled } = readDialDocument(xml, this.rules);
    if (says !== undefined) this.spoken.push(says);
    this.dialled.push(dialled);
    if (this.outcome === 'caller-hangs-up') {
      this.ended.add(callSid);
      await this.tell(action, {
        ...this.fake.form(callSid),
        CallStatus: 'completed',
        DialCallStatus: 'no-answer',
      });
      return;
    }
    let status: string;
    if (this.outcome === 'talks') {
      await this.#talk(statusCallback, whisper);
      if (this.ended.has(callSid)) return;
      status = 'completed';
    } else {
      status = UNANSWERED[this.outcome];
    }
    const form = { ...this.fake.form(callSid), CallStatus: 'in-progress', DialCallStatus: status };
    await this.goOn(await (await this.tell(action, form)).text(), callSid);
  }

  /** Posts to an address that stands in a document. */
  protected tell(url: string, fields: Record<string, string>): Promise<Response> {
    if (!url.startsWith(PUBLIC_URL)) throw new Error(`not an address of the bridge: ${url}`);
    const path = url.slice(PUBLIC_URL.length);
    return this.noted(path, this.fake.post(path, fields));
  }

  protected async goOn(xml: string, callSid: string): Promise<void> {
    const document = readDocument(xml);
    if (document.stream) this.streams.push(await this.open(document, callSid));
    if (document.stream) return;
    if (document.say !== undefined) this.spoken.push(document.say);
    this.ended.add(callSid);
  }

  async #talk(statusCallback: string, whisper: string | undefined): Promise<void> {
    // The other leg's, with an id of its own.
    const form = { ...this.fake.form(this.fake.newCallSid()), CallStatus: 'in-progress' };
    if (whisper !== undefined) {
      const { say } = readDocument(await (await this.tell(whisper, form)).text());
      if (say !== undefined) this.whispered.push(say);
    }
    await this.tell(statusCallback, form);
    await this.left;
  }
}
