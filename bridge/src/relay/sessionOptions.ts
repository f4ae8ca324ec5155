import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { FrameClock } from './frameClock';
import type { Meter } from './meter';
import type { SessionObserver } from './observer';
import type { CallSettings } from './settings';

/** What a session is made with. */
export interface SessionOptions {
  carrier: string;
  /** As the carrier names the call; not known before a call out is placed. */
  carrierCallId: string | undefined;
  direction: 'inbound' | 'outbound';
  callerNumber: string | undefined;
  calledNumber: string | undefined;
  /** What whoever started the call wants to find again in its events. */
  metadata: Readonly<Record<string, unknown>>;
  /** Told of what happens. */
  observers: readonly SessionObserver[];
  settings: CallSettings;
  clock: Clock;
  frames: FrameClock;
  meter: Meter;
  log: Logger;
}
