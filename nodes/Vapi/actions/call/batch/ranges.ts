/**
 * Input items in words, for messages: `item 4`, or `items 0 to 99, 120 and 130 to 140`. Numbers count from 0, as n8n
 * counts items. Past a few ranges the rest is only counted.
 *
 * @param indices in ascending order, at least one
 */
export function itemsInWords(indices: readonly number[]): string {
  if (indices.length === 1) return `item ${indices[0]}`;
  const ranges = rangesOf(indices);
  const shown = ranges
    .slice(0, MAX_RANGES)
    .map(({ from, to }) => (from === to ? `${from}` : `${from} to ${to}`));
  const left = ranges.slice(MAX_RANGES).reduce((sum, { from, to }) => sum + to - from + 1, 0);
  if (left > 0) shown.push(`${left} more`);
  const last = shown.pop() ?? '';
  return `items ${shown.length > 0 ? `${shown.join(', ')} and ${last}` : last}`;
}

const MAX_RANGES = 8;

function rangesOf(indices: readonly number[]): Array<{ from: number; to: number }> {
  const ranges: Array<{ from: number; to: number }> = [];
  for (const index of indices) {
    const last = ranges.at(-1);
    if (last !== undefined && last.to === index - 1) last.to = index;
    else ranges.push({ from: index, to: index });
  }
  return ranges;
}
