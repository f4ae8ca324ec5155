import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { runJest } from './runJest.mjs';

const parts = { '--unit': runUnit, '--e2e': runE2e };

/**
 * Runs the tests and prints the closing line `N passed, N failed, N skipped` as the last one.
 *
 * @param {string} root of the checkout
 * @param {string[]} asked `--unit` and/or `--e2e`; nothing means all
 * @returns {Promise<number>} exit code: 0 only if at least one test passed and none failed
 */
export async function runAll(root, asked) {
  const unknown = asked.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0) {
    console.error(
      `Unknown argument ${unknown.join(' ')}. Known: ${Object.keys(parts).join(', ')}; none runs both.`,
    );
    return 2;
  }
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const name of asked.length > 0 ? asked : Object.keys(parts)) {
    const counts = await parts[name](root);
    for (const key of Object.keys(total)) total[key] += counts[key];
  }
  if (total.passed + total.failed === 0) console.log('No test ran, which counts as a failure.');
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}

function runUnit(root) {
  return runJest(root, ['--selectProjects', 'unit', `--maxWorkers=${availableParallelism()}`]);
}

/** End-to-end tests run one after the other: each n8n takes a core and most of a gigabyte. */
function runE2e(root) {
  const script = join(root, 'test', 'tooling', 'prepareE2e.ts');
  const args = ['--import', import.meta.resolve('tsx'), script];
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) {
    console.error('The end-to-end tests could not run: the reason is above. They count as one failure.');
    return { passed: 0, failed: 1, skipped: 0 };
  }
  return runJest(root, ['--selectProjects', 'e2e', '--runInBand']);
}
