// `npm run fuzz:payloads`: the payload tests with a hundred thousand generated payloads each, about half a minute.
// `npm run fuzz:payloads -- 5000` runs another number.
import { resolve } from 'node:path';
import { runJest } from './runJest.mjs';

const root = resolve(import.meta.dirname, '..', '..');
process.env.FUZZ_RUNS = process.argv[2] ?? '100000';
const counts = await runJest(root, ['payloads', '--selectProjects', 'unit', '--testTimeout=1800000']);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
