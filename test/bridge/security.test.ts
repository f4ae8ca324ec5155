import { createConnection } from 'node:net';
import { ACCOUNT_SID, CALLED, CALLER, MEDIA_URL, PUBLIC_URL, sign } from './support/fakeTwilio';
import { API_KEY, Harness, IDLE, VAPI_KEY } from './support/harness';
import { audioOf } from './support/audio';
import { until } from './support/until';
import { AUTH_TOKEN } from './support/fakeTwilio';

describe('who may open what', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await new Harness().start();
  });
  afterEach(() => harness.stop());

  const nothingOpened = (): void => {
    expect(harness.vapi.requests).toHaveLength(0);
    expect(harness.bridge.inspect()).toEqual(IDLE);
  };

  it.each([
    ['forged', 'Zm9yZ2VkIHNpZ25hdHVyZSAxMjM0NTY='],
    ['empty', ''],
    ['made with another token', sign(`${PUBLIC_URL}/twilio/voice`, {}, 'other')],
  ])('refuses a webhook whose signature is %s', async (_kind, signature) => {
    const response = await harness.webhook(harness.newCallSid(), { signature });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { code: 'TWILIO_SIGNATURE_INVALID' } });
    nothingOpened();
  });

  it('checks the signature against BRIDGE_PUBLIC_URL, whatever Host and X-Forwarded-* say', async () => {
    const form = { CallSid: harness.newCallSid() };
    const response = await harness.request('/twilio/voice', {
      method: 'POST',
      headers: {
        'x-forwarded-host': 'attacker.test',
        'x-forwarded-proto': 'https',
        'x-twilio-signature': sign('https://attacker.test/twilio/voice', form),
      },
      body: new URLSearchParams(form),
    });
    expect(response.status).toBe(403);
    nothingOpened();
  });

  it('refuses a webhook with a changed field', async () => {
    const form = { CallSid: harness.newCallSid(), From: CALLER };
    const response = await harness.request('/twilio/voice', {
      method: 'POST',
      headers: { 'x-twilio-signature': sign(`${PUBLIC_URL}/twilio/voice`, form) },
      body: new URLSearchParams({ ...form, From: CALLED }),
    });
    expect(response.status).toBe(403);
    nothingOpened();
  });

  it('answers a call once: a replayed webhook opens nothing more', async () => {
    const callSid = harness.newCallSid();
    expect((await harness.webhook(callSid)).status).toBe(200);
    const replayed = await harness.webhook(callSid);
    expect(replayed.status).toBe(403);
    expect(await replayed.json()).toMatchObject({ error: { code: 'TWILIO_REQUEST_REPLAYED' } });
    await until(() => harness.vapi.requests.length === 1, 'the first one opens its call');
    expect(harness.bridge.inspect()).toMatchObject({ sessions: 1, tickets: 1 });
  });

  describe('with a captured webhook whose borders between fields are moved', () => {
    const url = `${PUBLIC_URL}/twilio/voice`;
    const post = (fields: Record<string, string> | URLSearchParams, signature: string) =>
      harness.request('/twilio/voice', {
        method: 'POST',
        headers: { 'x-twilio-signature': signature },
        body: new URLSearchParams(fields),
      });
    const parent = `CA${'b'.repeat(32)}`;

    it.each([
      ['CallSid', (sid: string) => ({ AccountSid: ACCOUNT_SID, CallSid: `${sid}Called${CALLED}` })],
      [
        'AccountSid',
        (sid: string) => ({
          AccountSid: `${ACCOUNT_SID}CallSid${sid}Called${CALLED}Parent`,
          CallSid: parent,
        }),
      ],
    ])('refuses one that enlarges the %s, before anything is noted', async (taker, move) => {
      const sid = harness.newCallSid();
      const captured: Record<string, string> = { AccountSid: ACCOUNT_SID, CallSid: sid, Called: CALLED };
      if (taker === 'AccountSid') captured.ParentCallSid = parent;
      const signature = sign(url, captured);
      expect(sign(url, move(sid))).toBe(signature);
      const logged = harness.log;
      const response = await post(move(sid), signature);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { code: 'TWILIO_REQUEST_INVALID' } });
      expect(harness.log).toBe(logged);
      nothingOpened();
      // The real one is not harmed by the attempt.
      expect((await post(captured, signature)).status).toBe(200);
    });

    it('refuses one that names another call in the right form', async () => {
      const sid = harness.newCallSid();
      const captured = { AccountSid: ACCOUNT_SID, ApiVersion: '1', CallSid: sid, ParentCallSid: parent };
      const signature = sign(url, captured);
      expect((await post(captured, signature)).status).toBe(200);
      const moved = { AccountSid: ACCOUNT_SID, ApiVersion: `1CallSid${sid}Parent`, CallSid: parent };
      expect(sign(url, moved)).toBe(signature);
      const response = await post(moved, signature);
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ error: { code: 'TWILIO_REQUEST_REPLAYED' } });
      await until(() => harness.vapi.requests.length === 1, 'the real one opens its call');
      expect(harness.bridge.inspect()).toMatchObject({ sessions: 1, tickets: 1 });
    });

    it('refuses one that repeats the CallSid', async () => {
      const sid = harness.newCallSid();
      const fields = new URLSearchParams([
        ['CallSid', sid],
        ['CallSid', sid],
      ]);
      expect((await post(fields, sign(url, { CallSid: sid }))).status).toBe(400);
      nothingOpened();
    });
  });

  it('refuses a signed webhook that names no call', async () => {
    const form = { From: CALLER };
    const response = await harness.request('/twilio/voice', {
      method: 'POST',
      headers: { 'x-twilio-signature': sign(`${PUBLIC_URL}/twilio/voice`, form) },
      body: new URLSearchParams(form),
    });
    expect(response.status).toBe(400);
    nothingOpened();
  });

  it.each([
    ['JSON', 'application/json', '{"CallSid":"CA1"}', 403],
    ['a body of unknown type', 'text/csv', 'a,b', 415],
    ['a body that is too large', 'application/x-www-form-urlencoded', `a=${'b'.repeat(70_000)}`, 413],
  ])('refuses %s at the webhook', async (_kind, type, body, status) => {
    const response = await harness.request('/twilio/voice', {
      method: 'POST',
      headers: { 'content-type': type, 'x-twilio-signature': sign(`${PUBLIC_URL}/twilio/voice`) },
      body,
    });
    expect(response.status).toBe(status);
    nothingOpened();
  });

  it('refuses the upgrade without a valid signature', async () => {
    const callSid = harness.newCallSid();
    expect(await harness.connect(callSid, 'forged')).toBe(403);
    expect(await harness.connect(callSid, sign('https://bridge.test/twilio/media'))).toBe(403);
    nothingOpened();
  });

  it('accepts the upgrade signed with the explicit default port', async () => {
    const stream = await harness.connect(harness.newCallSid(), sign('wss://bridge.test:443/twilio/media'));
    expect(typeof stream).toBe('object');
  });

  it('refuses upgrades of other paths', async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = createConnection(harness.port, '127.0.0.1', () =>
        socket.write('GET /other HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
      );
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
    nothingOpened();
  });

  it.each([
    ['no ticket', undefined],
    ['a forged ticket', 'A'.repeat(43)],
  ])('closes a stream with %s with 1008, and opens nothing', async (_kind, ticket) => {
    const stream = await harness.stream(harness.newCallSid());
    stream.start(ticket);
    await until(() => stream.closeCode !== undefined, 'the socket closes');
    expect(stream.closeCode).toBe(1008);
    await harness.idle();
    nothingOpened();
  });

  it('refuses the ticket of another call, which stays good for its own', async () => {
    const callSid = harness.newCallSid();
    const { ticket } = await harness.twiml(callSid);
    const stranger = await harness.stream(callSid);
    stranger.start(ticket, harness.newCallSid());
    await until(() => stranger.closeCode === 1008, 'the stranger is refused');
    const stream = await harness.stream(callSid);
    stream.start(ticket);
    await until(() => harness.log.includes('carrier attached'), 'the right stream is taken');
    expect(harness.vapi.requests).toHaveLength(1);
  });

  it('refuses a ticket that was used before', async () => {
    const callSid = harness.newCallSid();
    const { ticket } = await harness.twiml(callSid);
    const first = await harness.stream(callSid);
    first.start(ticket);
    await until(() => harness.log.includes('carrier attached'), 'the first stream is taken');
    const second = await harness.stream(callSid);
    second.start(ticket);
    await until(() => second.closeCode === 1008, 'the second stream is refused');
    expect(first.closeCode).toBeUndefined();
    expect(harness.bridge.inspect().sessions).toBe(1);
  });

  it('closes a socket that sends no `start`, and limits how many may wait', async () => {
    const waiting = await Promise.all(Array.from({ length: 32 }, () => harness.stream('CA1')));
    expect(await harness.connect('CA1')).toBe(503);
    waiting[0]?.socket.close();
    await until(() => harness.bridge.inspect().carrierSockets === 31, 'one has left');
    expect(typeof (await harness.connect('CA1'))).toBe('object');
    await until(() => waiting.slice(1).every((stream) => stream.closeCode === 1008), 'the others are closed');
    await harness.idle();
    nothingOpened();
  }, 15_000);

  it('closes a socket that sends a frame beyond the limit', async () => {
    const { stream, vapi } = await harness.call();
    stream.send('x'.repeat(65 * 1024));
    await until(() => stream.closeCode === 1009, 'the socket is closed');
    await until(() => vapi.closeCode !== undefined, 'Vapi is ended');
    await harness.idle();
  });

  it('does not open a socket at a foreign host, nor send the key there', async () => {
    const create = harness.vapi.answer;
    harness.vapi.answer = async (attempt, url) => create(attempt, url.replace('127.0.0.1', 'localhost'));
    const callSid = harness.newCallSid();
    const { ticket } = await harness.twiml(callSid);
    const stream = await harness.stream(callSid);
    stream.start(ticket);
    await until(() => harness.rest.updates.length === 1, 'the caller is told');
    expect(harness.vapi.calls).toHaveLength(0);
    expect(harness.logLine('assistant unreachable')).toMatchObject({
      error: { code: 'VAPI_ADDRESS_REFUSED' },
    });
  });

  it('logs nothing that joins a call, names a caller or quotes the conversation', async () => {
    const { stream, vapi, callSid } = await harness.call();
    vapi.say({ type: 'transcript', role: 'user', transcriptType: 'final', transcript: 'my secret sentence' });
    vapi.say({ type: 'status-update', status: 'ringing', transcript: 'my secret sentence' });
    vapi.say({ type: 'user-interrupted', transcript: 'my secret sentence' });
    vapi.socket.send('{"type":"user-interrupted" my secret sentence');
    stream.send('my secret sentence');
    vapi.say({ type: 'speech-update', status: 'started', role: 'assistant', text: 'my secret sentence' });
    vapi.socket.send(audioOf(160, 1));
    await until(() => stream.audio.length > 0, 'audio flows');
    // The id alone joins the call at its default address, so it may be written only once the call is over.
    expect(harness.log).not.toContain(vapi.id);
    vapi.say({ type: 'status-update', status: 'ended', endedReason: 'my secret sentence' });
    await harness.idle();
    // A call whose assistant fails, and requests that are refused, so that every kind of line is written.
    harness.vapi.refuseUpgrade = 403;
    const second = harness.newCallSid();
    const { ticket } = await harness.twiml(second);
    const failing = await harness.stream(second);
    failing.start(ticket);
    await until(() => harness.rest.updates.length === 2, 'the caller is told');
    await harness.webhook(harness.newCallSid(), { signature: 'forged' });
    await harness.connect(second, 'forged');
    await harness.request('/v1/sessions', { headers: { authorization: `Bearer ${API_KEY}x` } });
    expect(harness.log).toContain(callSid);
    const naming = harness.log.split('\n').filter((line) => line.includes(vapi.id));
    expect(naming).toEqual([expect.stringContaining('"msg":"session ended"')]);
    expect(harness.log.split('\n').length).toBeGreaterThan(10);
    const secrets = [
      ...[API_KEY, VAPI_KEY, AUTH_TOKEN, CALLER, CALLED, CALLER.slice(1), CALLED.slice(1)],
      ...['listen-secret', 'control-secret', 'secret sentence', '/transport'],
      ...[ticket ?? '', sign(MEDIA_URL)],
    ];
    for (const secret of secrets) expect(harness.log).not.toContain(secret);
  });
});
