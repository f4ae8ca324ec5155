import type { AddressInfo } from 'node:net';
import formbody from '@fastify/formbody';
import fastify from 'fastify';
import { CarrierDocuments } from '../../../../bridge/src/carriers/documents';
import { ReplayGuard } from '../../../../bridge/src/carriers/replayGuard';
import { loadConfig } from '../../../../bridge/src/config';
import type { CallIntake, IncomingCall } from '../../../../bridge/src/intake';
import { createLogger } from '../../../../bridge/src/log';
import { sayTwiml } from '../../../../bridge/src/carriers/twilio/answer';
import { twilioRoutes } from '../../../../bridge/src/carriers/twilio/routes';
import { usedBytes } from '../../support/collectGarbage';
import { AUTH_TOKEN, CALLED, CALLER, PUBLIC_URL, sign } from '../../support/fakeTwilio';
import { VirtualClock } from '../../support/virtualClock';

describe('the webhooks of Twilio', () => {
  let clock: VirtualClock;
  let calls: IncomingCall[];
  let abandoned: string[];
  /** What else the intake was told. */
  let whispers: CarrierDocuments;
  let notes: unknown[][];
  /** Whether a caller comes back from a hand-over. */
  let returns: boolean;
  let log: string;
  let app: ReturnType<typeof fastify>;

  let port: number;

  beforeEach(async () => {
    clock = new VirtualClock();
    calls = [];
    abandoned = [];
    notes = [];
    returns = false;
    log = '';
    app = fastify();
    void app.register(formbody);
    const intake = {
      take: (call: IncomingCall) => {
        calls.push(call);
        return { kind: 'connect', ticket: 'the-ticket' };
      },
      takeAgain: () => undefined,
      abandon: (callSid: string, reason: string, sessionId?: string) =>
        abandoned.push([callSid, reason, sessionId].filter(Boolean).join(' ')),
      answered: (...told: unknown[]) => notes.push(['answered', ...told]),
      machineDetected: (...told: unknown[]) => notes.push(['machine', ...told]),
      transferAnswered: (...told: unknown[]) => notes.push(['transfer answered', ...told]),
      transferOver: (...told: unknown[]) => {
        notes.push(['transfer over', ...told]);
        return returns ? 'another-ticket' : undefined;
      },
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
      whispers: (whispers = new CarrierDocuments(clock, 'TWILIO_API_FAILED')),
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

  const SESSION = '0f0e0d0c-0b0a-4908-8706-050403020100';

  it('tell of calls out by the session that they are for', async () => {
    const path = `/twilio/status?session=${SESSION}`;
    expect((await post(path, { CallSid: sidOf(1), CallStatus: 'in-progress' })).status).toBe(204);
    expect(notes).toEqual([['answered', sidOf(1), SESSION]]);
    for (const status of ['completed', 'busy', 'no-answer', 'failed', 'canceled']) {
      await post(path, { CallSid: sidOf(1), CallStatus: status });
    }
    const reasons = ['caller-hung-up', 'callee-busy', 'callee-no-answer', 'dial-failed', 'dial-canceled'];
    expect(abandoned).toEqual(reasons.map((reason) => `${sidOf(1)} ${reason} ${SESSION}`));
    const machine = `/twilio/machine?session=${SESSION}`;
    await post(machine, { CallSid: sidOf(1), AnsweredBy: 'machine_start' });
    await post(machine, { CallSid: sidOf(1), AnsweredBy: 'a message that was left' });
    expect(notes.slice(1)).toEqual([['machine', sidOf(1), 'machine_start', SESSION]]);
    await post('/twilio/status?session=..%2F..', { CallSid: sidOf(2), CallStatus: 'busy' });
    expect(abandoned.at(-1)).toBe(`${sidOf(2)} caller-hung-up`);
  });

  it('tell that somebody has answered whom a caller is handed to, and what became of it', async () => {
    const answered = { CallSid: sidOf(9), ParentCallSid: sidOf(1), CallStatus: 'in-progress' };
    const path = `/twilio/dial/answered?session=${SESSION}`;
    expect((await post(path, { ...answered, CallStatus: 'ringing' })).status).toBe(204);
    expect((await post('/twilio/dial/answered', answered)).status).toBe(204);
    expect(notes).toEqual([]);
    expect((await post(path, answered)).status).toBe(204);
    expect(notes).toEqual([['transfer answered', SESSION]]);
    notes = [];
    const over = (DialCallStatus: string, CallStatus = 'in-progress') =>
      post('/twilio/dial/over', { CallSid: sidOf(1), DialCallStatus, CallStatus });
    expect((await over('completed')).text).toContain('<Response><Hangup/></Response>');
    // Nobody talks to the caller, and the session is gone.
    expect((await over('no-answer')).text).toContain('<Say>');
    returns = true;
    expect((await over('busy')).text).toContain('another-ticket');
    expect(notes).toEqual([
      ['transfer over', sidOf(1), 'completed'],
      ['transfer over', sidOf(1), 'no-answer'],
      ['transfer over', sidOf(1), 'busy'],
    ]);
    expect((await over('no-answer', 'completed')).text).toContain('<Hangup/>');
    expect(abandoned).toEqual([`${sidOf(1)} caller-hung-up`]);
    expect(notes).toHaveLength(3);
  });

  it('say what they were told to whoever answers', async () => {
    const id = whispers.keep(sayTwiml('A caller & friend'));
    const { text } = await post(`/twilio/dial/whisper/${id}`, {});
    expect(text).toContain('<Response><Say>A caller &amp; friend</Say></Response>');
    // Kept for too long: the two are connected all the same.
    expect((await post('/twilio/dial/whisper/other', {})).text).toContain('<Response/>');
  });
});
