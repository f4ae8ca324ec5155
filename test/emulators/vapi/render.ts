import { type JsonObject, isObject } from './json';

const EXPRESSION = /\{\{\s*([\w.]+)\s*(?:\|\s*default:\s*(?:"([^"]*)"|'([^']*)'))?\s*\}\}/g;

/**
 * The part of Liquid that scripts need: `{{ path.to.value }}` and `{{ name | default: "x" }}`. Undefined
 * becomes an empty string, as at Vapi.
 */
export function render(template: string, values: JsonObject): string {
  return template.replace(EXPRESSION, (_, path: string, double?: string, single?: string) => {
    const value = lookUp(values, path);
    if (value === undefined || value === null || value === '') return double ?? single ?? '';
    return isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value);
  });
}

/** Renders every string in a value, at any depth. */
export function renderDeep(value: unknown, values: JsonObject): unknown {
  if (typeof value === 'string') return render(value, values);
  if (Array.isArray(value)) return value.map((entry) => renderDeep(entry, values));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, renderDeep(entry, values)]));
}

function lookUp(values: JsonObject, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), values);
}
