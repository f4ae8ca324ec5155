import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureN8n } from './install';

describe('ensureN8n', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'n8n-install-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('finds the installed n8n again without a word', async () => {
    const lines: string[] = [];
    await ensureN8n({ log: (line) => lines.push(line) });
    lines.length = 0;
    const install = await ensureN8n({ log: (line) => lines.push(line) });
    expect(lines).toEqual([]);
    expect(existsSync(install.bin)).toBe(true);
    expect(install.nodeBin).toBe(process.execPath);
  }, 900_000);

  it('removes a half-done install, and tells what npm said', async () => {
    const lines: string[] = [];
    writeFileSync(join(folder, 'package.json'), '{"dependencies":{"left":"1.0.0"}}');
    // Does not fit the package.json, which "npm ci" refuses without asking any registry.
    const lock = { lockfileVersion: 3, packages: { '': {}, 'node_modules/right': { version: '1.0.0' } } };
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
    const installing = ensureN8n({ folder, log: (line) => lines.push(line) });
    await expect(installing).rejects.toThrow(/"npm ci" failed with exit code 1\. It said:\n.*sync/s);
    expect(existsSync(join(folder, 'node_modules'))).toBe(false);
    expect(lines[0]).toMatch(/downloading n8n/);
    expect(lines.at(-1)).toMatch(/removing what was half done/);
  });
});
