import { randomUUID } from 'node:crypto';
import { ApiError } from './apiError';
import { type JsonObject, isObject } from './json';
import { isUuid } from './rules';

export type StoredObject = JsonObject & { id: string };

/** The objects of one kind, newest last. */
export class Collection {
  private readonly objects = new Map<string, StoredObject>();

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

  find(id: unknown): StoredObject | undefined {
    return typeof id === 'string' ? this.objects.get(id) : undefined;
  }

  /** @throws {ApiError} 400 for a malformed id, 404 for one that is not here. */
  get(id: string): StoredObject {
    if (!isUuid(id)) throw new ApiError(400, ['id must be a UUID']);
    const object = this.objects.get(id);
    if (!object) throw new ApiError(404, 'Not Found');
    return object;
  }

  /** Shallow: each field sent replaces the old one whole; null takes it away. */
  patch(id: string, fields: JsonObject): StoredObject {
    const merged: StoredObject = { ...this.get(id), updatedAt: new Date().toISOString() };
    for (const [key, value] of Object.entries(fields)) {
      if (value === null) delete merged[key];
      else merged[key] = value;
    }
    this.objects.set(id, merged);
    return merged;
  }

  remove(id: string): StoredObject {
    const object = this.get(id);
    this.objects.delete(id);
    return object;
  }

  all(): StoredObject[] {
    return [...this.objects.values()];
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
