import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { emulator, api, stopAll, API_KEY, USER_AGENT } from './testSupport';
import type { VapiEmulator } from './index';

afterEach(stopAll);

/** A request with the User-Agent given, or without the one that fetch always sends. */
function bare(vapi: VapiEmulator, path: string, agent?: string): Promise<{ status: number; text: string }> {
  const headers = { authorization: `Bearer ${API_KEY}`, ...(agent ? { 'user-agent': agent } : {}) };
  return new Promise((resolve, reject) => {
    request(vapi.url + path, { headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .on('error', reject)
      .end();
  });
}

describe('authentication', () => {
  it('turns a client without User-Agent away as Cloudflare does', async () => {
    const vapi = await emulator();
    expect(await bare(vapi, '/assistant')).toEqual({ status: 403, text: 'error code: 1010' });
    expect(vapi.requests[0]).toMatchObject({ status: 403, path: '/assistant' });
  });

  it('turns a client with a library’s default User-Agent away too, and lets a named one in', async () => {
    const vapi = await emulator();
    // What fetch sends by itself.
    const plain = await fetch(`${vapi.url}/assistant`, { headers: { authorization: `Bearer ${API_KEY}` } });
    expect([plain.status, await plain.text()]).toEqual([403, 'error code: 1010']);
    expect(await bare(vapi, '/assistant', 'axios/1.13.2')).toEqual({ status: 403, text: 'error code: 1010' });
    for (const agent of ['n8n-nodes-vapi', 'vapi-bridge/0.1.0'])
      expect(await bare(vapi, '/assistant', agent)).toEqual({ status: 200, text: '[]' });
  });

  it('wants the private key, in Vapi’s words', async () => {
    const vapi = await emulator();
    const invalid =
      'Invalid Key. Hot tip, you may be using the private key instead of the public key, or vice versa.';
    const missing = await fetch(`${vapi.url}/assistant`, { headers: { 'user-agent': USER_AGENT } });
    expect(missing.status).toBe(401);
    expect(await missing.json()).toEqual({
      message: 'Missing Authorization Header.',
      error: 'Unauthorized',
      statusCode: 401,
    });
    for (const authorization of ['Bearer wrong', 'Bearer public-key-of-the-test', API_KEY]) {
      const answer = await api(vapi, 'GET', '/assistant', undefined, { authorization });
      expect(answer).toEqual({
        status: 401,
        body: { message: invalid, error: 'Unauthorized', statusCode: 401 },
      });
    }
  });
});

describe('stored objects', () => {
  it('creates, reads, patches shallowly and deletes an assistant', async () => {
    const vapi = await emulator();
    const model = { provider: 'openai', model: 'gpt-4o', temperature: 0.3 };
    const created = await api(vapi, 'POST', '/assistant', { name: 'Front desk', model, firstMessage: 'Hi' });
    expect(created.status).toBe(201);
    const path = `/assistant/${String(created.body.id)}`;
    expect(created.body).toMatchObject({ name: 'Front desk', model, createdAt: expect.any(String) });

    const patch = { model: { provider: 'openai', model: 'gpt-4.1' }, firstMessage: null };
    const patched = await api(vapi, 'PATCH', path, patch);
    expect(patched.status).toBe(200);
    // The nested object is replaced whole: temperature is gone.
    expect(patched.body.model).toEqual({ provider: 'openai', model: 'gpt-4.1' });
    expect(patched.body).not.toHaveProperty('firstMessage');
    expect((await api(vapi, 'GET', path)).body.name).toBe('Front desk');

    expect((await api(vapi, 'DELETE', path)).status).toBe(200);
    expect(await api(vapi, 'GET', path)).toEqual({
      status: 404,
      body: { message: 'Not Found', error: 'Not Found', statusCode: 404 },
    });
  });

  it('lists a bare array, newest first, with limit and cursor', async () => {
    const vapi = await emulator();
    for (const day of [1, 2, 3])
      vapi.seed('assistant', { name: `A${day}`, createdAt: `2026-08-0${day}T00:00:00.000Z` });
    const names = async (query: string) => {
      const { body } = await api(vapi, 'GET', `/assistant${query}`);
      return (body as unknown as Array<{ name: string }>).map((entry) => entry.name);
    };
    expect(await names('')).toEqual(['A3', 'A2', 'A1']);
    expect(await names('?limit=1')).toEqual(['A3']);
    expect(await names('?createdAtLt=2026-08-03T00:00:00.000Z')).toEqual(['A2', 'A1']);
    expect(await names('?createdAtLe=2026-08-02T00:00:00.000Z')).toEqual(['A2', 'A1']);
    expect(await names('?createdAtGt=2026-08-02T00:00:00.000Z')).toEqual(['A3']);
    expect(await names('?createdAtGe=2026-08-02T00:00:00.000Z')).toEqual(['A3', 'A2']);
  });

  it.each([
    ['?limit=1001', 'limit must not be greater than 1000'],
    ['?limit=-1', 'limit must not be less than 0'],
    ['?limit=ten', 'limit must not be less than 0'],
    ['?createdAtLt=yesterday', 'createdAtLt must be a valid ISO 8601 date string'],
    ['?page=2', 'property page should not exist'],
  ])('refuses the list query %s', async (query, message) => {
    const answer = await api(await emulator(), 'GET', `/assistant${query}`);
    expect(answer).toEqual({
      status: 400,
      body: { message: [message], error: 'Bad Request', statusCode: 400 },
    });
  });

  it('leaves the secrets of credentials out of every answer, and keeps them', async () => {
    const vapi = await emulator();
    const plan = { type: 'bearer', token: 'top-secret', headerName: 'X-Key' };
    const created = await api(vapi, 'POST', '/credential', {
      provider: 'custom-credential',
      name: 'n8n',
      authenticationPlan: plan,
    });
    expect(created.status).toBe(201);
    const path = `/credential/${String(created.body.id)}`;
    const patched = await api(vapi, 'PATCH', path, { name: 'n8n webhook' });
    const answers = [created, patched, await api(vapi, 'GET', path), await api(vapi, 'GET', '/credential')];
    expect(JSON.stringify(answers)).not.toContain('top-secret');
    expect(patched.body).toMatchObject({
      name: 'n8n webhook',
      authenticationPlan: { type: 'bearer', headerName: 'X-Key' },
    });
    expect(vapi.stored('credential', String(created.body.id))).toMatchObject({ authenticationPlan: plan });
  });

  it('lets a PATCH of a phone number unset a field with null', async () => {
    const vapi = await emulator();
    const number = vapi.seed('phone-number', {
      provider: 'vapi',
      assistantId: randomUUID(),
    });
    const path = `/phone-number/${number.id}`;
    const answer = await api(vapi, 'PATCH', path, { provider: 'vapi', assistantId: null });
    expect(answer.status).toBe(200);
    expect(answer.body).not.toHaveProperty('assistantId');
  });

  it.each([
    ['assistant', { foo: 1 }, 'property foo should not exist'],
    ['assistant', { name: 'x'.repeat(41) }, 'name must be shorter than or equal to 40 characters'],
    [
      'assistant',
      { model: { provider: 'openai', model: 'gpt-4o', toolIds: ['nope'] } },
      'each value in model.toolIds must be a UUID',
    ],
    ['tool', { type: 'function', url: 'https://x.test' }, 'property url should not exist'],
    [
      'tool',
      { type: 'function', function: { name: 'two words' } },
      'function.name must match /^[a-zA-Z0-9_-]{1,64}$/ regular expression',
    ],
    ['tool', { type: 'apiRequest', method: 'GET' }, 'url should not be empty'],
    ['phone-number', { provider: 'twilio', number: '+14155550199' }, 'twilioAccountSid should not be empty'],
    ['phone-number', { provider: 'byo-phone-number', credentialId: 'trunk' }, 'credentialId must be a UUID'],
    [
      'phone-number',
      { provider: 'twilio', twilioAccountSid: 'AC1', number: '4155550199' },
      'number must be a valid phone number in the E.164 format. Hot tip, you may be missing the country code (Eg. US: +1).',
    ],
    ['credential', { provider: 'byo-sip-trunk', name: 'Trunk' }, 'gateways should not be empty'],
    [
      'credential',
      { provider: 'openai', apiKey: 'k', name: '' },
      'name must be longer than or equal to 1 characters',
    ],
  ])('refuses a %s with %j', async (resource, body, message) => {
    const answer = await api(await emulator(), 'POST', `/${resource}`, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: 'Bad Request', statusCode: 400 });
    expect(answer.body.message).toContain(message);
  });

  it('refuses what a server and a function do not have, also in a PATCH', async () => {
    const vapi = await emulator();
    const tool = vapi.seed('tool', { type: 'function', function: { name: 'book' } });
    const fields = {
      server: { url: 'https://n8n.test', verb: 'POST' },
      function: { name: 'book', title: 'Book' },
    };
    for (const [method, path] of [
      ['POST', '/tool'],
      ['PATCH', `/tool/${tool.id}`],
    ] as const) {
      const refused = await api(vapi, method, path, { type: 'function', ...fields });
      expect(refused.status).toBe(400);
      expect(refused.body.message).toEqual([
        'server.property verb should not exist',
        'function.property title should not exist',
      ]);
    }
    const assistant = await api(vapi, 'POST', '/assistant', { server: { headers: { 'X-Name': 'Zürich' } } });
    expect(assistant.body.message).toEqual([
      'server.headers.X-Name must be a string of printable characters',
    ]);
    const number = { provider: 'vapi', server: { uri: 'https://n8n.test' } };
    const refused = await api(vapi, 'POST', '/phone-number', number);
    expect(refused.body.message).toEqual(['server.property uri should not exist']);
  });

  it('carries a request out whose answer is lost', async () => {
    const vapi = await emulator();
    vapi.failNext({ status: 502, carriedOut: true });
    expect((await api(vapi, 'POST', '/assistant', { name: 'Front desk' })).status).toBe(502);
    vapi.failNext({ cut: true, carriedOut: true });
    await expect(api(vapi, 'POST', '/assistant', { name: 'Second' })).rejects.toThrow();
    vapi.failNext({ cut: true, times: 9 });
    await expect(api(vapi, 'POST', '/assistant', { name: 'Third' })).rejects.toThrow();
    vapi.mend();
    expect((await api(vapi, 'GET', '/assistant')).status).toBe(200);
    expect(vapi.storedAll('assistant').map(({ name }) => name)).toEqual(['Front desk', 'Second']);
  });

  it('refuses a tag that does not exist, and a PATCH of a phone number without provider', async () => {
    const vapi = await emulator();
    const unknown = await api(vapi, 'POST', '/tool', { type: 'teleport' });
    expect(unknown.status).toBe(400);
    expect(String(unknown.body.message)).toContain('type must be one of the following values: function,');
    const number = vapi.seed('phone-number', { provider: 'vapi' });
    const patch = await api(vapi, 'PATCH', `/phone-number/${number.id}`, { name: 'Main line' });
    expect(patch.status).toBe(400);
    expect(String(patch.body.message)).toContain('provider must be one of the following values:');
  });

  it('refuses a SIP gateway by host name unless inbound is off', async () => {
    const vapi = await emulator();
    const trunk = (gateway: object) => ({ provider: 'byo-sip-trunk', name: 'Trunk', gateways: [gateway] });
    const refused = await api(vapi, 'POST', '/credential', trunk({ ip: 'acme.pstn.twilio.com' }));
    expect(refused).toMatchObject({
      status: 400,
      body: { message: "Couldn't validate SIP trunk credential. SIP gateway creation failed." },
    });
    const good = trunk({ ip: 'acme.pstn.twilio.com', inboundEnabled: false });
    expect((await api(vapi, 'POST', '/credential', good)).status).toBe(201);
  });

  it('tells a malformed id, an unknown one and an unknown path apart', async () => {
    const vapi = await emulator();
    for (const resource of ['assistant', 'call']) {
      const malformed = await api(vapi, 'GET', `/${resource}/42`);
      expect(malformed).toMatchObject({ status: 400, body: { message: ['id must be a UUID'] } });
      expect((await api(vapi, 'GET', `/${resource}/${randomUUID()}`)).status).toBe(404);
    }
    expect(await api(vapi, 'GET', '/teapot')).toMatchObject({
      status: 404,
      body: { message: 'Cannot GET /teapot' },
    });
    expect((await api(vapi, 'PUT', '/assistant')).status).toBe(404);
  });

  it('refuses a body that is not a JSON object', async () => {
    const vapi = await emulator();
    const broken = await fetch(`${vapi.url}/assistant`, {
      method: 'POST',
      headers: {
        'user-agent': USER_AGENT,
        authorization: `Bearer ${API_KEY}`,
        'content-type': 'application/json',
      },
      body: '{"name":',
    });
    expect(broken.status).toBe(400);
    expect((await api(vapi, 'POST', '/assistant', ['Front desk'])).status).toBe(400);
    expect(vapi.requests.map((entry) => entry.status)).toEqual([400, 400]);
    expect(vapi.requests[0]?.error).toContain('Unexpected token');
  });
});

describe('faults', () => {
  it('spoils the next matching request once, in order', async () => {
    const vapi = await emulator();
    vapi.failNext({ method: 'GET', path: '/tool', status: 429, body: { statusCode: 429 } });
    vapi.failNext({ path: /^\/tool/, status: 503, body: 'down', headers: { 'retry-after': '1' } });
    expect((await api(vapi, 'GET', '/assistant')).status).toBe(200);
    expect(await api(vapi, 'GET', '/tool')).toEqual({ status: 429, body: { statusCode: 429 } });
    const down = await fetch(`${vapi.url}/tool`, { headers: { 'user-agent': USER_AGENT } });
    expect([down.status, await down.text(), down.headers.get('retry-after')]).toEqual([503, 'down', '1']);
    expect((await api(vapi, 'GET', '/tool')).status).toBe(200);
  });

  it('locks out for a time, as a rate limit does', async () => {
    const vapi = await emulator();
    vapi.failNext({ status: 429, forMs: 60_000, times: 3 });
    const statuses: number[] = [];
    for (const path of ['/assistant', '/tool', '/call', '/call'])
      statuses.push((await api(vapi, 'GET', path)).status);
    expect(statuses).toEqual([429, 429, 429, 200]);
    expect(() => vapi.failNext({ status: 429, forMs: 0 })).toThrow('forMs is 0');
  });

  it('is over when its time is', async () => {
    const vapi = await emulator();
    vapi.failNext({ status: 429, forMs: 50 });
    expect((await api(vapi, 'GET', '/call')).status).toBe(429);
    await sleep(60);
    expect((await api(vapi, 'GET', '/call')).status).toBe(200);
  });

  it('cuts the connection, or answers late', async () => {
    const vapi = await emulator();
    vapi.failNext({ cut: true });
    await expect(api(vapi, 'GET', '/assistant')).rejects.toThrow('fetch failed');
    expect(vapi.requests[0]?.status).toBe(0);
    vapi.failNext({ delayMs: 60 });
    const started = performance.now();
    expect((await api(vapi, 'GET', '/assistant')).status).toBe(200);
    // Node's timers may fire a millisecond early.
    expect(performance.now() - started).toBeGreaterThanOrEqual(58);
  });
});
