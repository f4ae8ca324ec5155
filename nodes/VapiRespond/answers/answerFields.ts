import type {
  IExecuteFunctions,
  INodeProperties,
  INodePropertyOptions,
  NodeOperationError,
} from 'n8n-workflow';
import type { ErrorCode } from '../../shared/errors';
import { fail } from '../../shared/fail';
import { toE164 } from '../../shared/phone';
import { asObject, isObject, type JsonObject } from '../../shared/protocol/json';

/** Reads the fields of an answer at one input item. What is missing or wrong is an error that names field and value. */
export class AnswerFields {
  constructor(
    readonly context: IExecuteFunctions,
    readonly itemIndex: number,
  ) {}

  /** The same fields at another input item. */
  at(itemIndex: number): AnswerFields {
    return new AnswerFields(this.context, itemIndex);
  }

  value(name: string): unknown {
    return this.context.getNodeParameter(name, this.itemIndex, '');
  }

  /** Entries that the builder added to a collection. */
  collection(name: string): JsonObject {
    return asObject(this.value(name));
  }

  /** What the field holds as text without white space around; empty where there is nothing. */
  text(name: string): string {
    return toText(this.value(name));
  }

  /** A field keeps what was chosen for another kind of answer. */
  choice(name: string, label: string, choices: readonly INodePropertyOptions[]): string {
    const text = this.text(name);
    if (choices.some(({ value }) => value === text)) return text;
    throw this.fail('INPUT_NO_CHOICE', `${label} is "${text}", which is not in its list`);
  }

  requiredText(name: string, label: string): string {
    const text = this.text(name);
    if (text === '') throw this.fail('INPUT_MISSING', label);
    return text;
  }

  /** @param value of a JSON field: text, or an object where an expression fills it */
  json(value: unknown, label: string): unknown {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      throw this.fail('INPUT_NOT_JSON', label);
    }
  }

  /** Empty where nothing was written. */
  jsonObject(value: unknown, label: string): JsonObject {
    if (toText(value) === '') return {};
    const parsed = this.json(value, label);
    if (!isObject(parsed)) throw this.fail('INPUT_NOT_JSON_OBJECT', label);
    return parsed;
  }

  number(value: unknown, label: string, { min, max }: { min: number; max: number }): number {
    const text = toText(value);
    if (text === '') throw this.fail('INPUT_MISSING', label);
    const number = Number(text);
    if (number >= min && number <= max) return number;
    throw this.fail('INPUT_OUT_OF_RANGE', `${label} is "${text}", which is no number from ${min} to ${max}`);
  }

  phoneNumber(name: string, label: string): string {
    const given = this.requiredText(name, label);
    const number = toE164(given);
    if (number === undefined) throw this.fail('PHONE_NOT_E164', given);
    return number;
  }

  /** @param max the most characters that Vapi takes */
  limited(value: unknown, label: string, max: number): string {
    const text = toText(value);
    if (text.length <= max) return text;
    throw this.fail('INPUT_TOO_LONG', `${label} has ${text.length} characters, ${max} are allowed`);
  }

  fail(code: ErrorCode, value: string): NodeOperationError {
    return fail(this.context.getNode(), code, value, this.itemIndex);
  }
}

/** Empty for what is not there; objects as JSON. */
export function toText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return (typeof value === 'object' ? JSON.stringify(value) : String(value)).trim();
}

/** Shows a field only where another one has one of these values. */
export function shownFor(property: INodeProperties, name: string, values: string[]): INodeProperties {
  const { displayOptions } = property;
  return {
    ...property,
    displayOptions: { ...displayOptions, show: { ...displayOptions?.show, [name]: values } },
  };
}
