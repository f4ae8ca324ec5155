/**
 * Plain words for Vapi's `endedReason`. The enum has several hundred values and grows, so exact values come first
 * and the rest is explained by prefix, the longest one first; what nobody knows passes through.
 */
import { providerCause } from './endedReasonCauses';
import { ENDED_REASONS, type EndedReasonGroup, type EndedReasonRow } from './endedReasonTable';
import { compact } from './json';

export interface EndedReasonHelp {
  /** What happened, in plain words; an unknown reason itself. */
  text: string;
  /** Undefined where there is nothing to do. */
  whatToDo?: string;
  group: EndedReasonGroup;
}

interface Explanation {
  row: EndedReasonRow;
  group: EndedReasonGroup;
  /** What explains it: the reason itself, or the beginning of it. */
  key: string;
}

const EXACT = new Map<string, Explanation>();
const BY_PREFIX: Explanation[] = [];
for (const [name, { exact, prefixes }] of Object.entries(ENDED_REASONS)) {
  const group = name as EndedReasonGroup;
  for (const [key, row] of Object.entries(exact)) EXACT.set(key, { row, group, key });
  for (const [key, row] of Object.entries(prefixes)) BY_PREFIX.push({ row, group, key });
}
BY_PREFIX.sort((a, b) => b.key.length - a.key.length);

/** What explains a reason: an exact value, a prefix, or nothing. */
export function endedReasonKey(reason: string): { by: 'exact' | 'prefix'; key: string } | undefined {
  const known = lookUp(reason);
  return known && { by: EXACT.has(reason) ? 'exact' : 'prefix', key: known.key };
}

/**
 * @param reason `endedReason` of a call, e.g. `customer-ended-call`
 * @returns a sentence a builder can read, or the reason itself when it is unknown
 */
export function explainEndedReason(reason: string): string {
  const [text, hint] = lookUp(reason)?.row ?? [reason];
  return hint === undefined ? text : `${text}: ${hint}`;
}

/**
 * More than {@link explainEndedReason}: what to do about it in sentences, and which kind of reason it is. Failures of
 * a provider are told apart by what the end of the reason says.
 */
export function endedReasonHelp(reason: string): EndedReasonHelp {
  const known = lookUp(reason);
  if (known === undefined) return { text: reason, group: 'unknown' };
  const { row, group, key } = known;
  const cause = providerCause(reason, key);
  if (cause !== undefined) return { ...cause, group: 'provider' };
  const [text, hint, whatToDo = sentence(hint)] = row;
  return compact({ text, whatToDo, group });
}

function lookUp(reason: string): Explanation | undefined {
  return EXACT.get(reason) ?? BY_PREFIX.find(({ key }) => reason.startsWith(key));
}

function sentence(hint: string | undefined): string | undefined {
  return hint && `${hint.charAt(0).toUpperCase()}${hint.slice(1)}.`;
}
