import type { IDataObject, INode } from 'n8n-workflow';
import { fail } from '../fail';
import { isObject } from '../protocol/json';

/** Reads "Assistant Overrides (JSON)": text, or an object when an expression fills the field. */
export function readOverrides(node: INode, given: unknown, itemIndex?: number): IDataObject {
  let value: unknown = given ?? {};
  if (typeof value === 'string') {
    try {
      value = value.trim() === '' ? {} : JSON.parse(value);
    } catch {
      value = undefined;
    }
  }
  if (isObject(value)) return { ...value } as IDataObject;
  throw fail(node, 'INPUT_NOT_JSON_OBJECT', 'Assistant Overrides (JSON)', itemIndex);
}
