import type { INode, NodeOperationError } from 'n8n-workflow';
import { fail } from '../../../../shared/fail';
import { itemsInWords } from './ranges';
import type { InvalidRow } from './rows';
import type { Outcome, Sent } from './send';

/** Reasons that a message names; with a wrong field in every item there is one. */
const MAX_REASONS = 5;

const KINDS: ReadonlyArray<readonly [kind: Outcome['kind'], words: string]> = [
  ['placed', 'Placed'],
  ['refused', 'Refused by Vapi'],
  ['failed', 'Refused with their whole request, so that none of them was placed'],
  ['unclear', 'Unclear'],
  ['unsent', 'Not sent'],
];

/** The error of a batch in which some items cannot be called: each reason with its items. */
export function invalidBatch(node: INode, invalid: readonly InvalidRow[]): NodeOperationError {
  const byReason = new Map<string, number[]>();
  for (const { item, error } of invalid) {
    const items = byReason.get(error.message);
    if (items === undefined) byReason.set(error.message, [item]);
    else items.push(item);
  }
  const reasons = [...byReason].map(([reason, items]) => `${reason} (${itemsInWords(items)})`);
  const shown = reasons.slice(0, MAX_REASONS);
  if (reasons.length > MAX_REASONS) shown.push(`${reasons.length - MAX_REASONS} more reasons`);
  return fail(node, 'BATCH_INVALID', shown.join('; '), invalid[0]?.item);
}

/** The error of a batch that stopped on the way: why, and what became of each item. */
export function stoppedBatch(
  node: INode,
  { outcomes, stoppedBy }: Sent,
  skipped: readonly InvalidRow[],
): NodeOperationError {
  const parts = KINDS.flatMap(([kind, words]) => {
    const items = outcomes.filter((outcome) => outcome.kind === kind).map(({ item }) => item);
    return items.length > 0 ? [`${words}: ${itemsInWords(items.sort((a, b) => a - b))}.`] : [];
  });
  if (skipped.length > 0) parts.push(`Skipped: ${itemsInWords(skipped.map(({ item }) => item))}.`);
  const reason = stoppedBy?.message ?? '';
  const value = [/[.!?]$/.test(reason) ? reason : `${reason}.`, ...parts].join(' ');
  const error = fail(node, 'BATCH_STOPPED', value, stoppedBy?.context.itemIndex as number | undefined);
  error.description = [stoppedBy?.description, error.description].filter(Boolean).join(' ');
  return error;
}
