import { readFileSync } from 'node:fs';
import { isObject, type JsonObject } from '../../nodes/shared/protocol/json';
import { contractFile } from './repo';

interface Contract {
  definitions: JsonObject;
  'x-operations': Record<string, { body: unknown }>;
}

let loaded: Contract | undefined;

function contract(): Contract {
  const path = contractFile('vapi-contract.json');
  if (path === undefined) throw new Error('vapi-contract.json is missing');
  loaded ??= JSON.parse(readFileSync(path, 'utf8')) as Contract;
  return loaded;
}

/** The schema of an operation's body, e.g. of `POST /tool`. */
export function bodySchema(operation: string): unknown {
  return contract()['x-operations'][operation]?.body;
}

/** A named definition, or what a schema refers to. */
function resolve(schema: unknown): JsonObject {
  if (typeof schema === 'string') return resolve(contract().definitions[schema]);
  if (!isObject(schema)) return {};
  return typeof schema.$ref === 'string' ? resolve(schema.$ref.split('/').at(-1)) : schema;
}

const listOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.map(resolve) : []);

/** The schemas that together describe a value, the branch of its tag included. */
function* parts(schema: unknown, value: unknown): Generator<JsonObject> {
  const resolved = resolve(schema);
  yield resolved;
  for (const branch of listOf(resolved.allOf)) {
    const tags = Object.entries(resolve(branch.if).properties ?? {});
    const fits = tags.every(([tag, rule]) => isObject(value) && value[tag] === (rule as JsonObject).const);
    if (branch.if === undefined) yield* parts(branch, value);
    else if (fits) yield* parts(branch.then, value);
  }
  // Of alternatives, those whose provider fits; where that tells nothing, all of them.
  for (const branch of listOf(resolved.anyOf)) if (couldBe(branch, value)) yield* parts(branch, value);
}

function couldBe(branch: JsonObject, value: unknown): boolean {
  const provider = resolve(resolve(branch.properties).provider).enum;
  return !isObject(value) || !Array.isArray(provider) || provider.includes(value.provider);
}

/**
 * Properties that no schema knows, at any depth: Vapi refuses them, while its OpenAPI allows them.
 *
 * @returns dotted paths
 */
export function unknownProperties(definition: unknown, value: unknown, path = ''): string[] {
  const schemas = [...parts(definition, value)];
  if (Array.isArray(value)) {
    const items = schemas.flatMap((schema) => schema.items ?? []);
    return value.flatMap((entry: unknown, index) => unknownToAll(items, entry, `${path}[${index}]`));
  }
  if (!isObject(value)) return [];
  const known = schemas.map((schema) => resolve(schema.properties));
  // An object without properties is free-form, such as metadata and headers.
  if (known.every((properties) => Object.keys(properties).length === 0)) return [];
  return Object.entries(value).flatMap(([key, entry]) => {
    const here = path === '' ? key : `${path}.${key}`;
    const fitting = known.flatMap((properties) => (key in properties ? [properties[key]] : []));
    return fitting.length > 0 ? unknownToAll(fitting, entry, here) : [here];
  });
}

/** Of alternatives one may know what another does not. */
function unknownToAll(schemas: readonly unknown[], value: unknown, path: string): string[] {
  const [first = [], ...others] = schemas.map((schema) => unknownProperties(schema, value, path));
  return first.filter((property) => others.every((other) => other.includes(property)));
}

/** Variants of an object by their provider: `Assistant.voice` → definition by provider. */
export function variants(definition: string, field: string): Record<string, JsonObject> {
  const schema = resolve(propertyOf(resolve(definition), field));
  return variantsOf(schema);
}

/** The same for the entries of a list. */
export function itemVariants(definition: string, field: string): Record<string, JsonObject> {
  return variantsOf(resolve(resolve(propertyOf(resolve(definition), field)).items));
}

function variantsOf(schema: JsonObject): Record<string, JsonObject> {
  const branches = [schema, ...listOf(schema.allOf)].flatMap((part) => listOf(part.allOf).concat(part));
  return Object.fromEntries(
    branches
      .filter((branch) => branch.if !== undefined)
      .map((branch) => {
        const { provider } = resolve(branch.if).properties as { provider: { const: string } };
        return [provider.const, resolve(branch.then)];
      }),
  );
}

export function propertyOf(definition: JsonObject, field: string): unknown {
  return resolve(definition.properties)[field];
}

/** The values that a property may have; undefined where anything goes. */
export function enumOf(schema: unknown): unknown[] | undefined {
  const resolved = resolve(schema);
  if (Array.isArray(resolved.enum)) return resolved.enum;
  if (resolved.items !== undefined) return enumOf(resolved.items);
  for (const branch of [...listOf(resolved.allOf), ...listOf(resolved.anyOf)]) {
    const values = enumOf(branch);
    if (values !== undefined) return values;
  }
  return undefined;
}

/** The top-level fields of an assistant. */
export function assistantProperties(): JsonObject {
  return resolve(resolve('CreateAssistantDTO').properties);
}

/** The values of a top-level field of an assistant. */
export function assistantEnum(field: string): unknown[] | undefined {
  return enumOf(propertyOf(resolve('CreateAssistantDTO'), field));
}

/** Whether some variant of a definition has a property at a dotted path. */
export function hasPath(definition: unknown, path: string): boolean {
  const [key = '', ...rest] = path.split('.');
  const found = everyPart(definition).flatMap((part) => propertyOf(part, key) ?? []);
  return rest.length === 0 ? found.length > 0 : found.some((schema) => hasPath(schema, rest.join('.')));
}

/** A schema with all its variants. */
function everyPart(schema: unknown): JsonObject[] {
  const resolved = resolve(schema);
  const branches = [...listOf(resolved.allOf), ...listOf(resolved.anyOf)];
  return [resolved, ...branches.flatMap((branch) => everyPart(branch.then ?? branch))];
}
