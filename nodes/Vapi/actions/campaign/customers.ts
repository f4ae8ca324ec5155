import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { fail } from '../../../shared/fail';
import { textOf } from '../../../shared/fields/textOf';
import { defaultCountryFrom, phoneNumberFrom } from '../../../shared/fields/phoneNumber';
import { readVariables } from '../../../shared/fields/variables';
import { isBlank } from '../../../shared/form/field';
import { parseJson } from '../../../shared/form/json';
import { asArray } from '../../../shared/protocol/json';

/** Source: OpenAPI CreateCampaignDTO, `customers`. */
const MAX_CUSTOMERS = 10_000;
const MAX_NAME = 40;

/**
 * Who is called: one contact an input item, or a list in JSON.
 *
 * @param overrides where variables of a contact go
 * @throws NodeOperationError with the item, before anything is sent
 */
export function readCustomers(
  context: IExecuteFunctions,
  overrides: 'assistantOverrides' | 'squadOverrides',
): IDataObject[] {
  const customers =
    context.getNodeParameter('customersFrom', 0, 'items') === 'json'
      ? fromJson(context)
      : context.getInputData().map((_, itemIndex) => fromItem(context, itemIndex, overrides));
  if (customers.length > MAX_CUSTOMERS)
    throw fail(context.getNode(), 'CAMPAIGN_TOO_LARGE', String(customers.length));
  return customers;
}

function fromJson(context: IExecuteFunctions): IDataObject[] {
  const place = { node: context.getNode(), itemIndex: 0, timezone: context.getTimezone() };
  const given = context.getNodeParameter('customersJson', 0, '[]');
  return asArray(parseJson(given, 'array', 'Customers (JSON)', place)) as IDataObject[];
}

function fromItem(
  context: IExecuteFunctions,
  itemIndex: number,
  overrides: 'assistantOverrides' | 'squadOverrides',
): IDataObject {
  const node = context.getNode();
  const country = defaultCountryFrom(
    node,
    context.getNodeParameter('defaultCountry', itemIndex, ''),
    itemIndex,
  );
  const given = context.getNodeParameter('customerNumber', itemIndex, '');
  const customer: IDataObject = {
    number: phoneNumberFrom(node, given, { field: 'Customer Number', country, itemIndex }),
  };
  const name = context.getNodeParameter('customerName', itemIndex, '') as unknown;
  // Longer names are common in sheets, and no reason to call nobody.
  if (!isBlank(name)) customer.name = textOf(name).slice(0, MAX_NAME);
  const variableValues = readVariables(context, itemIndex);
  if (Object.keys(variableValues).length > 0) customer[overrides] = { variableValues };
  return customer;
}
