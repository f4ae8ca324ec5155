import { asText, type JsonObject } from '../../../../shared/protocol/json';
import { checkAssistantPlaceholders, hidingVapi } from '../../../../shared/protocol/placeholders';
import { problem, type Problem } from './problems';

/**
 * Compares the placeholders of all who may talk with the variables of the call.
 *
 * @param talkers assistants with their tools and with the overrides of the call, so that texts which are replaced
 *   need nothing
 * @param given `variableValues` of the call
 */
export function checkVariables(talkers: readonly JsonObject[], given: JsonObject): Problem[] {
  const { missing, unused } = checkAssistantPlaceholders(byName(talkers), given);
  const places = new Map<string, string[]>();
  for (const { name, where } of missing) places.set(name, [...(places.get(name) ?? []), where]);
  return [
    ...[...places].map(([name, where]) => problem('PLACEHOLDER_EMPTY', `{{ ${name} }} (${inWords(where)})`)),
    ...hidingVapi(given).map((name) => problem('VARIABLE_HIDES', name)),
    ...unused.filter((name) => !isOfTheNode(name)).map((name) => problem('VARIABLE_UNUSED', name)),
  ];
}

/** Paths begin with the name of the assistant; with one alone it says nothing. */
function byName(talkers: readonly JsonObject[]): JsonObject {
  const [first] = talkers;
  if (first !== undefined && talkers.length === 1) return first;
  return Object.fromEntries(
    talkers.map((talker, index) => {
      const name = asText(talker.name);
      const isUnique = talkers.filter((other) => other.name === name).length === 1;
      return [name !== undefined && isUnique ? name : `${name ?? 'assistant'} (${index + 1})`, talker];
    }),
  );
}

const MAX_PLACES = 3;

function inWords(places: string[]): string {
  const shown = places.slice(0, MAX_PLACES);
  if (places.length > MAX_PLACES) shown.push(`${places.length - MAX_PLACES} more places`);
  return shown.join(', ');
}

/** The node adds these itself, all of them at once. */
function isOfTheNode(name: string): boolean {
  return /^business(?:Now|Date|Time|Weekday|TimeZone|Spoken)$/.test(name);
}
