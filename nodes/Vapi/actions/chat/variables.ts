import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { readVariables } from '../../../shared/fields/variables';
import { isEmptyObject, mergeDeep } from '../../../shared/form/merge';
import { asObject, type JsonObject } from '../../../shared/protocol/json';

/**
 * A body with the variables of the node among its overrides; they win over those of the JSON.
 *
 * @throws NodeOperationError for a variable that cannot be sent
 */
export function withVariables(context: IExecuteFunctions, itemIndex: number, body: JsonObject): IDataObject {
  const variableValues = readVariables(context, itemIndex);
  if (isEmptyObject(variableValues)) return body as IDataObject;
  const assistantOverrides = mergeDeep(asObject(body.assistantOverrides), { variableValues });
  return { ...body, assistantOverrides };
}
