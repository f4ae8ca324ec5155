import type { INodeProperties } from 'n8n-workflow';
import { fail } from '../fail';
import { asArray, asObject } from '../protocol/json';
import { baseOf, isBlank, type Field, type FieldPlace, type FieldSpec } from './field';
import { pick } from './fields';
import { isEmptyObject, setAt } from './merge';

/** Fields that are added one by one; each that was added is sent. */
export function group<const P extends string>(
  spec: Omit<FieldSpec<P>, 'required'> & { name: string; button?: string },
  fields: readonly Field[],
): Field<P> {
  const sorted = [...fields].sort((a, b) => a.property.displayName.localeCompare(b.property.displayName));
  return {
    path: spec.path,
    property: {
      ...baseOf(spec),
      type: 'collection',
      placeholder: spec.placeholder ?? 'Add Field',
      default: {},
      options: sorted.map(({ property }) => property),
    },
    read: (value, place) => {
      const body = readFields(asObject(value), fields, place);
      return isEmptyObject(body) ? undefined : body;
    },
  };
}

/** Rows of fields that become a list of objects, in the order of the editor. */
export function rows<const P extends string>(
  spec: FieldSpec<P> & { row: string; button?: string },
  fields: readonly Field[],
): Field<P> {
  return {
    path: spec.path,
    property: rowsProperty(
      spec,
      fields.map(({ property }) => property),
    ),
    read: (value, place) => {
      const list = asArray(asObject(value).row).map((row) => readFields(asObject(row), fields, place));
      if (list.length > 0) return list;
      if (spec.required !== true) return undefined;
      throw fail(place.node, 'INPUT_MISSING', spec.displayName, place.itemIndex);
    },
  };
}

/** Rows of name and value that become one object, such as headers. Rows without a name are left out. */
export function keyValues<const P extends string>(
  spec: FieldSpec<P> & { row: string; secret?: boolean },
): Field<P> {
  const value: INodeProperties = { displayName: 'Value', name: 'value', type: 'string', default: '' };
  if (spec.secret === true) value.typeOptions = { password: true };
  return {
    path: spec.path,
    property: rowsProperty(spec, [{ displayName: 'Name', name: 'name', type: 'string', default: '' }, value]),
    read: (given) => {
      const entries = asArray(asObject(given).row)
        .map(asObject)
        .filter(({ name }) => !isBlank(name))
        .map((row) => [String(row.name).trim(), row.value] as const);
      return entries.length > 0 ? Object.fromEntries(entries) : undefined;
    },
  };
}

/** Rows of pickers that become a list of IDs. */
export function picks<const P extends string>(
  spec: FieldSpec<P> & { row: string },
  searchListMethod: string,
): Field<P> {
  const id = pick({ displayName: spec.row, path: 'id' }, searchListMethod);
  return {
    path: spec.path,
    property: rowsProperty(spec, [id.property]),
    read: (value, place) => {
      const list = asArray(asObject(value).row).map((row) => asObject(row).id);
      const ids = list.map((entry) => id.read(entry, place)).filter((entry) => entry !== undefined);
      if (ids.length > 0) return ids;
      if (spec.required !== true) return undefined;
      throw fail(place.node, 'INPUT_MISSING', spec.displayName, place.itemIndex);
    },
  };
}

function rowsProperty(
  spec: FieldSpec & { row: string; button?: string },
  values: INodeProperties[],
): INodeProperties {
  return {
    ...baseOf(spec),
    type: 'fixedCollection',
    typeOptions: { multipleValues: true, sortable: true },
    placeholder: spec.placeholder ?? spec.button ?? `Add ${spec.row}`,
    default: {},
    options: [{ displayName: spec.row, name: 'row', values }],
  };
}

/** The values of a collection as an object for Vapi. */
export function readFields(
  values: Record<string, unknown>,
  fields: readonly Field[],
  place: FieldPlace,
): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const { property, path, read } of fields) {
    if (!(property.name in values) && property.required !== true) continue;
    setAt(body, path, read(values[property.name], place));
  }
  return body;
}
