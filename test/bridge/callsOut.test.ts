import { audioOf } from './support/audio';
import {
  ACCOUNT_SID,
  CALLED,
  CALLER,
  PUBLIC_URL,
  readTwiml,
  sign,
  type TwilioStream,
} from './support/fakeTwilio';
import type { VapiCall } from './support/fakeVapi';
import { API_KEY, Harness } from './support/harness';
import { until } from './support/until';

const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };

interface View {
  id: string;
  state: string;
  carrierCallId: string;
  reason: string | null;
}

describe('calls out over Twilio', () => {
  let harness: Harness;
  const start = async (environment: Record<string, string> = {}): Promise<void> => {
    harness = await new Harness().start({ BRIDGE_FROM_NUMBER: CALLED, ...environment });
    harness.rest.status = 201;
  };
  afterEach(async () => {
    await harness.idle();
    await harness.stop();
  });

  const post = (body: Record<string, unknown>): Promise<Response> =>
    harness.request('/v1/sessions', { method: 'POST', headers, body: JSON.stringify(body) });
  /** A call that Twilio has taken. */
  const dial = async (body: Record<string, unknown> = {}) => {
    const response = await post({ to: CALLER, ...body });
    expect(response.status).toBe(201);
    const session = (await response.json()) as View;
    const { fields = {} } = harness.rest.updates.at(-1) ?? {};
    return { session, fields, callSid: session.carrierCallId };
  };
  /** Twilio tells something at an address that the call was placed with. */
  const tell = async (url: string | undefined, form: Record<string, string>): Promise<void> => {
    const fields = { AccountSid: ACCOUNT_SID, ...form };
    const response = await harness.request((url ?? '').slice(PUBLIC_URL.length), {
      method: 'POST',
      headers: { 'x-twilio-signature': sign(url ?? '', fields) },
      body: new URLSearchParams(fields),
    });
    expect(response.status).toBe(204);
  };
  const answer = async (callSid: string, twiml: string | undefined): Promise<TwilioStream> => {
    const stream = await harness.stream(callSid);
    stream.start(readTwiml(twiml ?? '').ticket);
    return stream;
  };
  const vapiOf = async (callSid: string): Promise<VapiCall> => {
    await until(() => harness.vapi.callOf(callSid) !== undefined, 'the bridge opens a socket to Vapi');
    return harness.vapi.callOf(callSid) as VapiCall;
  };
  const stop = (id: string): Promise<Response> =>
    harness.request(`/v1/sessions/${id}`, {
      method: 'DELETE',
      headers: { authorization: headers.authorization },
    });
  const ended = async (id: string): Promise<View> => {
    let view: View | undefined;
    const limit = performance.now() + 60_000;
    while (view?.state !== 'ended') {
      if (performance.now() > limit) throw new Error(`the session is still ${view?.state}`);
      view = (await (await harness.request(`/v1/sessions/${id}`, { headers })).json()) as View;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return view;
  };

  it('dial, and connect whoever answers to the assistant, with variables', async () => {
    await start();
    const { session, fields, callSid } = await dial({
      variableValues: { name: 'Ada' },
      metadata: { order: 7 },
      machineDetection: true,
      timeoutSeconds: 25,
    });
    expect(session).toMatchObject({ state: 'waiting', carrier: 'twilio', direction: 'outbound' });
    expect(fields).toMatchObject({ To: CALLER, From: CALLED, Timeout: '25', MachineDetection: 'Enable' });
    expect(harness.vapi.requests).toHaveLength(0);

    await tell(fields.StatusCallback, { CallSid: callSid, CallStatus: 'in-progress' });
    const vapi = await vapiOf(callSid);
    expect(harness.vapi.requests[0]?.body).toMatchObject({
      assistantId: 'assistant-1',
      assistantOverrides: {
        variableValues: { name: 'Ada', callerNumber: CALLED, calledNumber: CALLER, carrierCallId: callSid },
      },
      metadata: { order: 7, carrier: 'twilio', direction: 'outbound' },
    });
    const stream = await answer(callSid, fields.Twiml);
    await tell(fields.AsyncAmdStatusCallback, { CallSid: callSid, AnsweredBy: 'human' });
    vapi.socket.send(audioOf(320, 1));
    await until(() => stream.heard().length >= 320, 'the called party hears the assistant');
    expect(stream.heard().subarray(0, 320)).toEqual(audioOf(320, 1));
    stream.media(audioOf(160, 2));
    await until(() => vapi.heard().length === 160, 'the assistant hears the called party');
    stream.stop();
    expect(await ended(session.id)).toMatchObject({ reason: 'caller-hung-up' });
    expect(harness.vapi.requests).toHaveLength(1);
    for (const secret of [CALLER, CALLED, 'Ada']) expect(harness.log).not.toContain(secret);
  });

  it.each([
    ['busy', 'callee-busy'],
    ['no-answer', 'callee-no-answer'],
    ['failed', 'dial-failed'],
    ['canceled', 'dial-canceled'],
  ])('end without any call at Vapi when Twilio says %s', async (status, reason) => {
    await start();
    const { session, fields, callSid } = await dial();
    await tell(fields.StatusCallback, { CallSid: callSid, CallStatus: status });
    expect(await ended(session.id)).toMatchObject({ reason });
    expect(harness.vapi.requests).toHaveLength(0);
    expect(harness.rest.updates).toHaveLength(1);
  });

  it('are cancelled at Twilio when they are stopped while it rings', async () => {
    await start();
    const { session, callSid } = await dial();
    harness.rest.status = 200;
    await stop(session.id);
    await ended(session.id);
    expect(harness.rest.updates.at(-1)).toMatchObject({
      path: expect.stringContaining(`${callSid}.json`) as string,
      fields: { Status: 'completed' },
    });
  });

  it('are refused with the reason', async () => {
    await start();
    harness.rest.status = 400;
    harness.rest.refusal = { code: 21211, message: `Invalid 'To' Phone Number: ${CALLER}` };
    const response = await post({ to: CALLER });
    expect(response.status).toBe(502);
    const text = await response.text();
    expect(text).toContain('TWILIO_DIAL_FAILED');
    expect(text + harness.log).not.toContain(CALLER);
    for (const [body, code] of [
      [{ to: CALLER, carrier: 'other' }, 'CARRIER_UNKNOWN'],
      [{ to: 'Ada' }, 'BODY_INVALID'],
    ] as const) {
      expect(await (await post(body)).json()).toMatchObject({ error: { code } });
    }
  });

  it.each([
    [{ BRIDGE_FROM_NUMBER: '' }, 400, 'FROM_MISSING'],
    [{ VAPI_ASSISTANT_ID: '' }, 400, 'ASSISTANT_MISSING'],
    [{ TWILIO_ACCOUNT_SID: '' }, 501, 'CARRIER_DIAL_UNAVAILABLE'],
  ])('are not placed with %j', async (environment, status, code) => {
    await start(environment);
    const response = await post({ to: CALLER });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code } });
    expect(harness.rest.updates).toHaveLength(0);
  });

  it('fit into what Twilio takes, however long the fallback message is', async () => {
    await start({ BRIDGE_FALLBACK_MESSAGE: 'a'.repeat(3800) });
    const { session, fields } = await dial();
    expect(fields.Twiml?.length).toBeLessThan(4000);
    expect(readTwiml(fields.Twiml ?? '')).toMatchObject({ say: undefined, hangsUp: true });
    harness.rest.status = 200;
    await stop(session.id);
  });

  it('are not placed above the limit', async () => {
    await start({ BRIDGE_MAX_SESSIONS: '1' });
    const { session } = await dial();
    const response = await post({ to: CALLER });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ error: { code: 'SESSIONS_FULL' } });
    harness.rest.status = 200;
    await stop(session.id);
  });
});
