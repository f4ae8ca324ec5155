import type { DialRules } from '../dialDocument';
import type { CarrierStage } from '../stage';
import { TwimlStage } from '../twimlStage';
import { FakeSignalWire } from './emulator';

/** SignalWire with a part of its own. Pages: signalwire.com/docs/compatibility-api/cxml/reference/voice/{dial,number-noun} */
export class SignalWireStage extends TwimlStage implements CarrierStage {
  readonly carrier = 'signalwire';
  readonly failures = { change: 'SIGNALWIRE_API_FAILED', dial: 'SIGNALWIRE_DIAL_FAILED' };
  protected readonly fake = new FakeSignalWire();
  protected readonly rules: DialRules = {
    dial: ['action', 'method', 'timeout', 'answerOnBridge', 'callerId'],
    noun: ['url', 'method', 'statusCallback', 'statusCallbackEvent', 'statusCallbackMethod'],
    timeout: [1, 600],
  };

  get environment(): Record<string, string> {
    return this.fake.environment;
  }

  override async start(): Promise<void> {
    this.fake.statusOf = () => this.refusal ?? 200;
    await super.start();
  }

  async forge(path: string): Promise<number> {
    const fields = this.fake.form(this.fake.newCallSid());
    return (await this.fake.post(path, fields, { 'x-signalwire-signature': 'forged' })).status;
  }
}
