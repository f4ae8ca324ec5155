// `npm test`: all tests, then one closing line. `npm test -- --unit` and `npm test -- --e2e` run one part.
import { resolve } from 'node:path';
import { runAll } from './runAll.mjs';

const root = resolve(import.meta.dirname, '..', '..');
process.exitCode = await runAll(root, process.argv.slice(2));
