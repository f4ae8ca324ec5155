import type { Clock, Timer } from '../clock';
import { Ticker } from '../ticker';

const TICKS_PER_PING = 3;
/** A peer that sends nothing, not even pongs, is given up after 9 to 10 s. */
const MAX_SILENT_TICKS = 10;

/** One for all sockets of a clock, a second long: a timer for each socket would be garbage each second. */
const tickers = new WeakMap<Clock, Ticker>();

function tickerOf(clock: Clock): Ticker {
  const known = tickers.get(clock);
  if (known) return known;
  const ticker = new Ticker(clock, { slots: 20, slotMs: 50 });
  tickers.set(clock, ticker);
  return ticker;
}

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
  constructor(
    clock: Clock,
    private readonly ping: () => void,
    private readonly dead: () => void,
  ) {
    this.#timer = tickerOf(clock).add(this);
  }

  tick(): void {
    this.#silentTicks += 1;
    this.#ticks += 1;
    if (this.#silentTicks >= MAX_SILENT_TICKS) {
      this.stop();
      this.dead();
    } else if (this.#ticks % TICKS_PER_PING === 0) {
      this.ping();
    }
  }

  /** Something was received. */
  alive(): void {
    this.#silentTicks = 0;
  }

  stop(): void {
    this.#timer.cancel();
  }
}
