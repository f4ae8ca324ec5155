import type { Clock } from '../clock';
import type { SessionView } from './sessionView';

/** When a session began, was answered and ended. */
export class SessionTimes {
  readonly #createdAt = new Date();
  readonly #startedAt: number;
  #answeredAt: Date | undefined;
  #endedAt: Date | undefined;
  #durationMs: number | undefined;

  constructor(private readonly clock: Clock) {
    this.#startedAt = clock.now();
  }

  get hasEnded(): boolean {
    return this.#endedAt !== undefined;
  }

  /** The carrier's stream has come. Returns whether it is the first one. */
  answered(): boolean {
    const isFirst = this.#answeredAt === undefined;
    this.#answeredAt ??= new Date();
    return isFirst;
  }

  /** Everything is closed. Returns how long it has lasted, in ms. */
  ended(): number {
    this.#durationMs = Math.round(this.clock.now() - this.#startedAt);
    this.#endedAt = new Date();
    return this.#durationMs;
  }

  view(): Pick<SessionView, 'createdAt' | 'answeredAt' | 'endedAt' | 'seconds'> {
    return {
      createdAt: this.#createdAt.toISOString(),
      answeredAt: this.#answeredAt?.toISOString() ?? null,
      endedAt: this.#endedAt?.toISOString() ?? null,
      seconds: this.#durationMs === undefined ? null : this.#durationMs / 1000,
    };
  }
}
