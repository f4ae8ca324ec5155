import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { checkSchedule } from '../../../shared/fields/schedule';
import { readVariables } from '../../../shared/fields/variables';
import { isBlank, type FieldPlace } from '../../../shared/form/field';
import { formFor } from '../../../shared/form/form';
import { setAt } from '../../../shared/form/merge';
import { asObject, type JsonObject } from '../../../shared/protocol/json';
import { extraJson } from './additionalFields';
import { additionalCollection, additionalFields } from './callFields';
import { readRoute } from './callRoute';
import { overridesField, readWhoTalks } from './whoTalks';

const additional = formFor([additionalCollection(additionalFields)]);

/**
 * Builds the body of `POST /call` from the fields of `callProperties`. Values that are not there are as if they were
 * empty, so an operation may have fewer of these fields.
 *
 * @throws NodeOperationError with the offending value, before anything is sent
 */
export function readCallBody(context: IExecuteFunctions, itemIndex: number): IDataObject {
  const who = readWhoTalks(context, itemIndex);
  const body: JsonObject = { ...who, ...additional.read(context, itemIndex) };
  const fields = asObject(context.getNodeParameter('additionalFields', itemIndex, {})) as IDataObject;

  const anyNumber = asObject(body.customer).numberE164CheckEnabled === false;
  setAt(body, '', readRoute(context, itemIndex, fields, anyNumber));
  // A transport without a provider is of no kind; ringing time is for SIP only.
  if (body.transport !== undefined)
    body.transport = { provider: 'vapi.sip', ...(body.transport as JsonObject) };
  checkSchedule(context.getNode(), body.schedulePlan, itemIndex);
  addVariables(body, overridesField(who), readVariables(context, itemIndex));
  mergeExtra(body, fields, placeOf(context, itemIndex));
  return body as IDataObject;
}

/** Puts variables among the overrides: those of the fields win over those of the JSON. */
export function addVariables(
  body: JsonObject,
  field: 'squadOverrides' | 'assistantOverrides',
  variables: IDataObject,
): void {
  const { variableValues, ...overrides } = asObject(body[field]);
  const merged = { ...asObject(variableValues), ...variables };
  if (Object.keys(merged).length > 0) overrides.variableValues = merged;
  if (Object.keys(overrides).length > 0) body[field] = overrides;
  else delete body[field];
}

/** Merges "JSON for Anything Newer" over a body. */
export function mergeExtra(body: JsonObject, fields: IDataObject, place: FieldPlace): void {
  if (!isBlank(fields.extraJson)) setAt(body, '', extraJson.read(fields.extraJson, place));
}

export function placeOf(context: IExecuteFunctions, itemIndex: number): FieldPlace {
  return { node: context.getNode(), itemIndex, timezone: context.getTimezone() };
}
