/**
 * Finds import cycles. Imports of types alone do not count: they are gone when the code runs.
 *
 * @param {import('./imports.mjs').Import[]} imports
 * @returns {string[]} one line per cycle, e.g. `a.ts → b.ts → a.ts`; at least one
 *   for every group of files that import each other
 */
export function cycles(imports) {
  const graph = new Map();
  for (const { file, target, isLocal, typeOnly } of imports) {
    if (isLocal && !typeOnly) graph.set(file, [...(graph.get(file) ?? []), target]);
  }
  const found = [];
  const done = new Set();
  const path = [];

  const visit = (file) => {
    const start = path.indexOf(file);
    if (start >= 0) {
      found.push([...path.slice(start), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const target of graph.get(file) ?? []) visit(target);
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return found;
}
