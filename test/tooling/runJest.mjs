import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long Jest may live on after its results are written before it counts as hanging on something left open. */
const defaultExitGraceMs = 60_000;

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Runs Jest, its output shown as it comes.
 *
 * @param {string} root the folder with jest.config.cjs
 * @param {string[]} args
 * @param {number} exitGraceMs
 * @returns {Promise<Counts>} a suite that could not run, a run without results and a run that does not end
 *   each count as one failure
 */
export async function runJest(root, args, exitGraceMs = defaultExitGraceMs) {
  const folder = mkdtempSync(join(tmpdir(), 'jest-results-'));
  const resultFile = join(folder, 'results.json');
  try {
    const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
    const child = spawn(process.execPath, [jest, ...args, '--json', `--outputFile=${resultFile}`], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const exitCode = await exitOf(child, resultFile, exitGraceMs);
    return count(existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, 'utf8')) : undefined, exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Exit code of Jest, or `hung` if something that a test left open had to be cut off. */
async function exitOf(child, resultFile, exitGraceMs) {
  let exitCode;
  const exited = new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`Jest could not be started: ${error.message}`);
      resolve((exitCode = 1));
    });
    child.once('exit', (code, signal) => resolve((exitCode = code ?? signal)));
  });
  let resultsSince;
  while (exitCode === undefined) {
    await Promise.race([exited, sleep(500)]);
    if (resultsSince === undefined && existsSync(resultFile)) resultsSince = Date.now();
    if (exitCode === undefined && Date.now() - (resultsSince ?? Infinity) > exitGraceMs) {
      console.error(
        'Jest does not end: a test left a timer, socket or process open. It is ended now, as a failure.',
      );
      child.kill('SIGKILL');
      return 'hung';
    }
  }
  return exitCode;
}

/**
 * @param {undefined | Record<string, number>} results Jest's JSON summary
 * @param {number | string | null} exitCode
 * @returns {Counts}
 */
export function count(results, exitCode) {
  if (results === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const counts = {
    passed: results.numPassedTests,
    failed,
    skipped: results.numPendingTests + results.numTodoTests,
  };
  // Jest found fault with something that it does not count, e.g. an error thrown after the last test.
  const unexplained = exitCode !== 0 && failed === 0;
  return unexplained || exitCode === 'hung' ? { ...counts, failed: failed + 1 } : counts;
}
