import { refuse } from './refusal';

export type Form = Record<string, string>;

/** A field that must be there. @throws Refusal 400, also for one that is too long */
export function required(form: Form, name: string, code?: number): string {
  const value = form[name];
  return value === undefined || value === '' ? refuse(`Missing required parameter ${name}`, code) : value;
}

/** @throws Refusal 400 */
export function atMost(name: string, value: string, most: number, code?: number): string {
  return value.length <= most
    ? value
    : refuse(`${name} has ${value.length} characters; ${most} are allowed`, code);
}

/** @returns undefined where the field is left out @throws Refusal 400 */
export function booleanIn(form: Form, name: string): boolean | undefined {
  const value = form[name];
  if (value === undefined) return undefined;
  if (value !== 'true' && value !== 'false') refuse(`${name} "${value}" is neither true nor false`);
  return value === 'true';
}

/** @returns undefined where the field is left out @throws Refusal 400 */
export function integerIn(form: Form, name: string, least: number, most: number): number | undefined {
  const value = form[name];
  if (value === undefined) return undefined;
  const number = Number(value);
  const isFine = /^\d+$/.test(value) && number >= least && number <= most;
  return isFine ? number : refuse(`${name} "${value}" is not a whole number from ${least} to ${most}`);
}

/** @returns undefined where the field is left out @throws Refusal 400 */
export function oneOf(form: Form, name: string, values: readonly string[]): string | undefined {
  const value = form[name];
  if (value === undefined || values.includes(value)) return value;
  return refuse(`${name} "${value}" is none of ${values.join(', ')}`);
}
