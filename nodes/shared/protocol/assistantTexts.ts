import { asArray, asObject, asText, isObject } from './json';

/** A text of an assistant that has a placeholder in it, and where it was found. */
export interface PlacedText {
  /** Path below the object that was searched: `model.messages[0].content`. */
  where: string;
  text: string;
  /** Whether it is known that Vapi fills in placeholders there. Left out, it does. */
  rendered?: boolean;
}

export interface AssistantTexts {
  texts: PlacedText[];
  /** Names of variables that the assistant brings itself or learns during the call. */
  filled: string[];
}

/**
 * Where Vapi is known to render Liquid: prompts, what is said first and last, messages of tools, and static parameters
 * of tools at any depth. Source: Vapi's documentation on variables and static tool parameters.
 */
const RENDERED = new RegExp(
  [
    String.raw`(?:^|\.)(?:firstMessage|voicemailMessage|endCallMessage)$`,
    String.raw`(?:^|\.)messages\[\d+\]\.(?:content|contents\[\d+\]\.text)$`,
    String.raw`(?:^|\.)parameters\[\d+\]\.value(?:$|[.[])`,
  ].join('|'),
);

/** Prompts about the finished call, which have variables of their own. */
const AFTER_THE_CALL = /(?:^|\.)(?:analysisPlan|artifactPlan)\./;

/**
 * Finds the texts with placeholders in an assistant, a squad, overrides, a tool, or anything that holds some of them,
 * in the order in which they are written.
 */
export function assistantTexts(object: unknown): AssistantTexts {
  const texts: PlacedText[] = [];
  const filled = new Set<string>();
  const seen = new Set<object>();
  // A list of what is left instead of recursion: a hostile object may be nested deeper than the stack.
  const left: Array<{ where: string; value: unknown }> = [{ where: '', value: object }];

  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { where, value } = next;
    if (typeof value === 'string' && /\{[{%]/.test(value)) {
      texts.push({ where, text: value, rendered: RENDERED.test(where) && !AFTER_THE_CALL.test(where) });
    }
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    const children = Array.isArray(value)
      ? value.map((entry: unknown, index) => ({ where: `${where}[${index}]`, value: entry }))
      : Object.entries(value).map(([key, entry]) => ({
          where: where === '' ? key : `${where}.${key}`,
          value: entry as unknown,
        }));
    if (isObject(value)) {
      Object.keys(asObject(value.variableValues)).forEach((name) => filled.add(name));
      extractedNames(value.variableExtractionPlan).forEach((name) => filled.add(name));
    }
    for (const child of children.reverse()) left.push(child);
  }
  return { texts, filled: [...filled] };
}

/** Variables that a tool or a hand-over fills: the properties of its schema and its aliases. */
function extractedNames(plan: unknown): string[] {
  const { schema, aliases } = asObject(plan);
  const keys = asArray(aliases).map((alias) => asText(asObject(alias).key));
  return [...Object.keys(asObject(asObject(schema).properties)), ...keys.filter((key) => key !== undefined)];
}
