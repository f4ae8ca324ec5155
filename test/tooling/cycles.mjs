// `npm run check:cycles`: no import cycles, and imports point the way the architecture says.
// Usage: node cycles.mjs [root of the checkout]
import { resolve } from 'node:path';
import { cycles } from './importCycles.mjs';
import { wrongDirections } from './importRules.mjs';
import { importsUnder } from './imports.mjs';

const root = resolve(process.argv[2] ?? resolve(import.meta.dirname, '..', '..'));
const imports = importsUnder(root);
if (imports.length === 0) {
  console.error(`No imports found under ${root}. Fix: give the root of the checkout.`);
  process.exit(1);
}
const problems = [...cycles(imports).map((path) => `Import cycle: ${path}`), ...wrongDirections(imports)];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
const files = new Set(imports.map(({ file }) => file)).size;
console.log(`${imports.length} imports in ${files} files: no cycles, all in the right direction.`);
