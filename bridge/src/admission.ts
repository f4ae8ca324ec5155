export type Admittance = 'admitted' | 'full' | 'draining';

/** Decides whether one more call may be taken: not above the limit, and none once the service is leaving. */
export class Admission {
  #draining = false;

  constructor(readonly maxSessions: number) {}

  get draining(): boolean {
    return this.#draining;
  }

  /** From now on no new call is taken. There is no way back: the process is about to end. */
  startDraining(): void {
    this.#draining = true;
  }

  /** @param sessions number of sessions that exist now */
  check(sessions: number): Admittance {
    if (this.#draining) return 'draining';
    return sessions < this.maxSessions ? 'admitted' : 'full';
  }
}
