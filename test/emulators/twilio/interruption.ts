/** Stops what a call is doing because it ended or got other TwiML. */
export class Interrupted extends Error {
  constructor() {
    super('The call ended or got other TwiML.');
    this.name = 'Interrupted';
  }
}

/** A point in the course of a call that can be cut short. */
export class Interruption {
  private readonly controller = new AbortController();
  /** Resolves when it happens. */
  readonly happened: Promise<void>;

  constructor() {
    this.happened = new Promise((resolve) => {
      this.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  cut(): void {
    this.controller.abort();
  }

  /** @throws Interrupted once it has happened */
  checkpoint(): void {
    if (this.signal.aborted) throw new Interrupted();
  }

  /** Waits, unless it is cut short: then it throws {@link Interrupted}. */
  async sleep(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const slept = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([slept, this.happened]);
    clearTimeout(timer);
    this.checkpoint();
  }
}
