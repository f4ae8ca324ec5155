import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock';
import { deferred, within, type Deferred } from '../deferred';
import { BridgeError, type ErrorCode } from '../errors';

/** Carriers ask for a document at once; the caller hears nothing meanwhile. */
const FETCH_MS = 2500;

interface Entry {
  document: string;
  fetched: Deferred;
}

/**
 * Documents that calls are diverted to at carriers that take only an address, and ask for the document there: they wait
 * here under ids that nobody can guess.
 */
export class Farewells {
  readonly #entries = new Map<string, Entry>();

  /** @param code what it is thrown as when a document isn't asked for */
  constructor(
    private readonly clock: Clock,
    private readonly code: ErrorCode,
  ) {}

  /** Documents that nobody has asked for yet. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * Keeps a document while the call is being diverted to it.
   * @param divert tells the carrier to go on with what it finds under this id
   * @throws what `divert` throws; BridgeError when the document isn't asked for in time
   */
  async offer(document: string, divert: (id: string) => Promise<void>): Promise<void> {
    const id = randomBytes(16).toString('hex');
    const entry = { document, fetched: deferred() };
    this.#entries.set(id, entry);
    try {
      await divert(id);
      await within(this.clock, FETCH_MS, entry.fetched.promise);
      if (!entry.fetched.settled) throw new BridgeError(this.code, 'the farewell was not fetched in time');
    } finally {
      this.#entries.delete(id);
    }
  }

  /** The document with this id; undefined: it isn't waiting any more. */
  fetch(id: string): string | undefined {
    const entry = this.#entries.get(id);
    entry?.fetched.resolve();
    return entry?.document;
  }
}
