import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { FALLBACK } from './support/harness';

const root = join(__dirname, '..', '..');

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the service as a process of its own; `onOutput` sees its standard output as it grows. */
function run(env: Record<string, string>, onOutput: (text: string, stop: () => void) => void): Promise<Run> {
  const child = spawn(process.execPath, ['--import', 'tsx', join('bridge', 'src', 'main.ts')], {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    onOutput(stdout, () => child.kill('SIGTERM'));
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

describe('the process', () => {
  it('exits with 78 and one line per problem when the environment is wrong', async () => {
    const { code, stdout, stderr } = await run({ BRIDGE_PORT: 'x' }, () => undefined);
    expect(code).toBe(78);
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n')).toHaveLength(4);
    expect(stderr).toContain('BRIDGE_PORT is "x"');
  }, 30_000);

  it('listens, says so, and exits with 0 at SIGTERM', async () => {
    const env = {
      BRIDGE_PUBLIC_URL: 'https://bridge.test',
      BRIDGE_API_KEY: 'secret-key',
      BRIDGE_HOST: '127.0.0.1',
      BRIDGE_PORT: '0',
      BRIDGE_FALLBACK_MESSAGE: FALLBACK,
      VAPI_API_KEY: 'secret-key',
    };
    const { code, stdout, stderr } = await run(env, (text, stop) => {
      if (text.includes('answers 503')) stop();
    });
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/"port":[1-9]\d*.*"msg":"bridge listening"/);
    expect(stdout).toContain('"msg":"bridge closed"');
    expect(stdout).not.toContain('secret-key');
  }, 30_000);
});
