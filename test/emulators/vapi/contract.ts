import { readFileSync } from 'node:fs';
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { contractFile } from '../../support/repo';
import { type JsonObject, isObject, objectAt } from './json';

const BUNDLE = 'vapi-contract';

/** Said once by an emulator on a machine without the vendor's schemas. */
export const NO_CONTRACT =
  'vapi-contract.json is not on this machine: bodies are checked by the emulator’s own rules only.';

interface Contract {
  ajv: Ajv;
  operations: JsonObject;
  definitions: JsonObject;
  compiled: Map<string, ValidateFunction | undefined>;
}

let loaded: Contract | undefined;

function load(): Contract | undefined {
  const path = contractFile('vapi-contract.json');
  if (!path) return undefined;
  if (!loaded) {
    const bundle = JSON.parse(readFileSync(path, 'utf8')) as JsonObject;
    // Large schemas, few bodies: a third of the time that ajv's default would take to prepare `POST /call`.
    const cheap = { inlineRefs: false, code: { optimize: false } };
    const ajv = new Ajv({ strict: false, allErrors: true, ...cheap });
    addFormats(ajv);
    ajv.addSchema(bundle, BUNDLE);
    loaded = {
      ajv,
      operations: objectAt(bundle, 'x-operations') ?? {},
      definitions: objectAt(bundle, 'definitions') ?? {},
      compiled: new Map(),
    };
  }
  return loaded;
}

export function contractAvailable(): boolean {
  return contractFile('vapi-contract.json') !== undefined;
}

/**
 * Checks a request body against the vendor's schema of one operation.
 *
 * @param operation e.g. `POST /call` or `PATCH /assistant/{id}`
 * @returns Vapi-like messages, at most one a field; empty where all is well, or where there is nothing to
 *   check against
 */
export function contractErrors(operation: string, body: JsonObject): string[] {
  const contract = load();
  if (!contract) return [];
  if (!contract.compiled.has(operation))
    contract.compiled.set(operation, compile(contract, objectAt(contract.operations, operation)?.body));
  return run(contract.compiled.get(operation), body);
}

/** Checks any value against a named definition, e.g. `ServerMessageToolCalls`. */
export function definitionErrors(definition: string, value: unknown): string[] {
  const contract = load();
  if (!contract) return [];
  const validate = contract.ajv.getSchema(`${BUNDLE}#/definitions/${definition}`);
  if (!validate) throw new Error(`The contract has no definition ${definition}.`);
  return run(validate as ValidateFunction, value);
}

/** Every operation that the contract knows, e.g. `GET /call/{id}`; none where it is not on this machine. */
export function operations(): string[] {
  return Object.keys(load()?.operations ?? {});
}

/**
 * The top-level properties that an operation's body may have by its schema; of a body with variants, those of the
 * variant that its tag names.
 *
 * @returns undefined where there is nothing to go by
 */
export function bodyProperties(operation: string, body: JsonObject): Set<string> | undefined {
  const contract = load();
  const schema = objectAt(contract?.operations, operation)?.body;
  if (!contract || schema === undefined) return undefined;
  const names = new Set<string>();
  collect(typeof schema === 'string' ? { $ref: schema } : schema, body, contract.definitions, names);
  return names;
}

/** Checks an answer against the vendor's schema of one operation; empty where that names none. */
export function answerErrors(operation: string, answer: unknown): string[] {
  const contract = load();
  if (!contract) return [];
  const key = `answer of ${operation}`;
  if (!contract.compiled.has(key))
    contract.compiled.set(key, compile(contract, objectAt(contract.operations, operation)?.response));
  return run(contract.compiled.get(key), answer);
}

function collect(schema: unknown, body: JsonObject, definitions: JsonObject, names: Set<string>): void {
  if (!isObject(schema)) return;
  if (typeof schema.$ref === 'string')
    collect(definitions[schema.$ref.split('/').at(-1) ?? ''], body, definitions, names);
  for (const name of Object.keys(objectAt(schema, 'properties') ?? {})) names.add(name);
  for (const branch of Array.isArray(schema.allOf) ? schema.allOf : []) {
    const when = objectAt(objectAt(branch as JsonObject, 'if'), 'properties');
    const fits = Object.entries(when ?? {}).every(([tag, rule]) => body[tag] === (rule as JsonObject).const);
    if (!when) collect(branch, body, definitions, names);
    else if (fits) collect((branch as JsonObject).then, body, definitions, names);
  }
}

/** @param schema a definition's name, or a schema written out */
function compile(contract: Contract, schema: unknown): ValidateFunction | undefined {
  if (typeof schema === 'string')
    return contract.ajv.getSchema(`${BUNDLE}#/definitions/${schema}`) as ValidateFunction | undefined;
  if (!isObject(schema)) return undefined;
  // One that is written out points into the bundle; on its own it needs the bundle's name in front.
  const standalone = JSON.parse(
    JSON.stringify(schema).replaceAll('"#/definitions/', `"${BUNDLE}#/definitions/`),
  ) as JsonObject;
  return contract.ajv.compile(standalone);
}

function run(validate: ValidateFunction | undefined, value: unknown): string[] {
  if (!validate || validate(value)) return [];
  const byField = new Map<string, string>();
  for (const error of validate.errors ?? []) {
    // These only wrap the error that matters.
    if (error.keyword === 'if' || error.keyword === 'anyOf') continue;
    const [field, message] = describe(error);
    if (!byField.has(field)) byField.set(field, message);
  }
  if (byField.size > 0) return [...byField.values()];
  const first = validate.errors?.[0];
  return first ? [describe(first)[1]] : ['the body is not valid'];
}

function describe(error: ErrorObject): [string, string] {
  const base = error.instancePath.slice(1).replaceAll('/', '.');
  const params = error.params as JsonObject;
  if (error.keyword === 'required') {
    const missing = String(params.missingProperty);
    const field = base ? `${base}.${missing}` : missing;
    return [field, `${field} should not be empty`];
  }
  const field = base || 'body';
  return [field, `${field} ${wording(error, params)}`];
}

/** The words of class-validator, which Vapi's API uses. */
function wording(error: ErrorObject, params: JsonObject): string {
  switch (error.keyword) {
    case 'maxLength':
      return `must be shorter than or equal to ${String(params.limit)} characters`;
    case 'minLength':
      return `must be longer than or equal to ${String(params.limit)} characters`;
    case 'maximum':
      return `must not be greater than ${String(params.limit)}`;
    case 'minimum':
      return `must not be less than ${String(params.limit)}`;
    case 'enum':
      return `must be one of the following values: ${(params.allowedValues as unknown[]).join(', ')}`;
    case 'type':
      return `must be a ${String(params.type)}`;
    default:
      return error.message ?? 'is not valid';
  }
}
