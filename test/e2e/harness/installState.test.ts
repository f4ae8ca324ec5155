import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installFingerprint, matchesLock, sqliteLoads } from './installState';

describe('the state of an n8n install', () => {
  let folder: string;
  const lock = (packages: Record<string, unknown>): string => JSON.stringify({ packages });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'install-state-'));
    mkdirSync(join(folder, 'node_modules'));
    const wanted = {
      '': { version: '1.0.0' },
      'node_modules/n8n': { version: '2.41.1' },
      'node_modules/only-elsewhere': { version: '1.0.0', optional: true },
    };
    writeFileSync(join(folder, 'package-lock.json'), lock(wanted));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const installed = (packages: Record<string, unknown>): void =>
    writeFileSync(join(folder, 'node_modules', '.package-lock.json'), lock(packages));

  it('is current when every package is there in its version', () => {
    installed({ 'node_modules/n8n': { version: '2.41.1' } });
    expect(matchesLock(folder)).toBe(true);
  });

  it.each([
    ['another version', { 'node_modules/n8n': { version: '2.41.0' } }],
    ['a missing package', {}],
    [
      'another version of an optional one',
      { 'node_modules/n8n': { version: '2.41.1' }, 'node_modules/only-elsewhere': { version: '2.0.0' } },
    ],
  ])('is not current with %s', (_what, packages) => {
    installed(packages);
    expect(matchesLock(folder)).toBe(false);
  });

  it('is not current before the first install', () => {
    expect(matchesLock(folder)).toBe(false);
  });

  it('has another fingerprint when the lock file changes', () => {
    const before = installFingerprint(folder);
    expect(installFingerprint(folder)).toBe(before);
    writeFileSync(join(folder, 'package-lock.json'), lock({ '': { version: '1.0.1' } }));
    expect(installFingerprint(folder)).not.toBe(before);
  });

  it('notices a database driver that does not load', async () => {
    const driver = join(folder, 'node_modules', 'sqlite3');
    expect(await sqliteLoads(folder, process.execPath)).toBe(false);
    mkdirSync(driver);
    writeFileSync(join(driver, 'index.js'), 'throw new Error("not compiled")');
    expect(await sqliteLoads(folder, process.execPath)).toBe(false);
    writeFileSync(join(driver, 'index.js'), 'module.exports = {}');
    expect(await sqliteLoads(folder, process.execPath)).toBe(true);
  });
});
