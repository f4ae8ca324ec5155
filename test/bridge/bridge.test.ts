import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { audioOf } from './support/audio';
import { ACCOUNT_SID, PUBLIC_URL, readTwiml, sign } from './support/fakeTwilio';
import { API_KEY, FALLBACK, Harness, IDLE } from './support/harness';
import { until } from './support/until';

const authorized = { headers: { authorization: `Bearer ${API_KEY}` } };

describe('the service', () => {
  let harness: Harness;
  const start = async (environment: Record<string, string> = {}): Promise<void> => {
    harness = await new Harness().start(environment);
  };
  afterEach(() => harness.stop());

  it('answers the health probes', async () => {
    await start();
    const health = await harness.request('/healthz');
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
    const ready = await harness.request('/readyz');
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { ready: true, full: false, sessions: 0, tickets: 0, carrierSockets: 0, vapiSockets: 0 },
    ]);
  });

  it('answers the voice webhook with a stream, a ticket and the crash fallback', async () => {
    await start();
    const response = await harness.webhook(harness.newCallSid());
    expect(response.headers.get('content-type')).toMatch(/^text\/xml/);
    const twiml = readTwiml(await response.text());
    expect(twiml).toEqual({
      streamUrl: 'wss://bridge.test/twilio/media',
      ticket: expect.stringMatching(/^[\w-]{43}$/) as string,
      say: FALLBACK,
      hangsUp: true,
    });
  });

  const postStatus = (form: Record<string, string>, signature = sign(`${PUBLIC_URL}/twilio/status`, form)) =>
    harness.request('/twilio/status', {
      method: 'POST',
      headers: { 'x-twilio-signature': signature },
      body: new URLSearchParams(form),
    });

  it('accepts status callbacks, if they are signed and name a call', async () => {
    await start();
    const form = { StreamEvent: 'stream-started', CallSid: harness.newCallSid(), AccountSid: ACCOUNT_SID };
    expect((await postStatus(form)).status).toBe(204);
    expect((await postStatus(form, 'forged')).status).toBe(403);
    const logged = harness.log;
    expect((await postStatus({ StreamEvent: 'stream-error', CallSid: 'CA1' })).status).toBe(400);
    expect(harness.log).toBe(logged);
  });

  it.each([
    [
      'stream fails',
      { StreamEvent: 'stream-error', StreamError: '31920 wss://x.test/secret' },
      'stream-never-came',
    ],
    ['call is over', { CallStatus: 'completed' }, 'caller-hung-up'],
  ])('ends a call that waits for its stream when Twilio tells that its %s', async (_kind, form, reason) => {
    await start();
    const [callSid, other] = [harness.newCallSid(), harness.newCallSid()];
    await harness.twiml(callSid);
    await harness.twiml(other);
    await until(() => harness.vapi.calls.length === 2, 'Vapi is there');
    expect((await postStatus({ ...form, CallSid: callSid })).status).toBe(204);
    await until(() => harness.bridge.inspect().sessions === 1, 'its session is gone');
    expect(harness.bridge.inspect().tickets).toBe(1);
    expect(harness.logLine('session ended')).toMatchObject({ reason, carrierCallId: callSid });
    if ('StreamEvent' in form) {
      expect(harness.logLine('Twilio stream failed')).toMatchObject({
        carrierCallId: callSid,
        streamError: '31920',
      });
      expect(harness.log).not.toContain('secret');
    }
  });

  it('leaves a call alone whose stream is there, whatever the status callbacks say', async () => {
    await start();
    const { callSid, stream, vapi } = await harness.call();
    await postStatus({ StreamEvent: 'stream-error', StreamError: '31951', CallSid: callSid });
    await postStatus({ CallStatus: 'completed', CallSid: callSid });
    vapi.socket.send(audioOf(160, 1));
    await until(() => stream.audio.length === 1, 'audio flows');
    expect(harness.log).not.toContain('session ending');
  });

  it('answers 503 on /twilio/* without TWILIO_AUTH_TOKEN, and says so at the start', async () => {
    await start({ TWILIO_AUTH_TOKEN: '' });
    for (const path of ['/twilio/voice', '/twilio/status']) {
      const response = await harness.request(path, { method: 'POST', body: new URLSearchParams({ a: 'b' }) });
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({ error: { code: 'TWILIO_NOT_CONFIGURED' } });
    }
    expect(await harness.connect('CA1')).toBe(503);
    expect(harness.log).toContain('TWILIO_AUTH_TOKEN is not set');
    expect(harness.vapi.requests).toHaveLength(0);
  });

  it.each([
    ['without a key', {}, 'API_KEY_MISSING'],
    ['with a wrong key', { authorization: `Bearer ${API_KEY}x` }, 'API_KEY_WRONG'],
    ['with another scheme', { authorization: `Basic ${API_KEY}` }, 'API_KEY_MISSING'],
  ])('refuses the REST API %s', async (_kind, headers, code) => {
    await start();
    for (const [method, path] of [
      ['GET', '/v1/sessions'],
      ['GET', '/v1/sessions/x'],
      ['DELETE', '/v1/sessions/x'],
    ] as const) {
      const response = await harness.request(path, { method, headers });
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({
        error: { code, message: expect.any(String) as string, hint: expect.any(String) as string },
      });
    }
  });

  it('lists and shows sessions without numbers and addresses', async () => {
    await start();
    const { callSid } = await harness.call();
    const text = await (await harness.request('/v1/sessions', authorized)).text();
    const { sessions } = JSON.parse(text) as { sessions: { id: string }[] };
    expect(sessions).toEqual([
      expect.objectContaining({
        state: 'live',
        carrier: 'twilio',
        carrierCallId: callSid,
        assistantCallId: 'vapi-call-1',
      }),
    ]);
    expect(text).not.toMatch(/secret|\+1415/);
    const one = await harness.request(`/v1/sessions/${sessions[0]?.id}`, authorized);
    expect(await one.json()).toMatchObject({ id: sessions[0]?.id, carrierCallId: callSid });
  });

  it('ends a session on DELETE, on both sides', async () => {
    await start();
    const { vapi, stream } = await harness.call();
    const list = await harness.request('/v1/sessions', authorized);
    const { sessions } = (await list.json()) as { sessions: { id: string }[] };
    const path = `/v1/sessions/${sessions[0]?.id}`;
    const deleted = await harness.request(path, { method: 'DELETE', ...authorized });
    expect(deleted.status).toBe(202);
    await until(
      () => vapi.closeCode !== undefined && stream.closeCode !== undefined,
      'both sides are closed',
    );
    expect(vapi.texts).toEqual(['{"type":"end-call"}']);
    expect(harness.rest.updates[0]?.fields).toEqual({ Status: 'completed' });
    await harness.idle();
    const ended = await harness.request(path, authorized);
    expect(await ended.json()).toMatchObject({ state: 'ended', reason: 'stopped-by-api' });
  });

  it('ends a session that still waits for its stream, and its ticket with it', async () => {
    await start();
    const callSid = harness.newCallSid();
    const { ticket } = await harness.twiml(callSid);
    await until(() => harness.vapi.calls.length === 1, 'Vapi is there');
    const list = await harness.request('/v1/sessions', authorized);
    const { sessions } = (await list.json()) as { sessions: { id: string }[] };
    await harness.request(`/v1/sessions/${sessions[0]?.id}`, { method: 'DELETE', ...authorized });
    await harness.idle();
    expect(harness.vapi.calls[0]?.texts).toEqual(['{"type":"end-call"}']);
    const stream = await harness.stream(callSid);
    stream.start(ticket);
    await until(() => stream.closeCode === 1008, 'the late stream is refused');
  });

  it('answers unknown routes and sessions with coded errors', async () => {
    await start();
    const route = await harness.request('/nothing');
    expect([route.status, await route.json()]).toMatchObject([404, { error: { code: 'ROUTE_UNKNOWN' } }]);
    const session = await harness.request('/v1/sessions/nothing', authorized);
    expect([session.status, await session.json()]).toMatchObject([
      404,
      { error: { code: 'SESSION_UNKNOWN' } },
    ]);
  });

  it('counts its calls, and shows them to those who hold the key', async () => {
    await start();
    const metric = async (name: string): Promise<number> => {
      const text = await (await harness.request('/metrics', authorized)).text();
      const line = text.split('\n').find((other) => other.startsWith(`${name} `));
      return Number(line?.split(' ').at(-1));
    };
    const { stream, vapi } = await harness.call();
    vapi.socket.send(audioOf(160, 1));
    await until(() => stream.audio.length > 0, 'audio goes to the caller');
    stream.media(audioOf(160, 2));
    await until(() => vapi.heard().length > 0, 'audio goes to the assistant');
    expect(await metric('bridge_sessions_active')).toBe(1);
    expect(await metric('bridge_relay_delay_seconds_count{direction="to_assistant"}')).toBeGreaterThan(0);
    expect(await metric('bridge_relay_delay_seconds_count{direction="to_caller"}')).toBeGreaterThan(0);
    expect(await metric('bridge_upstream_connect_seconds_count')).toBe(1);
    expect(await metric('bridge_first_audio_seconds_count')).toBe(1);
    stream.stop();
    await harness.idle();
    expect(await metric('bridge_sessions_active')).toBe(0);
    expect(await metric('bridge_sessions_total{result="caller-hung-up"}')).toBe(1);
    expect(await metric('bridge_session_seconds_count')).toBe(1);
    expect(await metric('bridge_close_total{side="assistant",code="1000"}')).toBe(1);
  });

  it('connects to the fallback number when no assistant can be reached, and has Twilio do so without it', async () => {
    await start({ BRIDGE_FALLBACK_NUMBER: '+14155550177' });
    const { vapi } = await harness.call();
    vapi.socket.terminate();
    await until(() => harness.rest.updates.length === 1, 'the call is handed over');
    expect(harness.rest.updates[0]?.fields.Twiml).toMatch(/<Say>Sorry.*<Dial>\+14155550177<\/Dial>/);
    const answer = await (await harness.webhook(harness.newCallSid())).text();
    expect(answer).toMatch(/<\/Connect><Say>[^<]+<\/Say><Dial>\+14155550177<\/Dial><\/Response>$/);
  });

  it('creates one call after the other over the same connection', async () => {
    const ports: (number | undefined)[] = [];
    const api = createServer((request, response) => {
      ports.push(request.socket.remotePort);
      request.resume().on('end', () => response.writeHead(400).end());
    });
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    await start({ VAPI_BASE_URL: `http://127.0.0.1:${(api.address() as AddressInfo).port}` });
    for (const count of [1, 2, 3]) {
      await harness.webhook(harness.newCallSid());
      await until(() => harness.log.split('assistant unreachable').length > count, 'Vapi has refused');
    }
    expect(new Set(ports).size).toBe(1);
    expect(ports).toHaveLength(3);
    api.closeAllConnections();
    await new Promise((resolve) => api.close(resolve));
  });

  it('tells callers beyond the limit that it is busy', async () => {
    await start({ BRIDGE_MAX_SESSIONS: '1' });
    await harness.call();
    // Calls must still come here to be told.
    const ready = await harness.request('/readyz');
    expect([ready.status, await ready.json()]).toMatchObject([200, { ready: true, full: true, sessions: 1 }]);
    const twiml = await harness.twiml(harness.newCallSid());
    expect(twiml).toMatchObject({ ticket: undefined, hangsUp: true });
    expect(twiml.say).toMatch(/busy/);
    expect(harness.vapi.requests).toHaveLength(1);
  });

  it('lets live calls finish while draining, and takes no new ones', async () => {
    await start({ BRIDGE_DRAIN_SECONDS: '60' });
    const { stream } = await harness.call();
    const drained = harness.bridge.drain();
    const ready = await harness.request('/readyz');
    expect([ready.status, await ready.json()]).toMatchObject([503, { ready: false, full: false }]);
    expect((await harness.request('/healthz')).status).toBe(200);
    expect((await harness.twiml(harness.newCallSid())).say).toMatch(/busy/);
    expect(stream.closeCode).toBeUndefined();
    stream.stop();
    await drained;
    expect(harness.bridge.inspect()).toEqual(IDLE);
    expect(harness.rest.updates).toHaveLength(0);
  });

  it('tells the callers goodbye when the time to drain is over', async () => {
    await start({ BRIDGE_DRAIN_SECONDS: '0' });
    const { stream, vapi } = await harness.call();
    await harness.bridge.drain();
    expect(harness.rest.updates[0]?.fields.Twiml).toContain('Sorry');
    await until(
      () => stream.closeCode !== undefined && vapi.closeCode !== undefined,
      'both sides are closed',
    );
    expect(harness.bridge.inspect()).toEqual(IDLE);
  });
});
