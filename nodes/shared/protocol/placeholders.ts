import { assistantTexts, type PlacedText } from './assistantTexts';
import { isObject, type JsonObject } from './json';
import { liquidReferences } from './liquid';
import { rootOf } from './liquidExpression';

/** A placeholder of a text, such as `{{ user.first | default: "you" }}`. */
export interface Placeholder {
  /** `user.first` */
  name: string;
  hasDefault: boolean;
  /** Whether the text can do without a value: it has a default, or asks in a condition whether there is one. */
  optional: boolean;
  /** Whether Vapi fills it in itself. */
  ofVapi: boolean;
}

export interface PlaceholderCheck {
  /** Placeholders that would be filled in with nothing, one entry for each place. */
  missing: Array<{ name: string; where: string }>;
  /** Variables that no text refers to. */
  unused: string[];
}

/**
 * Vapi's own variables, of which some are objects. All times are in UTC. Source: Vapi's documentation on variables;
 * `messages`, `transcript` and `prompt` come from the conversation.
 */
const OF_VAPI = new Set([
  ...['now', 'currentDateTime', 'date', 'time', 'month', 'day', 'year'],
  ...['customer', 'phoneNumber', 'call', 'assistant', 'transport'],
  ...['messages', 'transcript', 'prompt'],
]);

/** Whether Vapi fills in a placeholder itself, e.g. `now` and `customer.number`. */
export function isVapiVariable(name: string): boolean {
  return OF_VAPI.has(rootOf(name));
}

/** Variables that would hide those of Vapi. */
export function hidingVapi(given: JsonObject): string[] {
  return Object.keys(given).filter(isVapiVariable);
}

/** The placeholders of a text in order, also those in tags. A name that the text assigns itself is none. */
export function findPlaceholders(text: string): Placeholder[] {
  return liquidReferences(text).map(({ path, ...rest }) => ({
    name: path,
    ...rest,
    ofVapi: isVapiVariable(path),
  }));
}

/**
 * Compares placeholders and variables. Vapi renders a placeholder without a value as nothing, without an error.
 *
 * @param given `variableValues`; null and undefined are like no value, as they are for Vapi
 * @param filled further names that are filled in some other way, e.g. by a tool during the call
 */
export function checkPlaceholders(
  texts: readonly PlacedText[],
  given: JsonObject,
  filled: Iterable<string> = [],
): PlaceholderCheck {
  const filledRoots = new Set([...filled].map(rootOf));
  const used = new Set<string>();
  const missing = new Map<string, { name: string; where: string }>();
  for (const { text, where, rendered = true } of texts) {
    for (const { name, optional, ofVapi } of findPlaceholders(text)) {
      const root = rootOf(name);
      used.add(root);
      // A text that may not be rendered at all is no reason for a warning.
      if (!rendered || optional || ofVapi || filledRoots.has(root) || hasValue(given, name)) continue;
      missing.set(JSON.stringify([name, where]), { name, where });
    }
  }
  return {
    missing: [...missing.values()],
    unused: Object.keys(given).filter((name) => !used.has(name)),
  };
}

/** As {@link checkPlaceholders}, for an assistant, a squad, overrides, or a list of such objects. */
export function checkAssistantPlaceholders(object: unknown, given: JsonObject): PlaceholderCheck {
  const { texts, filled } = assistantTexts(object);
  return checkPlaceholders(texts, given, filled);
}

/** Whether a path leads to something. */
function hasValue(given: JsonObject, path: string): boolean {
  let value: unknown = given;
  for (const key of path.split('.')) {
    // Liquid knows the size of texts as well.
    if (typeof value === 'string' && key === 'size') return true;
    if (!isObject(value) || !Object.hasOwn(value, key)) return false;
    value = value[key];
  }
  return value !== undefined && value !== null;
}
