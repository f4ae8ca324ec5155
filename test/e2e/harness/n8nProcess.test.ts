import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nProcess } from './n8nProcess';
import { poll } from './poll';

/** Programs of a few lines that stand in for n8n: what is tested here is how a process is started and ended. */
describe('N8nProcess', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'n8n-process-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function start(program: string): N8nProcess {
    const bin = join(folder, 'program.cjs');
    writeFileSync(bin, program);
    return N8nProcess.start(['start'], { folder, bin, nodeBin: process.execPath }, process.env);
  }
  const isAlive = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  it('fails at once, with its last words, when the process ends early', async () => {
    const started = start('console.log("no database"); process.exitCode = 3;');
    const ready = started.waitUntilReady('http://127.0.0.1:1/', 30_000);
    await expect(ready).rejects.toThrow(/n8n ended by itself with exit code 3\. .*log:\nno database/s);
    await started.stop();
  });

  it('ends children that the process leaves behind', async () => {
    const started = start(
      `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
       console.log('child ' + child.pid);
       process.on('SIGTERM', () => process.exit(0));`,
    );
    const pid = await poll('the child', { timeoutMs: 20_000 }, () => {
      const match = /child (\d+)/.exec(started.log());
      return Promise.resolve(match === null ? undefined : Number(match[1]));
    });
    expect(isAlive(pid)).toBe(true);
    await started.stop();
    expect(isAlive(pid)).toBe(false);
    await started.stop();
  });

  it.each([
    ['', 'setInterval(() => 0, 1000)'],
    [', even if it will not end', 'process.on("SIGTERM", () => 0); setInterval(() => 0, 1000)'],
  ])(
    'does not outlive the process that started it%s',
    async (_how, program) => {
      const guard = join(__dirname, 'parentGuard.cjs');
      const parent = spawn(
        process.execPath,
        [
          '-e',
          `const { spawn } = require('node:child_process');
         const args = ['--require', ${JSON.stringify(guard)}, '-e', ${JSON.stringify(program)}];
         console.log(spawn(process.execPath, args, { stdio: ['pipe', 'inherit', 'inherit'], detached: true }).pid);`,
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const [line] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = Number(line.toString());
      expect(isAlive(pid)).toBe(true);
      parent.kill('SIGKILL');
      await poll('the orphan to end', { timeoutMs: 20_000 }, () =>
        Promise.resolve(isAlive(pid) ? undefined : true),
      );
    },
    30_000,
  );
});
