import { readFileSync } from 'node:fs';
import { isObject, type JsonObject } from '../../../nodes/shared/protocol/json';
import { contractFile } from '../repo';

/** A part of Twilio's OpenAPI files. */
export interface ContractDocument extends JsonObject {
  paths: Record<string, JsonObject>;
  components: { schemas: JsonObject };
}

const SCHEMA = '#/components/schemas/';

/**
 * Reads one of Twilio's OpenAPI files, only as far as it tells of some paths: the whole takes Prism seconds.
 *
 * @returns undefined on a machine that does not have the file
 */
export function readContract(file: string, wanted: RegExp): ContractDocument | undefined {
  const path = contractFile(file);
  if (path === undefined) return undefined;
  const whole = JSON.parse(readFileSync(path, 'utf8')) as ContractDocument;
  const paths = Object.fromEntries(Object.entries(whole.paths).filter(([name]) => wanted.test(name)));
  const schemas: JsonObject = {};
  collect(paths, whole.components.schemas, schemas);
  return loosened({ ...whole, paths, components: { ...whole.components, schemas } });
}

/** Takes along every schema that is referred to. */
function collect(value: unknown, all: JsonObject, found: JsonObject): void {
  if (Array.isArray(value)) for (const entry of value) collect(entry, all, found);
  if (!isObject(value)) return;
  const { $ref: reference } = value;
  if (typeof reference === 'string' && reference.startsWith(SCHEMA)) {
    const name = reference.slice(SCHEMA.length);
    if (name in found) return;
    found[name] = all[name];
    collect(all[name], all, found);
    return;
  }
  for (const entry of Object.values(value)) collect(entry, all, found);
}

/**
 * Lets answers be what Twilio's own examples in the same files are: a SID or an address that isn't set is an empty text,
 * and the addresses of the older API are relative. The schemas deny both. Prism checks nothing of a schema that is
 * nullable without a type, and says nothing about it.
 */
function loosened(document: ContractDocument): ContractDocument {
  const text = JSON.stringify(document, (key, value: unknown) => {
    if (!isObject(value)) return value;
    if (value.nullable === true && value.type === undefined) return { ...value, nullable: undefined };
    if (value.type !== 'string') return value;
    if (/_sid$/.test(key)) return { ...value, minLength: 0, pattern: `^$|${String(value.pattern ?? '')}` };
    return /(^|_)(ur[il]|callback)$/.test(key) ? { ...value, format: undefined } : value;
  });
  return JSON.parse(text) as ContractDocument;
}
