import type { INodePropertyOptions } from 'n8n-workflow';
import { fail } from '../fail';
import { picker } from '../fields/picker';
import { written } from '../fields/textOf';
import { textOf } from '../fields/textOf';
import { asObject } from '../protocol/json';
import { toInstant } from '../time';
import { baseOf, isBlank, type Field, type FieldPlace, type FieldSpec } from './field';
import { parseJson, type JsonKind } from './json';

/** Refuses an empty value of a required field. */
function orMissing(spec: FieldSpec, { node, itemIndex }: FieldPlace): undefined {
  if (spec.required === true) throw fail(node, 'INPUT_MISSING', spec.displayName, itemIndex);
  return undefined;
}

/** A line of text. What an expression gives of another type is written out. */
export function text<const P extends string>(
  spec: FieldSpec<P> & { default?: string; maxLength?: number; rows?: number; secret?: boolean },
): Field<P> {
  const { maxLength, rows, secret } = spec;
  const typeOptions = { ...(rows ? { rows } : {}), ...(secret === true ? { password: true } : {}) };
  return {
    path: spec.path,
    property: {
      ...baseOf(spec),
      type: 'string',
      default: spec.default ?? '',
      ...(Object.keys(typeOptions).length > 0 ? { typeOptions } : {}),
    },
    read: (value, place) => {
      if (isBlank(value)) return orMissing(spec, place);
      const given = written(value);
      if (maxLength !== undefined && given.length > maxLength) {
        const what = `${spec.displayName} has ${given.length} characters, at most ${maxLength} are possible`;
        throw fail(place.node, 'INPUT_TOO_LONG', what, place.itemIndex);
      }
      return given;
    },
  };
}

/** Text that is shown as dots and stays out of messages. */
export function secretText<const P extends string>(spec: FieldSpec<P>): Field<P> {
  return text({ ...spec, secret: true });
}

/** A number between two bounds, in the unit that its description names. */
export function number<const P extends string>(
  spec: FieldSpec<P> & { default: number; min?: number; max?: number; decimals?: boolean },
): Field<P> {
  const { min = -Infinity, max = Infinity, decimals = false } = spec;
  return {
    path: spec.path,
    property: {
      ...baseOf(spec),
      type: 'number',
      default: spec.default,
      typeOptions: {
        ...(Number.isFinite(min) ? { minValue: min } : {}),
        ...(Number.isFinite(max) ? { maxValue: max } : {}),
        ...(decimals ? { numberPrecision: 2 } : {}),
      },
    },
    read: (value, place) => {
      if (isBlank(value)) return orMissing(spec, place);
      // A list or a yes would be a number for JavaScript.
      const given = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
      const whole = decimals || Number.isInteger(given);
      if (!Number.isFinite(given) || given < min || given > max || !whole) {
        const kind = decimals ? 'a number' : 'a whole number';
        const what = `${spec.displayName} is "${textOf(value)}", but has to be ${kind}${range(min, max)}`;
        throw fail(place.node, 'INPUT_OUT_OF_RANGE', what, place.itemIndex);
      }
      return given;
    },
  };
}

function range(min: number, max: number): string {
  if (Number.isFinite(min) && Number.isFinite(max)) return ` from ${min} to ${max}`;
  if (Number.isFinite(min)) return ` from ${min}`;
  return Number.isFinite(max) ? ` up to ${max}` : '';
}

/** Yes or no. The description begins with "Whether". */
export function flag<const P extends string>(spec: FieldSpec<P> & { default: boolean }): Field<P> {
  return {
    path: spec.path,
    property: { ...baseOf(spec), type: 'boolean', default: spec.default },
    read: (value, place) => {
      if (isBlank(value)) return orMissing(spec, place);
      if (typeof value === 'boolean') return value;
      const word = String(value).trim().toLowerCase();
      if (word === 'true' || word === 'false') return word === 'true';
      throw fail(place.node, 'INPUT_NOT_BOOLEAN', `${spec.displayName} "${textOf(value)}"`, place.itemIndex);
    },
  };
}

/**
 * One of a list; an expression may give a newer value that this list lacks. A closed list has no newer ones, because
 * the node itself acts on the choice.
 */
export function choice<const P extends string>(
  spec: FieldSpec<P> & { default: string; options: INodePropertyOptions[]; closed?: boolean },
): Field<P> {
  return {
    path: spec.path,
    property: { ...baseOf(spec), type: 'options', default: spec.default, options: spec.options },
    read: (value, place) => {
      const { closed = false } = spec;
      if (isBlank(value)) return orMissing({ ...spec, required: closed || spec.required === true }, place);
      if (spec.options.some((one) => one.value === value)) return value;
      if (typeof value !== 'object' && !closed) return String(value);
      const known = closed ? `one of ${spec.options.map((one) => one.value).join(', ')}` : 'a text';
      const what = `${spec.displayName} is ${JSON.stringify(value)}, but has to be ${known}`;
      throw fail(place.node, 'INPUT_NO_CHOICE', what, place.itemIndex);
    },
  };
}

/** Several of a list. */
export function choices<const P extends string>(
  spec: FieldSpec<P> & { default?: string[]; options: INodePropertyOptions[] },
): Field<P> {
  return {
    path: spec.path,
    property: { ...baseOf(spec), type: 'multiOptions', default: spec.default ?? [], options: spec.options },
    read: (value, place) => {
      if (isBlank(value)) return orMissing(spec, place);
      // One choice that an expression gives: dropped without a word, it would be a filter that does not filter.
      const list: unknown[] = Array.isArray(value) ? value : [value];
      const wrong = list.findIndex((entry) => isBlank(entry) || typeof entry === 'object');
      if (wrong === -1) return list;
      const what = `${spec.displayName} holds ${written(list[wrong])}, but has to be a list of texts`;
      throw fail(place.node, 'INPUT_NO_CHOICE', what, place.itemIndex);
    },
  };
}

/** JSON, or an object or list that an expression gives. */
export function json<const P extends string>(
  spec: FieldSpec<P> & { kind?: JsonKind; default?: string },
): Field<P> {
  const kind = spec.kind ?? 'object';
  return {
    path: spec.path,
    property: { ...baseOf(spec), type: 'json', default: spec.default ?? '' },
    read: (value, place) =>
      isBlank(value) ? orMissing(spec, place) : parseJson(value, kind, spec.displayName, place),
  };
}

/** Texts, one row each; an expression may give a whole list. */
export function texts<const P extends string>(spec: FieldSpec<P> & { button?: string }): Field<P> {
  return {
    path: spec.path,
    property: {
      ...baseOf(spec),
      type: 'string',
      typeOptions: { multipleValues: true, multipleValueButtonText: spec.button ?? 'Add' },
      default: [],
    },
    read: (value, place) => {
      const given = (Array.isArray(value) ? value : [value]).filter((entry) => !isBlank(entry)).map(written);
      return given.length > 0 ? given : orMissing(spec, place);
    },
  };
}

/** Date and time; one without a zone is in the workflow's time zone. */
export function moment<const P extends string>(spec: FieldSpec<P>): Field<P> {
  return {
    path: spec.path,
    property: { ...baseOf(spec), type: 'dateTime', default: '' },
    read: (value, place) => {
      if (isBlank(value)) return orMissing(spec, place);
      const given = written(value);
      const instant = toInstant(given, place.timezone);
      if (instant === undefined) throw fail(place.node, 'TIME_INVALID', given, place.itemIndex);
      return instant;
    },
  };
}

/** An object of Vapi, chosen from a list or by its ID. */
export function pick<const P extends string>(spec: FieldSpec<P>, searchListMethod: string): Field<P> {
  const { displayName, name, description, required } = baseOf(spec);
  const property = picker({ displayName, name, description, required }, searchListMethod);
  if (spec.hint !== undefined) property.hint = spec.hint;
  if (spec.displayOptions !== undefined) property.displayOptions = spec.displayOptions;
  return {
    path: spec.path,
    property,
    read: (value, place) => {
      const id = typeof value === 'string' ? value : asObject(value).value;
      if (isBlank(id)) return orMissing(spec, place);
      if (typeof id !== 'object') return String(id).trim();
      const what = `${spec.displayName} ${JSON.stringify(id)}`;
      throw fail(place.node, 'INPUT_NOT_AN_ID', what, place.itemIndex);
    },
  };
}
