import { BYTES_PER_MS } from '../relay/audio';

/** Audio that comes later than this begins anew; before, it only comes late. */
const TOLERANCE = 60 * BYTES_PER_MS;
/** The position is compared with the arrivals of so long a time, the least late of which tells the truth. */
const WINDOW = 1000 * BYTES_PER_MS;
/** An error that is mended where nothing is said. */
const SLIGHT = 8 * BYTES_PER_MS;
/** An error that is mended wherever it is. */
const GRAVE = 16 * BYTES_PER_MS;

/** No more of them are remembered; there is hardly ever more than one that isn't settled. */
const MAX_PAUSES = 8;

/** A silence between what has come. */
interface Pause {
  samples: number;
  /** Where it ends. */
  end: number;
}

/** Where audio belongs. All in samples of the timeline. */
export interface Place {
  at: number;
  /** What was placed from `from` on belongs earlier, by so much; 0: it is right. */
  moveBack: number;
  from: number;
}

/**
 * Places audio that comes with jitter on a timeline, without tearing words apart. Audio goes on where the last has
 * ended, as long as it isn't much too late. The network can only delay audio, so an arrival that is early by that
 * reckoning shows that what was placed last lies too late. A pause may thus turn out to have been a delay, by the burst
 * that follows it: what was placed behind it is moved back then. The clocks of the two ends differ a little; that is
 * mended by a few milliseconds at a time, in quiet moments if there are any.
 */
export class Arrivals {
  #next: number | undefined;
  /** The latest at the end; one that has turned out to be none is gone. */
  readonly #pauses: Pause[] = [];
  #windowEnd = 0;
  #leastLate = Infinity;
  #error = 0;
  readonly #place: Place = { at: 0, moveBack: 0, from: 0 };

  /**
   * @param arrival when it came
   * @param settled what lies before can't be changed any more
   * @param isQuiet asked only when it matters
   * @returns the same object each time
   */
  place(arrival: number, length: number, settled: number, isQuiet: () => boolean): Place {
    const place = this.#place;
    place.moveBack = 0;
    if (this.#next === undefined) {
      // As if it had paused since the beginning of the timeline: what has waited in the network is from before.
      this.#next = arrival;
      this.#pauses.push({ end: arrival, samples: arrival });
    }
    let late = arrival - this.#next;
    if (late > TOLERANCE) {
      this.#pauseFor(late);
      late = 0;
    } else if (late < 0) {
      const back = this.#takeBack(-late, settled);
      this.#next -= back;
      late += back;
      if (late < -TOLERANCE) {
        // No pause to take it from: what came last is overwritten.
        this.#next += late;
        late = 0;
      }
    }
    this.#watch(arrival, late);
    if (this.#error !== 0 && (Math.abs(this.#error) >= GRAVE || isQuiet())) this.#mend();
    place.at = this.#next;
    this.#next += length;
    return place;
  }

  /** Takes back up to `wanted` samples of the latest pause. Returns how many. */
  #takeBack(wanted: number, settled: number): number {
    const pause = this.#pauses.at(-1);
    const back = pause ? Math.min(wanted, pause.samples, pause.end - settled) : 0;
    if (!pause || back <= 0) return 0;
    this.#place.moveBack = back;
    this.#place.from = pause.end;
    pause.samples -= back;
    pause.end -= back;
    if (pause.samples === 0) this.#pauses.pop();
    return back;
  }

  #pauseFor(samples: number): void {
    this.#next = (this.#next ?? 0) + samples;
    this.#pauses.push({ end: this.#next, samples });
    if (this.#pauses.length > MAX_PAUSES) this.#pauses.shift();
    this.#leastLate = Infinity;
    this.#error = 0;
  }

  #watch(arrival: number, late: number): void {
    if (this.#leastLate === Infinity) this.#windowEnd = arrival + WINDOW;
    this.#leastLate = Math.min(this.#leastLate, late);
    if (arrival < this.#windowEnd) return;
    this.#error = Math.abs(this.#leastLate) >= SLIGHT ? this.#leastLate : 0;
    this.#leastLate = Infinity;
  }

  #mend(): void {
    const error = this.#error;
    if (error > 0) this.#pauseFor(error);
    else this.#next = (this.#next ?? 0) + error;
    this.#leastLate = Infinity;
    this.#error = 0;
  }
}
