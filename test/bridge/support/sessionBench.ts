import { createLogger } from '../../../bridge/src/log';
import type { SessionEvent, SessionIdentity } from '../../../bridge/src/relay/observer';
import { FrameClock } from '../../../bridge/src/relay/frameClock';
import { Session } from '../../../bridge/src/relay/session';
import type { SessionOptions } from '../../../bridge/src/relay/sessionOptions';
import type { CallSettings } from '../../../bridge/src/relay/settings';
import { isSilence } from './audio';
import { callSettings } from './callSettings';
import { FakeCarrier, FakeSource, settle } from './fakePeers';
import { RecordingMeter } from './recordingMeter';
import { VirtualClock } from './virtualClock';

/** A session between two ends that note what they get, in virtual time. */
export class SessionBench {
  readonly meter = new RecordingMeter();
  readonly carrier = new FakeCarrier();
  readonly source = new FakeSource();
  /** What observers were told. */
  readonly events: (SessionIdentity & SessionEvent)[] = [];
  readonly session: Session;
  done = false;
  log = '';

  constructor(
    settings: Partial<CallSettings> = {},
    readonly clock = new VirtualClock(),
    options: Partial<SessionOptions> = {},
  ) {
    this.session = new Session({
      carrier: 'test',
      carrierCallId: 'CA1',
      direction: 'inbound',
      callerNumber: '+15550100',
      calledNumber: '+15550199',
      metadata: {},
      observers: [{ event: (identity, event) => void this.events.push({ ...identity, ...event }) }],
      settings: callSettings(settings),
      clock,
      frames: new FrameClock(clock),
      meter: this.meter,
      log: createLogger('trace', { write: (line) => void (this.log += line) }),
      ...options,
    });
    void this.session.done.then(() => (this.done = true));
  }

  get assistant() {
    return this.source.assistant;
  }

  /** Attaches the carrier. */
  attach(): void {
    this.carrier.listener = this.session.attachCarrier(this.carrier);
  }

  /** Opens the assistant, then attaches the carrier. */
  async live(): Promise<this> {
    await this.session.openAssistant(this.source);
    this.attach();
    return this;
  }

  /** Lets time pass while the caller is heard, as it is all the time, and the assistant sends what is given. */
  async pass(ms: number, sends?: Buffer): Promise<void> {
    for (let left = ms; left > 0; left -= 20) {
      this.carrier.say(Buffer.alloc(160, 0xff));
      if (sends) this.assistant.say(sends);
      this.clock.advance(20);
      await settle();
    }
  }

  /** What the caller heard, apart from silence. */
  heard(): Buffer {
    return Buffer.concat(this.carrier.audio.filter((frame) => !isSilence(frame)));
  }

  /** What the carrier was told, with runs of audio as one. */
  did(): string[] {
    return this.carrier.did.filter((what, index, all) => what !== 'audio' || all[index - 1] !== 'audio');
  }
}
