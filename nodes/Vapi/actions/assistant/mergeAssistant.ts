import { isObject, type JsonObject } from '../../../shared/protocol/json';

/** Vapi makes them and refuses them in a body. Source: OpenAPI, Assistant against UpdateAssistantDTO. */
const READ_ONLY = new Set(['id', 'orgId', 'createdAt', 'updatedAt', 'latestVersion']);

/** Names that would reach into every object instead of the one at hand. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** The field that tells variants of an object apart, where it is not `provider`. */
const VARIANT: Readonly<Record<string, string>> = { recordingConsentPlan: 'type' };

/**
 * What stays when another provider is chosen: the fields that all providers have. The rest of the old provider would
 * be refused. Source: OpenAPI, the variants of each.
 */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  model: [
    ...['messages', 'tools', 'toolIds', 'toolRefs', 'knowledgeBase'],
    ...['temperature', 'maxTokens', 'emotionRecognitionEnabled', 'numFastTurns'],
  ],
  voice: ['cachingEnabled', 'chunkPlan', 'fallbackPlan'],
  transcriber: ['fallbackPlan'],
  recordingConsentPlan: ['message', 'voice', 'firstMessageMode'],
};

/** Of those, what Vapi’s own model, voice and transcriber lack. */
const NOT_OF_VAPI = new Set(['maxTokens', 'fallbackPlan']);

/**
 * The body of a PATCH: the top-level fields that change, whole, because Vapi replaces each. Objects are merged into
 * the stored ones at every depth, lists are replaced, `null` takes a field away.
 *
 * @param current the assistant as GET gives it; empty to send the changes as they are
 * @param cleared top-level fields that are taken away; one that is changed as well is not merged with the stored one
 */
export function mergeAssistant(
  current: JsonObject,
  changes: JsonObject,
  cleared: readonly string[] = [],
): JsonObject {
  const patch: JsonObject = Object.fromEntries(cleared.map((field) => [field, null]));
  for (const [field, value] of Object.entries(changes)) {
    if (READ_ONLY.has(field) || FORBIDDEN.has(field)) continue;
    const before = cleared.includes(field) ? undefined : current[field];
    patch[field] = merged(field, before, value);
  }
  return patch;
}

function merged(name: string, before: unknown, over: unknown): unknown {
  if (!isObject(over)) return over;
  const result: JsonObject = { ...(isObject(before) ? baseOf(name, before, over) : {}) };
  for (const [key, value] of Object.entries(over)) {
    if (FORBIDDEN.has(key)) continue;
    // The whole object is sent: what is not in it is gone.
    if (value === null) delete result[key];
    else result[key] = merged(key, result[key], value);
  }
  return result;
}

/** What of the stored object goes on: all of it, or what another provider has as well. */
function baseOf(name: string, before: JsonObject, over: JsonObject): JsonObject {
  const variant = VARIANT[name] ?? 'provider';
  const next = over[variant];
  if (next === undefined || before[variant] === undefined || before[variant] === next) return before;
  const kept = (KEPT[name] ?? []).filter(
    (key) => key in before && !(next === 'vapi' && NOT_OF_VAPI.has(key)),
  );
  return Object.fromEntries(kept.map((key) => [key, before[key]]));
}

/**
 * The messages of a model with another system prompt: it takes the place of the first system message, or stands
 * first; the others stay.
 */
export function withSystemPrompt(messages: unknown, prompt: string): unknown[] {
  const list: unknown[] = Array.isArray(messages) ? [...(messages as unknown[])] : [];
  const message = { role: 'system', content: prompt };
  const place = list.findIndex((entry) => isObject(entry) && entry.role === 'system');
  return place < 0 ? [message, ...list] : list.with(place, message);
}

/** The text of a message list that the field System Prompt made; undefined for any other list. */
export function promptAlone(messages: unknown): string | undefined {
  if (!Array.isArray(messages) || messages.length !== 1) return undefined;
  const only: unknown = messages[0];
  return isObject(only) && only.role === 'system' && typeof only.content === 'string'
    ? only.content
    : undefined;
}
