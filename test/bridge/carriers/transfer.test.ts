import type { SessionView } from '../../../bridge/src/relay/sessionView';
import { audioOf } from '../support/audio';
import type { VapiCall } from '../support/fakeVapi';
import { API_KEY, FALLBACK, Harness } from '../support/harness';
import { until } from '../support/until';
import type { CarrierStage, DialOutcome } from './stage';
import { stages } from './stages';

const TO = '+14155550177';
const SIP = 'sip:desk@example.com';
const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };
/** Of which Vonage's samples hold nothing less: there is one zero. */
const codes = (bytes: number, seed: number): Buffer =>
  Buffer.from(audioOf(bytes, seed).map((code) => (code === 0x7f ? 0x7e : code)));

/** Each carrier plays its part by itself: it asks, tells, rings, and opens streams as its pages describe it. */
describe.each(stages)('handing a caller over at %s', (_name, make) => {
  let stage: CarrierStage;
  let harness: Harness;
  let callId: string;
  let vapi: VapiCall;
  let id: string;

  beforeEach(async () => {
    stage = make();
    await stage.start();
    harness = await new Harness().start({ ...stage.environment, BRIDGE_WAITING_TONE: 'off' });
    stage.bridgePort = harness.port;
    callId = await stage.call();
    await until(() => harness.log.includes('carrier attached'), 'the carrier is attached');
    await until(() => harness.vapi.callOf(callId) !== undefined, 'the bridge opens a socket to Vapi');
    vapi = harness.vapi.callOf(callId) as VapiCall;
    await until(() => vapi.audio.length > 0, 'both are there');
    const list = await (await harness.request('/v1/sessions', { headers })).json();
    id = (list as { sessions: SessionView[] }).sessions[0]?.id ?? '';
  });
  afterEach(async () => {
    try {
      await harness.idle();
    } finally {
      await harness.stop();
      await stage.stop();
    }
    expect(stage.errors).toEqual([]);
    for (const status of stage.statuses) expect([200, 204]).toContain(status);
    for (const secret of [TO, TO.slice(1), SIP]) expect(harness.log).not.toContain(secret);
  });

  const view = async (): Promise<SessionView> =>
    (await (await harness.request(`/v1/sessions/${id}`, { headers })).json()) as SessionView;
  const transfer = (destination: Record<string, unknown>): Promise<Response> =>
    harness.request(`/v1/sessions/${id}/control`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ type: 'transfer', destination }),
    });
  const handOver = async (outcome: DialOutcome, more: Record<string, unknown> = {}): Promise<void> => {
    stage.outcome = outcome;
    expect((await transfer({ type: 'number', number: TO, ...more })).status).toBe(202);
  };
  const talking = () => until(() => vapi.texts.includes('{"type":"end-call"}'), "Vapi's call ends");

  it('ends with the call when they have talked', async () => {
    await handOver('talks', { message: 'One moment & more.', whisper: 'A <caller>.', timeoutSeconds: 25 });
    await talking();
    expect(stage.spoken).toEqual(['One moment & more.']);
    await until(() => stage.whispered.length > 0, 'whoever answers hears about the caller');
    expect(stage.whispered).toEqual(['A <caller>.']);
    expect(stage.dialled).toMatchObject([{ kind: 'number', to: TO, timeoutSeconds: 25 }]);
    expect(stage.streams.map(({ isClosed }) => isClosed)).toEqual([true]);
    expect(await view()).toMatchObject({ state: 'transferring' });
    stage.leave();
    await harness.idle();
    expect(await view()).toMatchObject({ state: 'ended', reason: 'transferred' });
    await until(() => stage.ended.has(callId), 'the call is over');
    expect(stage.spoken).not.toContain(FALLBACK);
    expect(harness.vapi.requests).toHaveLength(1);
  });

  it.each([
    ['busy', 'line was busy'],
    ['no-answer', 'nobody answered'],
    ['failed', 'could not be made'],
  ] as const)('brings the caller back to the same assistant (%s)', async (outcome, told) => {
    await handOver(outcome);
    await until(() => stage.streams.length === 2, 'the caller comes back over another stream');
    await until(() => vapi.texts.some((text) => text.includes(told)), 'the assistant is told');
    expect(await view()).toMatchObject({ state: 'live' });
    const [, stream] = stage.streams;
    vapi.socket.send(codes(320, 1));
    await until(
      () => stream?.heard().includes(codes(320, 1)) === true,
      'the caller hears the assistant again',
    );
    stream?.speak(codes(160, 2));
    await until(() => vapi.heard().includes(codes(160, 2)), 'and is heard');
    stream?.hangUp();
    await harness.idle();
    expect(await view()).toMatchObject({ reason: 'caller-hung-up' });
    expect(harness.vapi.requests).toHaveLength(1);
  });

  it('can be tried again by a caller who is back', async () => {
    await handOver('busy');
    await until(() => stage.streams.length === 2, 'the caller comes back');
    await until(() => vapi.texts.some((text) => text.includes('line was busy')), 'the assistant is told');
    await handOver('talks');
    await talking();
    stage.leave();
    await harness.idle();
    expect(await view()).toMatchObject({ reason: 'transferred' });
    expect(stage.dialled).toHaveLength(2);
  });

  it('ends with the caller who does not wait', async () => {
    await handOver('caller-hangs-up');
    await harness.idle();
    expect(await view()).toMatchObject({ reason: 'caller-hung-up' });
    expect(vapi.texts).toContain('{"type":"end-call"}');
  });

  it('hangs up for both when it is stopped', async () => {
    await handOver('talks');
    await talking();
    const { authorization } = headers;
    await harness.request(`/v1/sessions/${id}`, { method: 'DELETE', headers: { authorization } });
    await harness.idle();
    await until(() => stage.ended.has(callId), 'the carrier has ended the call');
    expect(await view()).toMatchObject({ reason: 'stopped-by-api' });
  });

  it('dials SIP addresses, and shows the number that it was told', async () => {
    stage.outcome = 'talks';
    const destination = { type: 'sip', sipUri: SIP, callerId: '+14155550111' };
    expect((await transfer(destination)).status).toBe(202);
    await talking();
    expect(stage.dialled).toEqual([{ kind: 'sip', to: SIP, callerId: '+14155550111', timeoutSeconds: 30 }]);
    expect(stage.spoken).toEqual([]);
    stage.leave();
  });

  it.each([400, 404])('leaves the call as it is when the carrier refuses with %i', async (status) => {
    stage.refusal = status;
    const response = await transfer({ type: 'number', number: TO });
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ error: { code: stage.failures.change } });
    vapi.socket.send(codes(320, 1));
    await until(
      () => stage.streams[0]?.heard().includes(codes(320, 1)) === true,
      'the assistant is still heard',
    );
    expect(await view()).toMatchObject({ state: 'live' });
    stage.streams[0]?.hangUp();
  });

  it('takes no step that the carrier has not signed', async () => {
    await handOver('talks', { whisper: 'A caller.' });
    await talking();
    const state = await view();
    const steps = stage.asked.filter((path) => path !== '' && !path.includes('/whisper/'));
    expect(steps.length).toBeGreaterThan(0);
    for (const path of steps) expect(await stage.forge(path)).toBe(403);
    expect((await view()).state).toBe(state.state);
    stage.leave();
  });
});

it('refuses at Vonage what is to be said at a SIP address, before anything is done', async () => {
  const [, make] = stages.find(([name]) => name === 'Vonage') ?? [];
  if (!make) throw new Error('unreachable');
  const stage = make();
  await stage.start();
  const harness = await new Harness().start(stage.environment);
  try {
    stage.bridgePort = harness.port;
    await stage.call();
    await until(() => harness.log.includes('carrier attached'), 'the carrier is attached');
    const list = (await (await harness.request('/v1/sessions', { headers })).json()) as {
      sessions: SessionView[];
    };
    const destination = { type: 'sip', sipUri: SIP, whisper: 'A caller.' };
    const response = await harness.request(`/v1/sessions/${list.sessions[0]?.id}/control`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ type: 'transfer', destination }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: 'BODY_INVALID', message: expect.stringContaining('destination.whisper') as string },
    });
    expect(stage.dialled).toEqual([]);
  } finally {
    await harness.stop();
    await stage.stop();
  }
});
