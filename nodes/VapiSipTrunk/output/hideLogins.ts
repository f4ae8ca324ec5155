import type { IDataObject } from 'n8n-workflow';
import { asArray, asObject, isObject, type JsonObject } from '../../shared/protocol/json';
import type { Plan } from '../plan/plan';

type Login = Plan['login'];

/** What stands for a login that a preview made up: the run that uses one makes another. */
export const MADE_LATER = 'made when this is carried out';

/** A shorter one would hide parts of ordinary words. */
const MIN_LENGTH_IN_WORDS = 4;

/** Takes the passwords of logins out of an item: one that was filled in belongs into none. */
export function hideLogins(item: IDataObject, ...logins: Login[]): IDataObject {
  return replaceInItem(
    item,
    logins.flatMap((login) => (login === undefined ? [] : [[login.password, '[redacted]']])),
    // A service may quote what it was sent.
    'reason',
  );
}

/** Takes a login that was made up for a preview out of it, user name and all: shown, it would be set at the carrier. */
export function hideMadeLogin(item: IDataObject, login: Login): IDataObject {
  if (login === undefined) return item;
  return replaceInItem(
    item,
    [
      [login.username, MADE_LATER],
      [login.password, MADE_LATER],
    ],
    'title',
  );
}

/** Texts, each with what is to stand in its place. */
type Replacements = ReadonlyArray<readonly [string, string]>;

/**
 * Only where a login stands: as a whole value in bodies and in steps for a person, and within words. A short password
 * may be part of a number, an ID or an address, which the next node needs as they are.
 *
 * @param wordy property of a step whose words may hold a login
 */
function replaceInItem(
  item: IDataObject,
  replacements: Replacements,
  wordy: 'title' | 'reason',
): IDataObject {
  const value = (text: string): string => replacements.find(([secret]) => secret === text)?.[1] ?? text;
  const words = (text: string): string =>
    replacements
      .filter(([secret]) => secret.length >= MIN_LENGTH_IN_WORDS)
      .reduce((shown, [secret, instead]) => shown.replaceAll(secret, instead), text);
  const change = (rows: unknown, changes: Record<string, (text: string) => string>): JsonObject[] =>
    asArray(rows)
      .map(asObject)
      .map((row) => ({
        ...row,
        ...Object.fromEntries(
          Object.entries(changes)
            .filter(([key]) => row[key] !== undefined)
            .map(([key, map]) => [key, mapTexts(row[key], map)]),
        ),
      }));
  return {
    ...item,
    steps: change(item.steps, { [wordy]: words, body: value }),
    manualSteps: change(item.manualSteps, { values: value }),
  };
}

function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((entry) => mapTexts(entry, map));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, mapTexts(entry, map)]));
}
