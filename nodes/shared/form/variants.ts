import type { INodeProperties } from 'n8n-workflow';
import { fail } from '../fail';
import { asArray, asObject, asText, type JsonObject } from '../protocol/json';
import { readFields } from './collections';
import { baseOf, onlyWhen, type Field, type FieldPlace, type FieldSpec } from './field';

/** One kind of object in a list of several kinds, such as a destination that is a phone number. */
export interface Variant {
  /** As the tag says it to Vapi. */
  value: string;
  /** As the builder sees it. */
  name: string;
  description?: string;
  fields: readonly Field[];
  /** The last look at an object of this kind: defaults that depend on other fields, checks across fields. */
  finish?: (object: JsonObject, place: FieldPlace) => JsonObject;
}

/** What all the kinds are told apart by. */
interface VariantSpec<P extends string> extends FieldSpec<P> {
  /** Of one object, as in the editor. */
  row: string;
  /** Property that names the kind, `type` for most. */
  tag?: string;
  tagLabel?: string;
}

/** Rows of objects whose kind decides which fields they have; a list for Vapi. */
export function variantRows<P extends string>(spec: VariantSpec<P>, variants: readonly Variant[]): Field<P> {
  return {
    path: spec.path,
    property: {
      ...baseOf(spec),
      type: 'fixedCollection',
      typeOptions: { multipleValues: true, sortable: true },
      placeholder: spec.placeholder ?? `Add ${spec.row}`,
      default: {},
      options: [{ displayName: spec.row, name: 'row', values: valuesOf(spec, variants) }],
    },
    read: (value, place) => {
      const list = asArray(asObject(value).row).map((row) =>
        readVariant(spec, variants, asObject(row), place),
      );
      if (list.length > 0) return list;
      if (spec.required !== true) return undefined;
      throw fail(place.node, 'INPUT_MISSING', spec.displayName, place.itemIndex);
    },
  };
}

/** One such object, all of whose fields are there once it was added. */
export function variantSection<P extends string>(
  spec: VariantSpec<P>,
  variants: readonly Variant[],
): Field<P> {
  return {
    path: spec.path,
    property: {
      ...baseOf(spec),
      type: 'fixedCollection',
      placeholder: spec.placeholder ?? `Add ${spec.row}`,
      default: {},
      options: [{ displayName: spec.row, name: 'row', values: valuesOf(spec, variants) }],
    },
    read: (value, place) => {
      const { row } = asObject(value);
      return row === undefined ? undefined : readVariant(spec, variants, asObject(row), place);
    },
  };
}

const tagOf = ({ tag = 'type' }: VariantSpec<string>): string => tag;

function valuesOf(spec: VariantSpec<string>, variants: readonly Variant[]): INodeProperties[] {
  const tag = tagOf(spec);
  const first = variants[0]?.value ?? '';
  const options = variants.map(({ value, name, description }) => ({
    name,
    value,
    ...(description === undefined ? {} : { description }),
  }));
  options.sort((a, b) => a.name.localeCompare(b.name));
  return [
    {
      displayName: spec.tagLabel ?? 'Type',
      name: tag,
      type: 'options',
      options,
      default: first,
    },
    ...variants.flatMap(({ value, fields }) =>
      onlyWhen({ [tag]: [value] }, fields).map(({ property }) => property),
    ),
  ];
}

function readVariant(
  spec: VariantSpec<string>,
  variants: readonly Variant[],
  row: JsonObject,
  place: FieldPlace,
): JsonObject {
  const tag = tagOf(spec);
  const chosen = asText(row[tag]) ?? variants[0]?.value;
  const variant = variants.find(({ value }) => value === chosen);
  if (variant === undefined) {
    const known = variants.map(({ value }) => value).join(', ');
    const what = `${spec.row}: "${String(row[tag])}" is none of ${known}`;
    throw fail(place.node, 'INPUT_NO_CHOICE', what, place.itemIndex);
  }
  const object = { [tag]: chosen, ...readFields(row, variant.fields, place) };
  return variant.finish?.(object, place) ?? object;
}
