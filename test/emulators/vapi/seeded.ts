import { randomBytes } from 'node:crypto';
import type { JsonObject } from './json';
import type { Row } from './rows';
import type { StoredObject } from './store';

export interface SeedOptions {
  /** How many rows in a row share their `createdAt`. Default 1. */
  sameMillisecond?: number;
  /** `createdAt` of the newest row (ISO 8601). Default: the time of seeding. */
  newest?: string;
  /** Between two different times, in whole ms. Default 1000. */
  stepMs?: number;
  /** Fields of a row besides id and dates; row 0 is the newest. */
  fields?: (index: number) => JsonObject;
}

/** What a test needs to know about rows that were made in bulk. */
export interface SeededView {
  readonly count: number;
  /** The id of a row; row 0 is the newest. */
  id(index: number): string;
  /** When a row was created, in epoch ms. */
  at(index: number): number;
}

/** Any number of objects that take no memory: each is worked out from its number whenever it is asked for. */
export class SeededRows implements SeededView {
  private readonly prefix = randomBytes(4).toString('hex');
  private readonly removed = new Set<number>();
  private readonly newest: number;
  private readonly together: number;
  private readonly stepMs: number;

  /** @throws {Error} for a number or a date that is none */
  constructor(
    readonly count: number,
    private readonly orgId: string,
    private readonly options: SeedOptions,
  ) {
    const { sameMillisecond = 1, stepMs = 1000, newest } = options;
    for (const [name, value] of Object.entries({ count, sameMillisecond, stepMs }))
      if (!(Number.isSafeInteger(value) && value > 0))
        throw new Error(`${name} is ${value}: a whole number above 0 was expected.`);
    this.newest = newest === undefined ? Date.now() : Date.parse(newest);
    if (Number.isNaN(this.newest)) throw new Error(`newest is ${newest}: an ISO 8601 time was expected.`);
    this.together = sameMillisecond;
    this.stepMs = stepMs;
  }

  id(index: number): string {
    return `${this.prefix}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
  }

  find(id: string): StoredObject | undefined {
    const index = this.indexOf(id);
    return index === undefined ? undefined : this.object(index);
  }

  remove(id: string): void {
    const index = this.indexOf(id);
    if (index !== undefined) this.removed.add(index);
  }

  /** Newest first, from the first that is not newer than `notAfter` (epoch ms). */
  *rows(notAfter = Infinity): Generator<Row> {
    const skipped = Math.max(0, Math.ceil((this.newest - notAfter) / this.stepMs)) * this.together;
    for (let index = skipped; index < this.count; index += 1)
      if (!this.removed.has(index)) yield { at: this.at(index), read: () => this.object(index) };
  }

  at(index: number): number {
    return this.newest - Math.floor(index / this.together) * this.stepMs;
  }

  private indexOf(id: string): number | undefined {
    if (!id.startsWith(`${this.prefix}-`)) return undefined;
    const index = Number.parseInt(id.slice(-12), 16);
    return index < this.count && !this.removed.has(index) && this.id(index) === id ? index : undefined;
  }

  private object(index: number): StoredObject {
    const createdAt = new Date(this.at(index)).toISOString();
    return {
      id: this.id(index),
      orgId: this.orgId,
      createdAt,
      updatedAt: createdAt,
      ...this.options.fields?.(index),
    };
  }
}
