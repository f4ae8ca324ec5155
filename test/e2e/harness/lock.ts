import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs `work` while no other process of this machine runs work under the same lock folder. A lock whose
 * owner is gone is taken over.
 *
 * @param folder path that serves as the lock; its parent must exist
 * @throws if the owner holds the lock for longer than `timeoutMs`
 */
export async function withLock<T>(folder: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  while (!tryAcquire(folder)) {
    if (isAbandoned(folder)) {
      rmSync(folder, { recursive: true, force: true });
    } else if (Date.now() > deadline) {
      throw new Error(
        `${folder} has been locked by process ${ownerOf(folder)} for more than ${timeoutMs / 1000} s. ` +
          'Fix: end that process, or remove the folder.',
      );
    } else {
      await sleep(100);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tryAcquire(folder: string): boolean {
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(folder, 'pid'), String(process.pid));
  return true;
}

function ownerOf(folder: string): string {
  try {
    return readFileSync(join(folder, 'pid'), 'utf8');
  } catch {
    return '';
  }
}

function isAbandoned(folder: string): boolean {
  const owner = ownerOf(folder);
  if (owner === '') return isOld(folder);
  try {
    process.kill(Number(owner), 0);
    return false;
  } catch (error) {
    // EPERM: it runs, for another user.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Between making the folder and writing the id there is a moment without owner: only an old one is a leftover. */
function isOld(folder: string): boolean {
  try {
    return Date.now() - statSync(folder).mtimeMs > 5_000;
  } catch {
    return false;
  }
}
