import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { asArray, asObject } from '../protocol/json';

/** Key/value rows that become `metadata` of a call. */
export const metadataProperty: INodeProperties = {
  displayName: 'Metadata',
  name: 'metadata',
  type: 'fixedCollection',
  typeOptions: { multipleValues: true },
  default: {},
  placeholder: 'Add Entry',
  description: 'Kept with the call and sent with its events, not shown to the assistant',
  options: [
    {
      displayName: 'Entry',
      name: 'entry',
      values: [
        { displayName: 'Name', name: 'name', type: 'string', default: '' },
        { displayName: 'Value', name: 'value', type: 'string', default: '' },
      ],
    },
  ],
};

/** Reads the rows; those without a name are left out. An expression may give any value. */
export function metadataFrom(value: unknown): IDataObject {
  const rows = asArray(asObject(value).entry).map(asObject);
  const entries = rows.map((row) => [String(row.name ?? '').trim(), row.value] as const);
  return Object.fromEntries(entries.filter(([name]) => name !== '')) as IDataObject;
}
