import { createBridge, type Bridge } from '../../bridge/src/bridge';
import { loadConfig } from '../../bridge/src/config';
import { createLogger } from '../../bridge/src/log';
import {
  startTwilioEmulator,
  type CallerLine,
  type DialOutcome,
  type TwilioEmulator,
} from '../emulators/twilio';
import { audioOf } from './support/audio';
import { FakeVapi } from './support/fakeVapi';
import { IDLE } from './support/harness';
import { until } from './support/until';

const ACCOUNT = `AC${'1'.repeat(32)}`;
const NUMBER = '+15550100100';
const AGENT = '+15550100300';
const headers = { authorization: 'Bearer the-key', 'content-type': 'application/json' };

/** The stand-in of Twilio checks each document against Twilio's, signs what it sends, and plays the stream. */
describe("a hand-over in Twilio's emulator", () => {
  let vapi: FakeVapi;
  let emulator: TwilioEmulator;
  let bridge: Bridge;
  let port: number;
  let outcome: DialOutcome;
  let line: CallerLine;

  beforeEach(async () => {
    vapi = new FakeVapi();
    await vapi.start();
    outcome = { status: 'completed', durationMs: 50 };
    emulator = await startTwilioEmulator({
      accountSid: ACCOUNT,
      authToken: 'a-token',
      hosts: {},
      timeScale: 0.001,
      dial: () => outcome,
      numbers: [
        {
          number: NUMBER,
          voiceUrl: 'https://bridge.test/twilio/voice',
          statusCallback: 'https://bridge.test/twilio/status',
        },
      ],
    });
    const config = loadConfig({
      BRIDGE_PUBLIC_URL: 'https://bridge.test',
      BRIDGE_API_KEY: 'the-key',
      BRIDGE_HOST: '127.0.0.1',
      BRIDGE_PORT: '0',
      VAPI_API_KEY: 'k',
      VAPI_BASE_URL: vapi.url,
      VAPI_ASSISTANT_ID: 'a-1',
      TWILIO_ACCOUNT_SID: ACCOUNT,
      TWILIO_AUTH_TOKEN: 'a-token',
      TWILIO_API_BASE_URL: emulator.url,
    });
    bridge = createBridge(config, { logger: createLogger('silent') });
    ({ port } = await bridge.listen());
    emulator.hosts['bridge.test'] = `http://127.0.0.1:${port}`;
  });
  afterEach(async () => {
    await until(() => JSON.stringify(bridge.inspect()) === JSON.stringify(IDLE), 'nothing is open');
    await emulator.close();
    await bridge.close();
    await vapi.stop();
  });

  const sessions = async () =>
    (
      (await (await fetch(`http://127.0.0.1:${port}/v1/sessions`, { headers })).json()) as {
        sessions: { id: string; state: string; reason: string | null }[];
      }
    ).sessions;
  /** A call whose caller is handed over as soon as both sides are connected. */
  const handOver = async () => {
    const call = emulator.call({
      from: '+15550100200',
      to: NUMBER,
      caller: (caller) => {
        line = caller;
        return Promise.resolve();
      },
    });
    await until(
      () => call.stream?.status === 'open' && vapi.callOf(call.sid) !== undefined,
      'both are there',
    );
    let live: { id: string } | undefined;
    const limit = performance.now() + 60_000;
    while (!live && performance.now() < limit) {
      live = (await sessions()).find(({ state }) => state === 'live');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const response = await fetch(`http://127.0.0.1:${port}/v1/sessions/${live?.id}/control`, {
      method: 'POST',
      headers,
      body: JSON.stringify({
        type: 'transfer',
        destination: { type: 'number', number: AGENT, message: 'One moment.', whisper: 'A caller' },
      }),
    });
    expect(response.status).toBe(202);
    return call;
  };

  it('ends with the call when they have talked', async () => {
    const call = await handOver();
    const result = await call.done;
    expect(result).toMatchObject({ dialed: [AGENT], spoken: ['One moment.'], endedBy: 'twiml', errors: [] });
    await until(() => bridge.inspect().sessions === 0, 'the session has ended');
    expect(await sessions()).toEqual([expect.objectContaining({ state: 'ended', reason: 'transferred' })]);
    for (const { status } of call.webhookPosts) expect([200, 204]).toContain(status);
  });

  it('brings the caller back to the same assistant when the line is busy', async () => {
    outcome = { status: 'busy', durationMs: 0 };
    const call = await handOver();
    await until(() => call.streams.length === 2 && call.stream?.status === 'open', 'the caller is back');
    const assistant = vapi.callOf(call.sid);
    await until(() => assistant?.texts.some((text) => text.includes('line was busy')) === true, 'it is told');
    assistant?.socket.send(audioOf(1600, 7));
    await until(() => line.heardMs >= 200, 'the caller hears the assistant again');
    call.hangUp();
    const result = await call.done;
    expect(result.played.includes(audioOf(1600, 7))).toBe(true);
    expect(result).toMatchObject({ dialed: [AGENT], endedBy: 'caller', errors: [] });
    expect(vapi.requests).toHaveLength(1);
  });
});
