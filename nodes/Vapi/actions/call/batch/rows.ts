import type { IExecuteFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { toNodeError } from '../../../../shared/fail';
import { isBlank } from '../../../../shared/form/field';
import { mergeDeep } from '../../../../shared/form/merge';
import { asObject, type JsonObject } from '../../../../shared/protocol/json';
import { placeOf, readCallBody } from '../callBody';
import { customerOverrides } from './properties';
import type { Row } from './requests';

/** An input item that cannot become a call. */
export interface InvalidRow {
  item: number;
  /** As it was given. */
  customerNumber: string;
  error: NodeApiError | NodeOperationError;
}

/** Reads all input items before anything is sent. */
export function readRows(context: IExecuteFunctions): { rows: Row[]; invalid: InvalidRow[] } {
  const rows: Row[] = [];
  const invalid: InvalidRow[] = [];
  for (let item = 0; item < context.getInputData().length; item++) {
    try {
      rows.push(readRow(context, item));
    } catch (thrown) {
      const error = toNodeError(context.getNode(), thrown, item);
      invalid.push({ item, customerNumber: givenNumber(context, item), error });
    }
  }
  return { rows, invalid };
}

function readRow(context: IExecuteFunctions, item: number): Row {
  const { customer, metadata, assistantOverrides, squadOverrides, ...call } = readCallBody(
    context,
    item,
  ) as JsonObject;
  const bySquad = call.squadId !== undefined || call.squad !== undefined;
  const overrides = asObject(bySquad ? squadOverrides : assistantOverrides);
  // Those of a call count for all customers, and metadata is about one of them.
  if (metadata !== undefined) overrides.metadata = { ...asObject(overrides.metadata), ...asObject(metadata) };
  return {
    item,
    call,
    customer: asObject(customer),
    overridesField: bySquad ? 'squadOverrides' : 'assistantOverrides',
    overrides: mergeDeep(overrides, ownOverrides(context, item)),
  };
}

/** "Customer Overrides (JSON)" of an item. */
function ownOverrides(context: IExecuteFunctions, item: number): JsonObject {
  const { customerOverrides: given } = asObject(context.getNodeParameter('additionalFields', item, {}));
  if (isBlank(given)) return {};
  return asObject(customerOverrides.read(given, placeOf(context, item)));
}

/** For the report about an item; the expression itself may be what fails. */
function givenNumber(context: IExecuteFunctions, item: number): string {
  const field =
    context.getNodeParameter('callTo', 0, 'phone') === 'sip' ? 'customerSipUri' : 'customerNumber';
  try {
    return String(context.getNodeParameter(field, item, '') ?? '');
  } catch {
    return '';
  }
}
