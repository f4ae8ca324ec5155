import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  CALLED,
  CALLER,
  FakeTwilioRest,
  MEDIA_URL,
  PUBLIC_URL,
  readTwiml,
  sign,
  TwilioStream,
} from './support/fakeTwilio';
import { FakeVapi } from './support/fakeVapi';
import { FALLBACK } from './support/harness';
import { until } from './support/until';

const root = join(__dirname, '..', '..');
const environment = {
  BRIDGE_PUBLIC_URL: PUBLIC_URL,
  BRIDGE_API_KEY: 'secret-key',
  BRIDGE_HOST: '127.0.0.1',
  BRIDGE_PORT: '0',
  BRIDGE_FALLBACK_MESSAGE: FALLBACK,
  VAPI_API_KEY: 'secret-key',
};

/** The service as a process of its own. */
class Run {
  stdout = '';
  stderr = '';
  readonly exit: Promise<number | null>;
  readonly #child: ChildProcessWithoutNullStreams;

  constructor(env: Record<string, string>, imports: string[] = []) {
    const args = ['tsx', ...imports].flatMap((name) => ['--import', name]);
    this.#child = spawn(process.execPath, [...args, join('bridge', 'src', 'main.ts')], {
      cwd: root,
      env: { PATH: process.env.PATH, ...env },
    });
    this.#child.stdout.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    this.#child.stderr.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.exit = new Promise((resolve) => this.#child.on('close', resolve));
  }

  async wrote(text: string): Promise<void> {
    await until(() => this.stdout.includes(text), `the process writes ${text}: ${this.stdout}`, 120_000);
  }

  /** The port that it has taken. */
  async port(): Promise<number> {
    await this.wrote('bridge listening');
    return Number(/"port":(\d+)/.exec(this.stdout)?.[1]);
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }
}

describe('the process', () => {
  let run: Run;
  afterEach(async () => {
    run.signal('SIGKILL');
    await run.exit;
  });

  it('exits with 78 and one line per problem when the environment is wrong', async () => {
    run = new Run({ BRIDGE_PORT: 'x' });
    expect(await run.exit).toBe(78);
    expect(run.stdout).toBe('');
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(4);
    expect(run.stderr).toContain('BRIDGE_PORT is "x"');
  });

  it('listens, says so, shows its metrics, and exits with 0 at SIGTERM', async () => {
    run = new Run(environment);
    const port = await run.port();
    await run.wrote('answers 503');
    const metrics = await fetch(`http://127.0.0.1:${port}/metrics`, {
      headers: { authorization: 'Bearer secret-key' },
    });
    expect(await metrics.text()).toMatch(/^process_resident_memory_bytes [1-9]\d{6,}$/m);
    run.signal('SIGTERM');
    expect(await run.exit).toBe(0);
    expect(run.stderr).toBe('');
    expect(run.stdout).toContain('"msg":"bridge closed"');
    expect(run.stdout).not.toContain('secret-key');
  });

  describe('with a call', () => {
    const callSid = `CA${'c'.repeat(32)}`;
    const vapi = new FakeVapi();
    const rest = new FakeTwilioRest();
    let stream: TwilioStream;
    beforeAll(() => Promise.all([vapi.start(), rest.start()]));
    afterAll(() => Promise.all([vapi.stop(), rest.stop()]));
    afterEach(() => stream.socket.terminate());

    const startCall = async (imports: string[] = []): Promise<void> => {
      run = new Run(
        {
          ...environment,
          VAPI_BASE_URL: vapi.url,
          VAPI_ASSISTANT_ID: 'assistant-1',
          TWILIO_AUTH_TOKEN: AUTH_TOKEN,
          TWILIO_API_BASE_URL: rest.url,
        },
        imports,
      );
      const port = await run.port();
      const form = { CallSid: callSid, AccountSid: ACCOUNT_SID, From: CALLER, To: CALLED };
      const answer = await fetch(`http://127.0.0.1:${port}/twilio/voice`, {
        method: 'POST',
        headers: { 'x-twilio-signature': sign(`${PUBLIC_URL}/twilio/voice`, form) },
        body: new URLSearchParams(form),
      });
      const { ticket } = readTwiml(await answer.text());
      const socket = new WebSocket(`ws://127.0.0.1:${port}/twilio/media`, {
        headers: { 'x-twilio-signature': sign(MEDIA_URL) },
      });
      stream = new TwilioStream(socket, callSid);
      rest.updates.length = 0;
      rest.onUpdated = () => stream.stop();
      await until(() => socket.readyState === WebSocket.OPEN, 'the stream is open');
      stream.start(ticket);
      await run.wrote('carrier attached');
    };

    it.each(['throw error', 'Promise.reject(error)'])(
      'tells the caller goodbye and exits with 1 when its own code fails (%s)',
      async (failure) => {
        const fail = `process.on('SIGUSR2',()=>{const error=new Error('wss://join-'+'secret');${failure}})`;
        await startCall([`data:text/javascript,${encodeURIComponent(fail)}`]);
        run.signal('SIGUSR2');
        expect(await run.exit).toBe(1);
        expect(rest.updates.map(({ fields }) => fields.Twiml)).toEqual([expect.stringContaining('Sorry')]);
        expect(run.stdout).toMatch(/"level":60.*"origin":"(uncaughtException|unhandledRejection)"/);
        expect(run.stdout + run.stderr).not.toContain('join-secret');
      },
    );

    it('lets the call go on at SIGTERM, and ends it at the second one', async () => {
      // The same signal twice within a second, as from npm and from the terminal, is one.
      const twice = `process.on('SIGUSR2',()=>{process.emit('SIGTERM');process.emit('SIGTERM')})`;
      await startCall([`data:text/javascript,${encodeURIComponent(twice)}`]);
      run.signal('SIGUSR2');
      await run.wrote('bridge draining');
      await new Promise((resolve) => setTimeout(resolve, 1200));
      expect(rest.updates).toEqual([]);
      run.signal('SIGTERM');
      expect(await run.exit).toBe(0);
      expect(rest.updates.map(({ fields }) => fields.Twiml)).toEqual([expect.stringContaining('Sorry')]);
    });
  });
});
