import type { SessionView } from '../../../bridge/src/relay/sessionView';
import { CallIntake } from '../../../bridge/src/intake';
import { audioOf } from '../support/audio';
import { API_KEY, Harness } from '../support/harness';
import { until } from '../support/until';
import { PlivoStage } from './plivo/stage';
import type { CarrierStage, PlacedCall } from './stage';
import { TelnyxStage } from './telnyx/stage';

const TO = '+14155550123';
const FROM = '+14155550199';
const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };
const { authorization } = headers;

const namelessTelnyx = (): TelnyxStage => {
  const stage = new TelnyxStage();
  stage.namesCalls = false;
  return stage;
};

describe.each<[string, () => CarrierStage]>([
  ['Telnyx', () => new TelnyxStage()],
  ['Telnyx, whose answer does not name the call', namelessTelnyx],
  ['Plivo', () => new PlivoStage()],
])('calls out over %s', (name, make) => {
  let stage: CarrierStage;
  let harness: Harness;

  beforeEach(async () => {
    stage = make();
    await stage.start();
    harness = await new Harness().start({
      ...stage.environment,
      ...{ BRIDGE_FROM_NUMBER: FROM, BRIDGE_WAITING_TONE: 'off' },
    });
    stage.bridgePort = harness.port;
  });
  afterEach(async () => {
    try {
      await harness.idle();
    } finally {
      await harness.stop();
      await stage.stop();
    }
    jest.restoreAllMocks();
    expect(stage.errors).toEqual([]);
    for (const status of stage.statuses) expect([200, 204]).toContain(status);
    for (const secret of [TO, FROM, TO.slice(1)]) expect(harness.log).not.toContain(secret);
  });

  const post = (body: Record<string, unknown> = {}): Promise<Response> =>
    harness.request('/v1/sessions', {
      method: 'POST',
      headers,
      body: JSON.stringify({ to: TO, carrier: stage.carrier, ...body }),
    });
  const dial = async (body: Record<string, unknown> = {}): Promise<{ id: string; call: PlacedCall }> => {
    const response = await post(body);
    expect(response.status).toBe(201);
    const { id, state } = (await response.json()) as SessionView;
    expect(state).toBe('waiting');
    const call = stage.placed.at(-1);
    if (!call) throw new Error('the carrier was not asked');
    return { id, call };
  };
  const view = async (id: string): Promise<SessionView> =>
    (await (await harness.request(`/v1/sessions/${id}`, { headers })).json()) as SessionView;

  it('dial, and connect whoever answers to the assistant, which is not called before', async () => {
    const { id, call } = await dial({ variableValues: { name: 'Ada' }, timeoutSeconds: 25 });
    expect(call).toMatchObject({ to: TO, from: FROM, ringsFor: 25, detectsMachine: false });
    await call.ring();
    const { carrierCallId } = await view(id);
    expect(carrierCallId).not.toBeNull();
    expect(harness.vapi.requests).toHaveLength(0);
    const stream = await call.answer();
    await until(() => harness.vapi.requests.length === 1, 'the call is created at Vapi');
    expect(harness.vapi.requests[0]?.body).toMatchObject({
      assistantOverrides: {
        variableValues: { name: 'Ada', callerNumber: FROM, calledNumber: TO, carrierCallId },
      },
      metadata: { carrier: stage.carrier, direction: 'outbound' },
    });
    await until(() => harness.vapi.callOf(carrierCallId ?? '') !== undefined, 'a socket to Vapi');
    await until(() => harness.log.includes('carrier attached'), 'the carrier is attached');
    const vapi = harness.vapi.callOf(carrierCallId ?? '');
    await until(() => (vapi?.audio.length ?? 0) > 0, 'both are there');
    const words = audioOf(320, 3);
    vapi?.socket.send(words);
    await until(() => stream.heard().includes(words), 'the called party hears the assistant');
    stream.speak(audioOf(160, 4));
    await until(() => vapi?.heard().includes(audioOf(160, 4)) === true, 'and is heard');
    stream.hangUp();
    await harness.idle();
    expect(await view(id)).toMatchObject({ reason: 'caller-hung-up', carrierCallId });
  });

  it.each([
    [true, name === 'Plivo' ? 'machine' : 'machine_start'],
    [false, 'human'],
  ])('tell what has answered (a machine: %s)', async (isMachine, result) => {
    const detected = jest.spyOn(CallIntake.prototype, 'machineDetected');
    const { id, call } = await dial({ machineDetection: true });
    expect(call.detectsMachine).toBe(true);
    await call.ring();
    const stream = await call.answer();
    await call.machine(isMachine);
    expect(detected).toHaveBeenCalledWith((await view(id)).carrierCallId, result, id);
    await until(() => harness.log.includes('carrier attached'), 'the carrier is attached');
    stream.hangUp();
  });

  it.each([
    ['busy', 'callee-busy'],
    ['no-answer', 'callee-no-answer'],
    ['failed', 'dial-failed'],
    ['canceled', 'dial-canceled'],
  ] as const)('end without any call at Vapi (%s)', async (outcome, reason) => {
    const { id, call } = await dial();
    await call.ring();
    await call.over(outcome);
    await harness.idle();
    expect(await view(id)).toMatchObject({ state: 'ended', reason });
    expect(harness.vapi.requests).toHaveLength(0);
    expect(call.isCancelled).toBe(false);
  });

  it('end, and are named, also when the end is the first that is told', async () => {
    const { id, call } = await dial();
    await call.over('busy');
    await harness.idle();
    const { reason, carrierCallId } = await view(id);
    expect(reason).toBe('callee-busy');
    expect(carrierCallId).not.toBeNull();
  });

  it('are cancelled at the carrier when they are stopped while it rings', async () => {
    const { id, call } = await dial();
    await harness.request(`/v1/sessions/${id}`, { method: 'DELETE', headers: { authorization } });
    await harness.idle();
    // What the carrier has not named can't be cancelled.
    expect(call.isCancelled).toBe(!name.includes('does not name'));
    // Who answers in spite of it hears the fallback, and Vapi is not called.
    await call.over('canceled');
    expect(harness.vapi.requests).toHaveLength(0);
  });

  it.each([400, 401, 500])('are refused with the reason (%i)', async (status) => {
    stage.refusal = status;
    const response = await post();
    expect(response.status).toBe(502);
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe(stage.failures.dial);
    expect(error.message).toContain(`status ${status}`);
    expect(stage.placed).toHaveLength(0);
  });

  it('can be handed over', async () => {
    const { id, call } = await dial();
    await call.ring();
    await call.answer();
    await until(() => harness.log.includes('carrier attached'), 'the carrier is attached');
    stage.outcome = 'busy';
    const response = await harness.request(`/v1/sessions/${id}/control`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ type: 'transfer', destination: { type: 'number', number: '+14155550177' } }),
    });
    expect(response.status).toBe(202);
    await until(() => stage.streams.length === 2, 'the called party comes back');
    await until(() => harness.log.match(/carrier attached/g)?.length === 2, 'and is attached');
    stage.streams[1]?.hangUp();
  });
});

it.each([
  ['telnyx', () => new TelnyxStage(), ['TELNYX_ACCOUNT_ID', 'TELNYX_APPLICATION_ID']],
  ['plivo', () => new PlivoStage(), ['PLIVO_AUTH_ID', 'PLIVO_AUTH_TOKEN']],
] as const)(
  'no calls are placed over %s where it is not configured for that',
  async (carrier, make, needed) => {
    const stage = make();
    await stage.start();
    const without = Object.fromEntries(needed.map((variable) => [variable, '']));
    const harness = await new Harness().start({ ...stage.environment, ...without, BRIDGE_FROM_NUMBER: FROM });
    try {
      const body = JSON.stringify({ to: TO, carrier });
      const response = await harness.request('/v1/sessions', { method: 'POST', headers, body });
      expect(response.status).toBe(501);
      expect(await response.json()).toMatchObject({ error: { code: 'CARRIER_DIAL_UNAVAILABLE' } });
    } finally {
      await harness.stop();
      await stage.stop();
    }
  },
);
