import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { asObject, compact, type JsonObject } from '../protocol/json';
import { redactSecrets } from '../protocol/redact';

/** Makes one small, flat item of an object of Vapi. */
export type Simplify = (object: JsonObject) => JsonObject;

/** An object as it leaves the node: few fields or all of them; secrets are in neither. */
export function outputOf(object: unknown, simple: boolean, simplify: Simplify): IDataObject {
  const redacted = redactSecrets(asObject(object));
  return (simple ? compact(simplify(redacted)) : redacted) as IDataObject;
}

/** Whether the builder wants few fields. */
export function wantsSimple(context: IExecuteFunctions, itemIndex: number): boolean {
  return context.getNodeParameter('simple', itemIndex, true) as boolean;
}
