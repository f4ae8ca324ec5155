import { createConnection } from 'node:net';
import { WebSocket } from 'ws';
import { ACCOUNT_SID, CALLED, CALLER, MEDIA_URL, PUBLIC_URL, readTwiml, sign } from './support/fakeTwilio';
import { FALLBACK, Harness, IDLE } from './support/harness';
import { until } from './support/until';

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

  describe('when a webhook comes twice', () => {
    const opensOneCall = async (): Promise<void> => {
      await until(() => harness.vapi.requests.length > 0, 'the first one opens its call');
      expect(harness.vapi.requests).toHaveLength(1);
      expect(harness.log.match(/"call taken"/g)).toHaveLength(1);
    };

    it.each([
      ['as it was', {}],
      ['at the fallback URL, with the error', { ErrorCode: '11200', ErrorUrl: `${PUBLIC_URL}/twilio/voice` }],
    ])('connects the call that waits: %s', async (_kind, added) => {
      const callSid = harness.newCallSid();
      const { ticket: lost } = await harness.twiml(callSid);
      const repeated = await harness.webhook(callSid, { added });
      expect(repeated.status).toBe(200);
      const { ticket, streamUrl, say } = readTwiml(await repeated.text());
      expect([streamUrl, say]).toEqual([MEDIA_URL, FALLBACK]);
      expect(ticket).not.toBe(lost);
      expect(harness.bridge.inspect()).toMatchObject({ sessions: 1, tickets: 1 });
      expect(harness.logLine('webhook repeated')).toMatchObject({ carrierCallId: callSid, waiting: true });
      for (const secret of [CALLER, CALLED, ticket, lost]) expect(harness.log).not.toContain(secret);

      const late = await harness.stream(callSid);
      late.start(lost);
      await until(() => late.closeCode === 1008, 'the ticket of the lost answer is refused');
      const stream = await harness.stream(callSid);
      stream.start(ticket);
      await until(() => harness.log.includes('carrier attached'), 'the stream is taken');
      await opensOneCall();
    });

    it('tells the fallback when the stream is there, which goes on', async () => {
      const { stream, callSid } = await harness.call();
      const repeated = await harness.webhook(callSid);
      expect(repeated.status).toBe(200);
      expect(readTwiml(await repeated.text())).toMatchObject({
        ...{ ticket: undefined, streamUrl: undefined },
        ...{ say: FALLBACK, hangsUp: true },
      });
      expect(harness.bridge.inspect()).toMatchObject({ sessions: 1, tickets: 0, carrierSockets: 1 });
      expect(stream.closeCode).toBeUndefined();
      await opensOneCall();
    });

    it('tells the fallback when the call is over, and opens nothing', async () => {
      const { stream, callSid } = await harness.call();
      stream.stop();
      await harness.idle();
      for (let time = 0; time < 3; time += 1) {
        const repeated = await harness.webhook(callSid);
        expect(repeated.status).toBe(200);
        expect(readTwiml(await repeated.text())).toMatchObject({ streamUrl: undefined, say: FALLBACK });
      }
      expect(harness.log.match(/"webhook repeated"/g)).toHaveLength(1);
      expect(harness.bridge.inspect()).toEqual(IDLE);
      await opensOneCall();
    });
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

    it('refuses one that names another call which waits, whose ticket stays good', async () => {
      const { ticket } = await harness.twiml(parent);
      const sid = harness.newCallSid();
      const captured = { AccountSid: ACCOUNT_SID, ApiVersion: '1', CallSid: sid, ParentCallSid: parent };
      const signature = sign(url, captured);
      expect((await post(captured, signature)).status).toBe(200);
      const moved = { AccountSid: ACCOUNT_SID, ApiVersion: `1CallSid${sid}Parent`, CallSid: parent };
      expect((await post(moved, signature)).status).toBe(403);
      const stream = await harness.stream(parent);
      stream.start(ticket);
      await until(() => harness.log.includes('carrier attached'), 'the stream is taken');
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
    const waiting = await Promise.all(Array.from({ length: 128 }, () => harness.stream('CA1')));
    expect(await harness.connect('CA1')).toBe(503);
    waiting[0]?.socket.close();
    await until(() => harness.bridge.inspect().carrierSockets === 127, 'one has left');
    expect(typeof (await harness.connect('CA1'))).toBe('object');
    await until(() => waiting.slice(1).every((stream) => stream.closeCode === 1008), 'the others are closed');
    await harness.idle();
    nothingOpened();
  });

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
});

describe('behind a proxy', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await new Harness().start({ BRIDGE_TRUSTED_PROXIES: '127.0.0.0/8' });
  });
  afterEach(() => harness.stop());

  it('limits how many media sockets of one address may wait for their `start`', async () => {
    const sockets: WebSocket[] = [];
    const connect = (client: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`ws://127.0.0.1:${harness.port}/twilio/media`, {
          headers: { 'x-twilio-signature': sign(MEDIA_URL), 'x-forwarded-for': client },
        });
        sockets.push(socket);
        socket.once('open', () => resolve(101));
        socket.once('unexpected-response', (request, response) => {
          request.destroy();
          resolve(response.statusCode ?? 0);
        });
        socket.once('error', reject);
      });
    const first = await Promise.all(Array.from({ length: 16 }, () => connect('203.0.113.1')));
    expect(first).toEqual(Array(16).fill(101));
    expect(await connect('203.0.113.1')).toBe(503);
    expect(await connect('1.1.1.1, 203.0.113.1')).toBe(503);
    expect(await connect('203.0.113.2')).toBe(101);
    for (const socket of sockets) socket.terminate();
    await harness.idle();
  });
});
