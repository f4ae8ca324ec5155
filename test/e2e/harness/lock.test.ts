import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from './lock';

describe('withLock', () => {
  let folder: string;
  let lock: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lock-'));
    lock = join(folder, 'lock');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('lets one in at a time', async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, (inside += 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withLock(lock, 10_000, work)));
    expect(most).toBe(1);
    expect(existsSync(lock)).toBe(false);
  });

  it('opens again when the work fails', async () => {
    await expect(withLock(lock, 1_000, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await withLock(lock, 1_000, () => Promise.resolve('in'))).toBe('in');
  });

  it('takes over from a process that is gone', async () => {
    mkdirSync(lock);
    // Larger than any process id that Linux hands out.
    writeFileSync(join(lock, 'pid'), '4194305');
    expect(await withLock(lock, 1_000, () => Promise.resolve('in'))).toBe('in');
  });

  it('names the owner who does not let go', async () => {
    mkdirSync(lock);
    writeFileSync(join(lock, 'pid'), String(process.pid));
    await expect(withLock(lock, 150, () => Promise.resolve())).rejects.toThrow(
      `locked by process ${process.pid} for more than 0.15 s. Fix: `,
    );
  });
});
