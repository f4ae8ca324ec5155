import { randomUUID } from 'node:crypto';
import { ApiError } from './apiError';
import { type JsonObject, isObject } from './json';
import { type Row, merged, rowsOf } from './rows';
import { isUuid } from './rules';
import { type SeedOptions, SeededRows, type SeededView } from './seeded';

export type StoredObject = JsonObject & { id: string };

/** The objects of one kind, newest last. */
export class Collection {
  private readonly objects = new Map<string, StoredObject>();
  private readonly seeded: SeededRows[] = [];

  constructor(private readonly orgId: string) {}

  /** Stores a new object; id and dates are made unless given. */
  add(fields: JsonObject): StoredObject {
    const now = new Date().toISOString();
    const object: StoredObject = {
      id: randomUUID(),
      orgId: this.orgId,
      createdAt: now,
      updatedAt: now,
      ...fields,
    };
    this.objects.set(object.id, object);
    return object;
  }

  /** Makes `count` objects that take no memory until they are changed. */
  seedMany(count: number, options: SeedOptions = {}): SeededView {
    const rows = new SeededRows(count, this.orgId, options);
    this.seeded.push(rows);
    return rows;
  }

  find(id: unknown): StoredObject | undefined {
    if (typeof id !== 'string') return undefined;
    const own = this.objects.get(id);
    if (own) return own;
    for (const rows of this.seeded) {
      const found = rows.find(id);
      if (found) return found;
    }
    return undefined;
  }

  /** @throws {ApiError} 400 for a malformed id, 404 for one that is not here. */
  get(id: string): StoredObject {
    if (!isUuid(id)) throw new ApiError(400, ['id must be a UUID']);
    const object = this.find(id);
    if (!object) throw new ApiError(404, 'Not Found');
    return object;
  }

  /** Shallow: each field sent replaces the old one whole; null takes it away. */
  patch(id: string, fields: JsonObject): StoredObject {
    const changed: StoredObject = { ...this.get(id), updatedAt: new Date().toISOString() };
    for (const [key, value] of Object.entries(fields)) {
      if (value === null) delete changed[key];
      else changed[key] = value;
    }
    this.put(changed);
    return changed;
  }

  /** Stores an object in place of the one with its id, if there is one. */
  put(object: StoredObject): void {
    for (const rows of this.seeded) rows.remove(object.id);
    this.objects.set(object.id, object);
  }

  remove(id: string): StoredObject {
    const object = this.get(id);
    this.objects.delete(id);
    for (const rows of this.seeded) rows.remove(id);
    return object;
  }

  /** Oldest first, without those of `seedMany`. */
  all(): StoredObject[] {
    return [...this.objects.values()];
  }

  /** Everything, newest first; what is newer than `notAfter` (epoch ms) may be left out. */
  rows(notAfter = Infinity): Iterable<Row> {
    return this.seeded.reduce<Iterable<Row>>(
      (rows, more) => merged(rows, more.rows(notAfter)),
      rowsOf(this.all()),
    );
  }
}

const SECRET = /secret|password|token$|apikey|privatekey|authtoken|connectionstring|accesskey$/i;

/** A credential as the API answers it: secrets left out, at any depth. */
export function withoutSecrets(value: JsonObject): JsonObject {
  const clean: JsonObject = {};
  for (const [key, entry] of Object.entries(value)) {
    if (SECRET.test(key) && typeof entry === 'string') continue;
    clean[key] = isObject(entry) ? withoutSecrets(entry) : entry;
  }
  return clean;
}
