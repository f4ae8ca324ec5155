import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../e2e/harness/run';
import { type SippScenario, sippScenario } from './sippScenario';
import { startTlsPipe } from './tlsPipe';

/** For `describeWith`: what is missing, and how to get it. */
export const SIPP_NEEDED =
  'a real SIP peer (sipp) and the loopback network of Linux; ' +
  'apt-get install -y --no-install-recommends sip-tester';

/** Whether calls can be placed: sipp is there, and all of 127.0.0.0/8 is this machine's, as on Linux. */
export function sippAvailable(): boolean {
  return platform() === 'linux' && spawnSync('sipp', ['-v'], { timeout: 60_000 }).error === undefined;
}

export interface SippCall extends SippScenario {
  /** Loopback address that the call comes from. */
  from: string;
  /** Where the peer really listens. */
  to: { host: string; port: number };
  /** For TLS: the certificate of the peer. */
  certificate?: string;
  /** A call takes milliseconds; more means that an answer is missing. Default 10. */
  timeoutSeconds?: number;
}

export interface SippResult {
  /** 0 only if the call went exactly as expected. */
  exitCode: number | null;
  /** Statuses of the responses that were received, in order. */
  statuses: number[];
  /** Every message that was sent and received, and what sipp complained about: for the reader of a failed test. */
  log: string;
}

/** Debian's sipp is built without TLS, so a pipe encrypts what it sends by TCP. */
const MODES = { udp: 'u1', tcp: 't1', tls: 't1' };

/**
 * Places a call with sipp and waits for its end.
 *
 * @throws {Error} where sipp can't be started, or hangs, in which case it is killed
 */
export async function placeCall(call: SippCall): Promise<SippResult> {
  const { from, transport = 'udp', certificate = '' } = call;
  if (transport !== 'tls') return await runSipp(call, MODES[transport]);
  const pipe = await startTlsPipe({ from, to: call.to, certificate });
  try {
    return await runSipp({ ...call, to: pipe }, MODES.tls);
  } finally {
    await pipe.close();
  }
}

async function runSipp(call: SippCall, mode: string): Promise<SippResult> {
  const { from, to, uri, timeoutSeconds = 10 } = call;
  const folder = mkdtempSync(join(tmpdir(), 'sipp-'));
  const file = (name: string): string => join(folder, name);
  try {
    writeFileSync(file('scenario.xml'), sippScenario(call));
    // No port is given: sipp takes the first free one from 5060 on.
    const args = [
      ...[`${to.host}:${to.port}`, '-i', from, '-t', mode, '-sf', file('scenario.xml')],
      ...['-m', '1', '-nostdin', '-timeout', `${timeoutSeconds}s`, '-timeout_error'],
      ...['-trace_msg', '-message_file', file('messages'), '-trace_err', '-error_file', file('errors')],
      // Without it the proof would name the address of the socket.
      ...['-auth_uri', uri.replace(/^sips?:/, '')],
    ];
    const { code, output } = await run('sipp', args, { cwd: folder, timeoutMs: (timeoutSeconds + 5) * 1000 });
    const read = (name: string): string => (existsSync(file(name)) ? readFileSync(file(name), 'latin1') : '');
    const messages = read('messages');
    const statuses = [...messages.matchAll(/^SIP\/2\.0 (\d{3}) /gm)].map(([, status]) => Number(status));
    return { exitCode: code, statuses, log: [messages, read('errors'), output].join('\n') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
