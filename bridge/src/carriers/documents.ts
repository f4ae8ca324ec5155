import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock';
import { deferred, within, type Deferred } from '../deferred';
import { BridgeError, type ErrorCode } from '../errors';

/** Carriers ask for a document at once; the caller hears nothing meanwhile. */
const FETCH_MS = 2500;
/** The longest that a telephone may ring, and some time for the carrier's way there. */
const KEPT_MS = 11 * 60_000;

interface Entry {
  document: string;
  fetched: Deferred;
  /** On the clock's time; undefined: as long as somebody waits for it. */
  until: number | undefined;
}

/**
 * Documents that carriers ask for at an address of ours, since they take no document themselves, or only in the address
 * of another one: they wait here under ids that nobody can guess.
 */
export class CarrierDocuments {
  readonly #entries = new Map<string, Entry>();

  /** @param code what it is thrown as when a farewell isn't asked for */
  constructor(
    private readonly clock: Clock,
    private readonly code: ErrorCode,
  ) {}

  /** Documents that are kept. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * Keeps a farewell while the call is being diverted to it.
   * @param divert tells the carrier to go on with what it finds under this id
   * @throws what `divert` throws; BridgeError when the document isn't asked for in time
   */
  async offer(document: string, divert: (id: string) => Promise<void>): Promise<void> {
    const [id, entry] = this.#add(document, undefined);
    try {
      await divert(id);
      await within(this.clock, FETCH_MS, entry.fetched.promise);
      if (!entry.fetched.settled) throw new BridgeError(this.code, 'the farewell was not fetched in time');
    } finally {
      this.#entries.delete(id);
    }
  }

  /**
   * Keeps the document of a hand-over, also for a carrier that asks for it late or twice.
   * @param redirect tells the carrier to go on with what it finds under this id, and whether it has taken it
   * @returns `unanswered`: it may be asked for or not
   * @throws what `redirect` throws; the document is not kept then
   */
  async handOver(
    document: string,
    redirect: (id: string) => Promise<'taken' | 'unanswered'>,
  ): Promise<'taken' | 'unanswered'> {
    const [id, entry] = this.#add(document, this.clock.now() + KEPT_MS);
    try {
      if ((await redirect(id)) === 'unanswered') return 'unanswered';
    } catch (error) {
      this.#entries.delete(id);
      throw error;
    }
    await within(this.clock, FETCH_MS, entry.fetched.promise);
    return entry.fetched.settled ? 'taken' : 'unanswered';
  }

  /** Keeps a document that is asked for when somebody answers. Returns its id. */
  keep(document: string): string {
    return this.#add(document, this.clock.now() + KEPT_MS)[0];
  }

  /** The document with this id; undefined: it isn't waiting any more. */
  fetch(id: string): string | undefined {
    this.#forgetOld();
    const entry = this.#entries.get(id);
    entry?.fetched.resolve();
    return entry?.document;
  }

  #add(document: string, until: number | undefined): [id: string, entry: Entry] {
    this.#forgetOld();
    const id = randomBytes(16).toString('hex');
    const entry = { document, fetched: deferred(), until };
    this.#entries.set(id, entry);
    return [id, entry];
  }

  /** Without a timer: what is kept for too long is small, and goes with the next one. */
  #forgetOld(): void {
    const now = this.clock.now();
    for (const [id, { until }] of this.#entries)
      if (until !== undefined && until <= now) this.#entries.delete(id);
  }
}
