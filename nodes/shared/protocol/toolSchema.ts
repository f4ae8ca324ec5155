import { asArray, asObject, asText, isObject, type JsonObject } from './json';
import { convert, readFormat, type FormatReaders, type Read, TYPE_NAMES } from './toolValues';

/**
 * What is wrong with one argument. `value` is what the model gave; a missing argument has none. `expected` is a phrase
 * that follows "must be".
 */
export interface ArgumentProblem {
  /** As one would write it: `address.street`, `dates[1]`. */
  path: string;
  description?: string;
  kind: 'missing' | 'wrong';
  expected: string;
  value?: unknown;
}

export interface CheckedArguments {
  /** The arguments in the types that the schema asks for, unknown ones as they came. */
  values: JsonObject;
  problems: ArgumentProblem[];
}

/**
 * Checks the arguments of a model against the parameters of a tool, and converts what is clear enough: `"5"` for a
 * number, `5` for a string, `"true"` for a boolean, other capitals in a choice, one value for a list, JSON text for a
 * list or an object. Null and empty text count as not given, unless the schema allows null, asks for no type, or asks
 * for a text that may be left out.
 *
 * Of JSON Schema it knows `type` (one or a list), `properties`, `required`, `items`, `enum`, and `format` of `date`,
 * `time` and what `readers` adds. Everything else passes unchecked: `$ref`, `anyOf`, `pattern`, limits. Never throws on
 * any value; the depth of the schema, which is the builder's, bounds the recursion.
 *
 * Source of the subset: OpenAPI `OpenAIFunctionParameters` and `JsonSchema`, which is what Vapi takes for a tool.
 */
export function checkArguments(
  schema: JsonObject,
  given: JsonObject,
  readers: FormatReaders = {},
): CheckedArguments {
  const problems: ArgumentProblem[] = [];
  const values = checkProperties(schema, given, '', { readers, problems });
  return { values, problems };
}

interface Check {
  readers: FormatReaders;
  problems: ArgumentProblem[];
}

function checkProperties(schema: JsonObject, given: JsonObject, path: string, check: Check): JsonObject {
  const properties = asObject(schema.properties);
  const required = new Set(asArray(schema.required).filter((name) => typeof name === 'string'));
  const schemaFor = (name: string): JsonObject =>
    Object.hasOwn(properties, name) ? asObject(properties[name]) : {};
  const pathTo = (name: string): string => (path === '' ? name : `${path}.${name}`);

  // Entries, not assignments: a model may name an argument `__proto__`.
  const kept = Object.entries(given).filter(
    ([name, value]) => !isAbsent(value, schemaFor(name), required.has(name)),
  );
  const names = new Set(kept.map(([name]) => name));
  for (const name of required) {
    const own = schemaFor(name);
    if (names.has(name)) continue;
    check.problems.push({ ...describe(own, pathTo(name)), kind: 'missing', expected: expectation(own) });
  }
  return Object.fromEntries(
    kept.map(([name, value]) => [name, checkValue(schemaFor(name), value, pathTo(name), check)]),
  );
}

/** Models fill in what they don't know with null or an empty text. */
function isAbsent(value: unknown, schema: JsonObject, isRequired: boolean): boolean {
  const types = typesOf(schema);
  if (types.length === 0) return value === undefined;
  if (value === undefined || value === null) return !types.includes('null');
  if (typeof value !== 'string' || value.trim() !== '') return false;
  // As an optional text it may be meant: "no notes".
  const isFree = types.includes('string') && schema.enum === undefined && schema.format === undefined;
  return !asArray(schema.enum).includes(value) && (isRequired || !isFree);
}

function checkValue(schema: JsonObject, value: unknown, path: string, check: Check): unknown {
  const read = readValue(schema, value, check.readers);
  if ('expected' in read) {
    check.problems.push({ ...describe(schema, path), kind: 'wrong', expected: read.expected, value });
    return value;
  }
  // Only as deep as the schema goes: how deep the value goes is up to whoever sent it.
  if (isObject(read.value) && (schema.properties !== undefined || schema.required !== undefined)) {
    return checkProperties(schema, read.value, path, check);
  }
  const { items } = schema;
  if (Array.isArray(read.value) && isObject(items)) {
    return read.value.map((entry, index) => checkValue(items, entry, `${path}[${index}]`, check));
  }
  return read.value;
}

/** The value by itself, without what it holds. */
function readValue(schema: JsonObject, value: unknown, readers: FormatReaders): Read {
  const types = typesOf(schema);
  const typed = types.length === 0 ? { value } : convert(value, types);
  if (typed === undefined) return { expected: expectation(schema) };
  const choices = asArray(schema.enum);
  if (choices.length > 0) return choose(choices, typed.value);
  const format = asText(schema.format);
  if (format === undefined || typeof typed.value !== 'string') return typed;
  return readFormat(format, typed.value, readers);
}

function choose(choices: readonly unknown[], value: unknown): Read {
  if (choices.includes(value)) return { value };
  const plain = (choice: unknown): string => String(choice).trim().toLowerCase();
  const alike =
    isObject(value) || Array.isArray(value) ? [] : choices.filter((c) => plain(c) === plain(value));
  return alike.length === 1 ? { value: alike[0] } : { expected: oneOf(choices) };
}

/** Long lists would drown the answer. */
const MAX_CHOICES = 30;

function oneOf(choices: readonly unknown[]): string {
  const named = choices.slice(0, MAX_CHOICES).map((choice) => JSON.stringify(choice));
  return `one of ${named.join(', ')}${choices.length > MAX_CHOICES ? ', …' : ''}`;
}

function expectation(schema: JsonObject): string {
  const choices = asArray(schema.enum);
  if (choices.length > 0) return oneOf(choices);
  return typesOf(schema)
    .map((type) => TYPE_NAMES[type] ?? type)
    .join(' or ');
}

function typesOf(schema: JsonObject): string[] {
  const given = typeof schema.type === 'string' ? [schema.type] : asArray(schema.type);
  const types = given.filter((type): type is string => typeof type === 'string');
  // With a type that is none, nothing can be said about the value.
  return types.every((type) => Object.hasOwn(TYPE_NAMES, type)) ? types : [];
}

function describe(schema: JsonObject, path: string): { path: string; description?: string } {
  const description = asText(schema.description);
  return description === undefined ? { path } : { path, description };
}
