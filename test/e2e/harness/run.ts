import { spawn } from 'node:child_process';

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** The command is killed, and the promise rejects, after this many milliseconds. */
  timeoutMs?: number;
}

export interface RunResult {
  /** Exit code; null when a signal ended the command. */
  code: number | null;
  /** Standard output alone. */
  stdout: string;
  /** Standard output and standard error in the order of their arrival. */
  output: string;
}

/**
 * Runs a command to its end with no standard input. A non-zero exit code is an answer, not an error.
 *
 * @throws if the command cannot be started, or takes longer than `timeoutMs`
 */
export function run(command: string, args: string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let output = '';
    let timedOut = false;
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, options.timeoutMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(new Error(`Could not start "${command}": ${error.message}`, { cause: error }));
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      if (timedOut) {
        const seconds = (options.timeoutMs ?? 0) / 1000;
        const said = lastLines(output, 20);
        reject(
          new Error(`"${[command, ...args].join(' ')}" took longer than ${seconds} s. It said:\n${said}`),
        );
      } else {
        resolve({ code, stdout, output });
      }
    });
  });
}

/**
 * Like {@link run}, for commands that must succeed.
 *
 * @throws with the command, its exit code and what it said, without the middle
 */
export async function runOrThrow(
  command: string,
  args: string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const result = await run(command, args, options);
  if (result.code !== 0) {
    throw new Error(
      `"${[command, ...args].join(' ')}" failed with exit code ${String(result.code)}. It said:\n` +
        excerpt(result.output),
    );
  }
  return result;
}

/** The last `count` lines of a log, without blank ones. */
export function lastLines(text: string, count: number): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.slice(-count).join('\n');
}

/** Beginning and end of a log: npm names the cause first, compilers last. */
function excerpt(text: string): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length <= 50) return lines.join('\n');
  return [...lines.slice(0, 20), `… ${lines.length - 50} more lines …`, ...lines.slice(-30)].join('\n');
}
