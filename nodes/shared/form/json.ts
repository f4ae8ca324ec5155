import { fail } from '../fail';
import { isObject } from '../protocol/json';
import type { FieldPlace } from './field';

/** What a JSON field may hold. */
export type JsonKind = 'object' | 'array' | 'any';

/**
 * Reads a JSON field: text, or what an expression gives.
 *
 * @throws NodeOperationError with the name of the field
 */
export function parseJson(value: unknown, kind: JsonKind, label: string, place: FieldPlace): unknown {
  const { node, itemIndex } = place;
  let given = value;
  if (typeof value === 'string') {
    try {
      given = JSON.parse(value) as unknown;
    } catch {
      throw fail(node, kind === 'object' ? 'INPUT_NOT_JSON_OBJECT' : 'INPUT_NOT_JSON', label, itemIndex);
    }
  }
  if (kind === 'object' && !isObject(given)) throw fail(node, 'INPUT_NOT_JSON_OBJECT', label, itemIndex);
  if (kind === 'array' && !Array.isArray(given)) throw fail(node, 'INPUT_NOT_JSON_LIST', label, itemIndex);
  return given;
}
