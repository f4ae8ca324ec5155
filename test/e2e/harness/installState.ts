import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run';

interface LockFile {
  packages: Record<string, { version?: string; optional?: boolean }>;
}

/** Hash of everything that decides what an install looks like: the lock file and the Node that runs it. */
export function installFingerprint(folder: string): string {
  const lock = readFileSync(join(folder, 'package-lock.json'));
  return createHash('sha256').update(lock).update(process.version).digest('hex');
}

/**
 * Whether npm's own record of what it installed (`node_modules/.package-lock.json`) fits the lock file.
 * Optional packages may be absent: they depend on the platform.
 */
export function matchesLock(folder: string): boolean {
  const recordPath = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(recordPath)) return false;
  const wanted = readLock(join(folder, 'package-lock.json'));
  const installed = readLock(recordPath);
  return Object.entries(wanted.packages).every(([path, { version, optional }]) => {
    const found = installed.packages[path];
    return found === undefined ? optional === true || path === '' : found.version === version;
  });
}

/** Whether n8n's database driver has been compiled and loads on this Node. */
export async function sqliteLoads(folder: string, nodeBin: string): Promise<boolean> {
  const result = await run(nodeBin, ['-e', 'require("sqlite3")'], { cwd: folder, timeoutMs: 300_000 });
  return result.code === 0;
}

function readLock(path: string): LockFile {
  return JSON.parse(readFileSync(path, 'utf8')) as LockFile;
}
