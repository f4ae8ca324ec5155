import { BYTES_PER_MS } from '../relay/audio';
import { Arrivals } from './arrivals';
import { interleave, isQuiet, STEREO_BYTES } from './pcm';
import { Track } from './track';

/** How far ahead audio may have been given to the carrier: without pacing, as much as may wait in a call, and more. */
const MAX_LEAD_MS = 150_000;
/** Two frames follow each other when they are apart by no more than this: times are no whole samples. */
const ROUNDING = BYTES_PER_MS;

/** What has waited in the network comes at once at the beginning: so much of it may be from before. */
const BEFORE_MS = 1000;

/**
 * Both sides of a call on one timeline, as the caller has heard it: what was dropped by an interruption is not in it.
 * A part that can't change any more is taken out as stereo, the caller on the left, the assistant on the right; it
 * begins with the first audio. Times are monotonic, in ms.
 */
export class CallMix {
  readonly #caller: Track;
  readonly #assistant: Track;
  readonly #arrivals = new Arrivals();
  readonly #start: number;
  /** Where the part begins that was not taken; undefined before the first was. */
  #taken: number | undefined;

  /**
   * @param now the present time
   * @param lagMs how long it takes until what came late is sure to be at its place
   */
  constructor(
    now: number,
    private readonly lagMs: number,
  ) {
    this.#start = now - BEFORE_MS;
    const room = (BEFORE_MS + MAX_LEAD_MS + lagMs) * BYTES_PER_MS;
    this.#caller = new Track(room);
    this.#assistant = new Track(room);
  }

  caller(audio: Buffer, at: number): void {
    const arrival = Math.round(this.#position(at));
    const place = this.#arrivals.place(arrival, audio.length, this.#taken ?? 0, () => isQuiet(audio));
    if (place.moveBack > 0) this.#caller.moveBack(place.from, place.moveBack);
    this.#caller.write(place.at, audio);
  }

  assistant(frame: Buffer, playsAt: number): void {
    const { end } = this.#assistant;
    const position = this.#position(playsAt);
    const follows = end > 0 && Math.abs(position - end) <= ROUNDING;
    this.#assistant.write(follows ? end : Math.round(position), frame);
  }

  cleared(at: number): void {
    this.#assistant.clearFrom(Math.round(this.#position(at)));
  }

  /** How many samples can be taken at `now`. */
  settled(now: number): number {
    return Math.max(0, Math.floor(this.#position(now - this.lagMs)) - this.#from());
  }

  /** Nothing is heard from `now` on. How many samples there are, those that might have changed too. */
  end(now: number): number {
    this.cleared(now);
    // What has come of the caller was said before, wherever it lies.
    const end = Math.max(Math.round(this.#position(now)), this.#caller.end);
    return Math.max(0, end - this.#from());
  }

  /** Takes the next samples out to `target`, as many as it has room for: interleaved PCM s16le. */
  take(target: Buffer): void {
    const samples = target.length / STEREO_BYTES;
    if (this.#taken === undefined) this.#begin();
    const taken = this.#from();
    interleave(this.#caller.peek(samples), this.#assistant.peek(samples), target);
    this.#caller.forget(samples);
    this.#assistant.forget(samples);
    this.#taken = taken + samples;
  }

  /** Whether nothing but silence is left to take. */
  get isSilent(): boolean {
    return this.#taken !== undefined && Math.max(this.#caller.end, this.#assistant.end) <= this.#taken;
  }

  /** Takes the next samples, which are silence. */
  skip(samples: number): void {
    this.#caller.forget(samples);
    this.#assistant.forget(samples);
    this.#taken = this.#from() + samples;
  }

  /** Where the next sample is taken; Infinity: there is none. */
  #from(): number {
    return this.#taken ?? Math.min(this.#caller.begin, this.#assistant.begin);
  }

  #begin(): void {
    this.#taken = this.#from();
    this.#caller.forget(this.#taken);
    this.#assistant.forget(this.#taken);
  }

  #position(at: number): number {
    return (at - this.#start) * BYTES_PER_MS;
  }
}
