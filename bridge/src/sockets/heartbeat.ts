import { every, type Clock, type Timer } from '../clock';

const TICK_MS = 1000;
const TICKS_PER_PING = 3;
/** A peer that sends nothing, not even pongs, is given up after 9 to 10 s. */
const MAX_SILENT_TICKS = 10;

/**
 * Finds peers that are gone without a word: their TCP connection looks alive for many minutes. Any byte counts as a
 * sign of life, because no carrier documents that it answers pings. Ticks are counted rather than time, so that a
 * pause of this process isn't taken for a silence of the peer.
 */
export class Heartbeat {
  readonly #timer: Timer;
  #silentTicks = 0;
  #ticks = 0;

  /** @param ping called every 3 s  @param dead called once, when nothing has come for 9 to 10 s */
  constructor(clock: Clock, ping: () => void, dead: () => void) {
    this.#timer = every(clock, TICK_MS, () => {
      this.#silentTicks += 1;
      this.#ticks += 1;
      if (this.#silentTicks >= MAX_SILENT_TICKS) {
        this.stop();
        dead();
      } else if (this.#ticks % TICKS_PER_PING === 0) {
        ping();
      }
    });
  }

  /** Something was received. */
  alive(): void {
    this.#silentTicks = 0;
  }

  stop(): void {
    this.#timer.cancel();
  }
}
