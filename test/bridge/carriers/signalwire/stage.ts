import type { Document } from '../../support/documents';
import type { DialRules } from '../dialDocument';
import type { CarrierStage, StageStream } from '../stage';
import { asStageStream, TwimlStage } from '../twimlStage';
import { FakeSignalWire } from './emulator';

/** SignalWire with a part of its own. Pages: signalwire.com/docs/compatibility-api/cxml/reference/voice/{dial,number-noun} */
export class SignalWireStage extends TwimlStage implements CarrierStage {
  readonly carrier = 'signalwire';
  readonly failures = { change: 'SIGNALWIRE_API_FAILED', dial: 'SIGNALWIRE_DIAL_FAILED' };
  readonly #fake = new FakeSignalWire();
  protected readonly rules: DialRules = {
    dial: ['action', 'method', 'timeout', 'answerOnBridge', 'callerId'],
    noun: ['url', 'method', 'statusCallback', 'statusCallbackEvent', 'statusCallbackMethod'],
    timeout: [1, 600],
  };

  get environment(): Record<string, string> {
    return this.#fake.environment;
  }

  async start(): Promise<void> {
    this.#fake.onDocument = (callSid, xml) => this.background(() => this.carryOut(xml, callSid));
    this.#fake.onCompleted = (callSid) => {
      this.ended.add(callSid);
      this.leave();
    };
    this.#fake.statusOf = () => this.refusal ?? 200;
    await this.#fake.start();
  }

  stop(): Promise<void> {
    this.leave();
    return this.#fake.stop();
  }

  async call(): Promise<string> {
    this.#fake.bridgePort = this.bridgePort;
    const callSid = this.newCallSid();
    this.streams.push(await this.open(await this.#fake.answer(callSid), callSid));
    return callSid;
  }

  async forge(path: string): Promise<number> {
    const fields = this.form(this.newCallSid());
    return (await this.#fake.post(path, fields, { 'x-signalwire-signature': 'forged' })).status;
  }

  protected post(path: string, fields: Record<string, string>): Promise<Response> {
    return this.#fake.post(path, fields);
  }

  protected form(callSid: string): Record<string, string> {
    return this.#fake.form(callSid);
  }

  protected async open(document: Document, callSid: string): Promise<StageStream> {
    const stream = await this.#fake.connect(document, callSid);
    if (typeof stream === 'number') throw new Error(`the stream was refused with status ${stream}`);
    stream.start();
    return asStageStream(stream);
  }

  protected newCallSid(): string {
    return this.#fake.newCallSid();
  }
}
