import type { Clock } from '../clock';
import { Ticker } from '../ticker';
import { FRAME_MS } from './audio';

const SLOTS = 4;

/** The 20 ms clock of all calls: one timer that fires every 5 ms while there are any, instead of one a call. */
export class FrameClock extends Ticker {
  constructor(clock: Clock) {
    super(clock, { slots: SLOTS, slotMs: FRAME_MS / SLOTS });
  }
}
