import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import type { EventEnvelope } from '../../../bridge/src/events/envelope';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  CALLED,
  CALLER,
  MEDIA_URL,
  PUBLIC_URL,
  readTwiml,
  sign,
  TwilioStream,
} from '../support/fakeTwilio';
import { FakeVapi } from '../support/fakeVapi';
import { until } from '../support/until';
import { Receiver } from './receiver';

const CALLS = 50;
const SENTENCES = 4;
const root = join(__dirname, '..', '..', '..');

/** The bridge as a process of its own, which can be killed. */
class BridgeProcess {
  stdout = '';
  readonly exit: Promise<number | null>;
  readonly #child: ChildProcess;

  constructor(env: Record<string, string>) {
    this.#child = spawn(process.execPath, ['--import', 'tsx', join('bridge', 'src', 'main.ts')], {
      cwd: root,
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    this.exit = new Promise((resolve) => this.#child.on('close', resolve));
  }

  async port(): Promise<number> {
    await until(() => this.stdout.includes('bridge listening'), `the bridge listens: ${this.stdout}`, 60_000);
    return Number(/"port":(\d+)/.exec(this.stdout)?.[1]);
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.exit;
  }
}

/** One call, live on both sides. */
async function place(port: number, vapi: FakeVapi, index: number): Promise<TwilioStream> {
  const callSid = `CA${index.toString(16).padStart(32, '0')}`;
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
  const stream = new TwilioStream(socket, callSid);
  await new Promise((resolve) => socket.once('open', resolve));
  stream.start(ticket);
  await until(() => vapi.callOf(callSid) !== undefined, 'the assistant is there');
  return stream;
}

describe('events of a bridge that is killed', () => {
  const vapi = new FakeVapi();
  const receiver = new Receiver();
  const folder = mkdtempSync(join(tmpdir(), 'bridge-killed-'));
  const bridges: BridgeProcess[] = [];
  beforeAll(async () => {
    await vapi.start();
    await receiver.start();
  });
  afterAll(async () => {
    for (const bridge of bridges) await bridge.kill();
    await vapi.stop();
    await receiver.stop();
    rmSync(folder, { recursive: true });
  });

  it('all arrive, in order, each session with its end, duplicates as the same event', async () => {
    const launch = (): BridgeProcess => {
      const bridge = new BridgeProcess({
        BRIDGE_PUBLIC_URL: PUBLIC_URL,
        BRIDGE_API_KEY: 'secret-key',
        BRIDGE_HOST: '127.0.0.1',
        BRIDGE_PORT: '0',
        BRIDGE_DATA_DIR: folder,
        BRIDGE_EVENTS_URL: receiver.url,
        BRIDGE_EVENTS_SECRET: 'events-secret',
        // The assistants here say nothing, and placing the calls may take long.
        BRIDGE_ASSISTANT_SILENT_SECONDS: '0',
        VAPI_API_KEY: 'secret-key',
        VAPI_BASE_URL: vapi.url,
        VAPI_ASSISTANT_ID: 'assistant-1',
        TWILIO_ACCOUNT_SID: ACCOUNT_SID,
        TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      });
      bridges.push(bridge);
      return bridge;
    };
    const first = launch();
    const port = await first.port();
    const streams: TwilioStream[] = [];
    for (let index = 1; index <= CALLS; index += 1) streams.push(await place(port, vapi, index));
    // n8n goes away for the rest of this process's life.
    await receiver.stop();
    for (let round = 0; round < SENTENCES; round += 1) {
      for (const { callSid } of streams) {
        const transcript = `sentence ${round} of ${callSid}`;
        vapi.callOf(callSid)?.say({ type: 'transcript', role: 'user', transcriptType: 'final', transcript });
      }
    }
    // Each call's last message before the kill: what Twilio is told shows that all before it was taken.
    for (const { callSid } of streams) vapi.callOf(callSid)?.say({ type: 'user-interrupted' });
    await until(() => streams.every(({ events }) => events.includes('clear')), 'all has been taken');
    // Twice what writing may be put off for; and the process has come to its timers since, however busy the machine.
    await new Promise((resolve) => setTimeout(resolve, 40));
    for (let rounds = 0; rounds < 2; rounds += 1) await fetch(`http://127.0.0.1:${port}/healthz`);
    await first.kill();

    const second = launch();
    await second.port();
    await receiver.start();
    const seen = new Map<string, EventEnvelope>();
    const ended = (): number => receiver.events.filter(({ type }) => type === 'session.ended').length;
    await until(() => ended() >= CALLS, 'every session is told to have ended', 120_000).catch((e) => {
      console.log(second.stdout.slice(0, 5000), receiver.received.length, ended());
      throw e;
    });
    const sessions = new Map<string, EventEnvelope[]>();
    for (const event of receiver.events) {
      const before = seen.get(event.id);
      if (before) expect(event).toEqual(before);
      else sessions.set(event.sessionId, [...(sessions.get(event.sessionId) ?? []), event]);
      seen.set(event.id, event);
    }
    expect(sessions.size).toBe(CALLS);
    for (const events of sessions.values()) {
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
      const said = events.filter(({ type }) => type === 'transcript').map(({ data }) => data.text);
      const { carrierCallId } = events[0]!;
      expect(said).toEqual(
        Array.from({ length: SENTENCES }, (_, round) => `sentence ${round} of ${carrierCallId}`),
      );
      expect(events.at(-1)).toMatchObject({ type: 'session.ended', data: { reason: 'bridge-killed' } });
    }
    expect(second.stdout).not.toContain('ExperimentalWarning');
  });
});
