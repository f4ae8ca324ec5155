import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
  lastLine: string;
}

/** Runs the test runner on a small repository of its own, with Jest projects `unit` and `e2e`. */
describe('npm test', () => {
  let root: string;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'run-all-')));
    write(
      'jest.config.cjs',
      `const of = (name) => ({ displayName: name, testMatch: ['<rootDir>/' + name + '/*.test.js'] });
      module.exports = { projects: [of('unit'), of('e2e')], passWithNoTests: true };`,
    );
    write('test/tooling/prepareE2e.ts', `const line: string = 'prepared'; console.log(line);`);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(name: string, text: string): void {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }

  function runNode(program: string): Outcome {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
      timeout: 100_000,
    });
    return { status, stdout, stderr, lastLine: stdout.trimEnd().split('\n').at(-1) ?? '' };
  }

  const moduleUrl = (name: string): string => pathToFileURL(join(__dirname, name)).href;

  function runAll(...asked: string[]): Outcome {
    return runNode(`import { runAll } from '${moduleUrl('runAll.mjs')}';
      process.exitCode = await runAll(${JSON.stringify(root)}, ${JSON.stringify(asked)});`);
  }

  const passing = `it('passes', () => {});`;
  const failing = `it('fails', () => { throw new Error('no'); });`;

  it('adds both parts up, and shows what Jest says', () => {
    write('unit/a.test.js', `${passing} it.skip('is skipped', () => {}); it.todo('is to do');`);
    write('e2e/b.test.js', `${passing} it('passes, too', () => {});`);
    const { status, lastLine, stdout, stderr } = runAll();
    expect({ status, lastLine }).toEqual({ status: 0, lastLine: '3 passed, 0 failed, 2 skipped' });
    expect(stdout).toContain('prepared\n');
    expect(stderr).toContain('PASS');
  });

  it('runs one part when asked', () => {
    write('unit/a.test.js', passing);
    write('e2e/b.test.js', failing);
    expect(runAll('--unit')).toMatchObject({ status: 0, lastLine: '1 passed, 0 failed, 0 skipped' });
    expect(runAll('--e2e')).toMatchObject({ status: 1, lastLine: '0 passed, 1 failed, 0 skipped' });
  });

  it('counts a suite that cannot run as a failure', () => {
    write('unit/a.test.js', passing);
    write('unit/b.test.js', `require('./not-there');`);
    expect(runAll('--unit')).toMatchObject({ status: 1, lastLine: '1 passed, 1 failed, 0 skipped' });
  });

  it('fails when no test ran', () => {
    expect(runAll('--unit')).toMatchObject({ status: 1, lastLine: '0 passed, 0 failed, 0 skipped' });
    write('unit/a.test.js', `it.skip('is skipped', () => {});`);
    expect(runAll('--unit')).toMatchObject({ status: 1, lastLine: '0 passed, 0 failed, 1 skipped' });
  });

  it('counts a Jest that cannot start as a failure', () => {
    write('jest.config.cjs', 'module.exports = { testMatch: 5 };');
    expect(runAll('--unit')).toMatchObject({ status: 1, lastLine: '0 passed, 1 failed, 0 skipped' });
  });

  it('counts end-to-end tests that cannot be prepared as a failure, and says why', () => {
    write('e2e/b.test.js', passing);
    write('test/tooling/prepareE2e.ts', `console.error('no compiler'); process.exitCode = 1;`);
    const result = runAll('--e2e');
    expect(result).toMatchObject({ status: 1, lastLine: '0 passed, 1 failed, 0 skipped' });
    expect(result.stderr).toContain('no compiler\nThe end-to-end tests could not run');
  });

  it('refuses an argument that it does not know', () => {
    const { status, stderr } = runAll('--unti');
    expect(status).toBe(2);
    expect(stderr).toContain('Unknown argument --unti. Known: --unit, --e2e');
  });

  it('ends a Jest that something left open keeps alive, and counts a failure', () => {
    write('unit/a.test.js', `it('leaves a timer', () => { setInterval(() => 0, 1000); });`);
    const { lastLine, stderr } = runNode(`import { runJest } from '${moduleUrl('runJest.mjs')}';
      const args = ['--selectProjects', 'unit', '--runInBand'];
      console.log(JSON.stringify(await runJest(${JSON.stringify(root)}, args, 100)));`);
    expect(JSON.parse(lastLine)).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(stderr).toContain('Jest does not end: a test left a timer, socket or process open.');
  });
});
