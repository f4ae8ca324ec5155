import { FRAME_MS } from '../../../bridge/src/relay/audio';
import type { Downlink } from '../../../bridge/src/relay/downlink';
import { FakeCarrier } from './fakePeers';
import type { VirtualClock } from './virtualClock';

/** How long anything is on its way, in ms. */
const WAY_MS = 40;

/** A time in which a direction carries nothing; what was sent in it arrives at its end. */
export interface Stall {
  from: number;
  until: number;
}

/** When a mark is echoed: once everything before it was played, as soon as it comes, or never. */
export type Echoes = 'played' | 'at once' | 'never';

/**
 * A carrier at the end of a connection that stalls: it plays what arrives, one frame after the other, and echoes a
 * mark when everything before it was played, or cleared.
 */
export class SlowLine extends FakeCarrier {
  /** When each frame began to be played. */
  readonly playedAt: number[] = [];
  stallThere: Stall | undefined;
  stallBack: Stall | undefined;
  echoes: Echoes = 'played';
  /** How much longer than usual the mark of this number takes to come back. */
  longerBackMs: (mark: number) => number = () => 0;
  #marks = 0;
  #playsUntil = 0;
  #waiting: { cleared: () => void }[] = [];

  constructor(
    private readonly clock: VirtualClock,
    private readonly downlink: Downlink,
  ) {
    super();
  }

  override sendAudio(audio: Buffer): void {
    super.sendAudio(audio);
    const begins = Math.max(this.#arrival(this.stallThere), this.#playsUntil);
    this.playedAt.push(begins);
    this.#playsUntil = begins + FRAME_MS;
  }

  override mark(name: string): void {
    super.mark(name);
    this.#marks += 1;
    if (this.echoes === 'never') return;
    const longerMs = this.longerBackMs(this.#marks);
    const echo = (): void => {
      const arrives = this.#arrival(this.stallBack) + longerMs;
      this.clock.after(arrives - this.clock.now(), () => this.downlink.played(name));
    };
    const plays = this.echoes === 'played' ? this.#playsUntil : 0;
    const played = Math.max(this.#arrival(this.stallThere), plays);
    const timer = this.clock.after(played - this.clock.now(), echo);
    this.#waiting.push({
      cleared: () => {
        timer.cancel();
        echo();
      },
    });
  }

  override clear(): void {
    super.clear();
    this.#playsUntil = this.#arrival(this.stallThere);
    this.clock.after(this.#playsUntil - this.clock.now(), () => {
      for (const { cleared } of this.#waiting.splice(0)) cleared();
    });
  }

  #arrival(stall: Stall | undefined): number {
    const now = this.clock.now();
    const stalled = stall !== undefined && now >= stall.from && now < stall.until;
    return (stalled ? stall.until : now) + WAY_MS;
  }
}
