import type { AddressInfo } from 'node:net';
import formbody from '@fastify/formbody';
import fastify from 'fastify';
import { ReplayGuard } from '../../../bridge/src/carriers/twilio/replayGuard';
import { loadConfig } from '../../../bridge/src/config';
import type { CallIntake, IncomingCall } from '../../../bridge/src/intake';
import { createLogger } from '../../../bridge/src/log';
import { twilioRoutes } from '../../../bridge/src/routes/twilio';
import { usedBytes } from '../support/collectGarbage';
import { AUTH_TOKEN, CALLED, CALLER, PUBLIC_URL, sign } from '../support/fakeTwilio';
import { VirtualClock } from '../support/virtualClock';

describe('the webhooks of Twilio', () => {
  let clock: VirtualClock;
  let calls: IncomingCall[];
  let abandoned: string[];
  let log: string;
  let app: ReturnType<typeof fastify>;

  let port: number;

  beforeEach(async () => {
    clock = new VirtualClock();
    calls = [];
    abandoned = [];
    log = '';
    app = fastify();
    void app.register(formbody);
    const intake = {
      take: (call: IncomingCall) => {
        calls.push(call);
        return { kind: 'connect', ticket: 'the-ticket' };
      },
      takeAgain: () => undefined,
      abandon: (callSid: string, reason: string) => abandoned.push(`${callSid} ${reason}`),
    };
    twilioRoutes(app, {
      config: loadConfig({
        BRIDGE_PUBLIC_URL: PUBLIC_URL,
        BRIDGE_API_KEY: 'k',
        VAPI_API_KEY: 'k',
        TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      }),
      intake: intake as unknown as CallIntake,
      replays: new ReplayGuard(() => clock.now()),
      clock,
      log: createLogger('trace', { write: (line) => void (log += line) }),
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
    ({ port } = app.server.address() as AddressInfo);
  });
  afterEach(() => app.close());

  const sidOf = (call: number): string => `CA${call.toString(16).padStart(32, '0')}`;
  const post = async (path: string, form: Record<string, string>) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { 'x-twilio-signature': sign(PUBLIC_URL + path, form) },
      body: new URLSearchParams(form),
    });
    return { status: response.status, text: await response.text() };
  };

  it('take the call with both numbers', async () => {
    const response = await post('/twilio/voice', { CallSid: sidOf(1), From: CALLER, To: CALLED });
    expect(response.text).toContain('the-ticket');
    expect(calls).toEqual([
      { carrier: 'twilio', carrierCallId: sidOf(1), callerNumber: CALLER, calledNumber: CALLED },
    ]);
  });

  it('keep nothing of a form but what the call needs', async () => {
    const take = (call: number) =>
      post('/twilio/voice', {
        CallSid: sidOf(call),
        From: 'client:somebody-at-home',
        To: CALLED,
        SpeechResult: 'x'.repeat(50_000),
      });
    for (let call = 201; call <= 220; call += 1) await take(call);
    const before = await usedBytes();
    for (let call = 1; call <= 200; call += 1) expect((await take(call)).status).toBe(200);
    const grown = (await usedBytes()) - before;
    expect(grown).toBeLessThan(5_000_000);
    expect(calls).toHaveLength(220);
  });

  it('write one line a minute about streams that fail, and end each call', async () => {
    const fail = (call: number) =>
      post('/twilio/status', {
        CallSid: sidOf(call),
        StreamEvent: 'stream-error',
        StreamError: '31920 handshake',
      });
    for (let call = 1; call <= 3; call += 1) expect((await fail(call)).status).toBe(204);
    expect(log.match(/"Twilio stream failed"/g)).toHaveLength(1);
    expect(abandoned).toEqual([1, 2, 3].map((call) => `${sidOf(call)} stream-never-came`));
    clock.advance(60_000);
    await fail(4);
    expect(log).toContain('"streamError":"31920","leftOut":2');
  });
});
