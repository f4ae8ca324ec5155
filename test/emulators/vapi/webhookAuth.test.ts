import { createHmac } from 'node:crypto';
import { authHeaders } from './webhookAuth';
import type { JsonObject } from './json';
import type { Server } from './types';
import {
  type Received,
  emulator,
  functionTool,
  goodAnswer,
  phoneCall,
  receiver,
  stopAll,
} from './testSupport';

afterEach(stopAll);

/** Plays one tool call to a server with the given proof, and answers what arrived. */
async function deliver(server: JsonObject, plan?: JsonObject, reply = goodAnswer) {
  const hook = await receiver((request) => (request.path === '/tool' ? reply(request) : tokenReply(request)));
  const vapi = await emulator({
    hosts: { 'n8n.test': hook.origin, 'login.test': hook.origin },
    script: [{ type: 'callTools', tools: [{ name: 'check' }] }],
  });
  const credential = plan && vapi.seed('credential', { provider: 'webhook', authenticationPlan: plan });
  const tool = functionTool('check', {
    url: 'https://n8n.test/tool',
    ...server,
    ...(credential ? { credentialId: credential.id } : {}),
  });
  const call = await phoneCall(vapi, {
    assistant: { model: { provider: 'openai', model: 'gpt-4o', tools: [tool] } },
  });
  return { vapi, call, hook, tool: hook.received.find((request) => request.path === '/tool') };
}

function tokenReply(request: Received) {
  const form = new URLSearchParams(request.text);
  if (form.get('client_secret') !== 'right') return { status: 401, body: { error: 'invalid_client' } };
  return { body: { access_token: 'issued-token', token_type: 'Bearer', expires_in: 60 } };
}

describe('proof of origin', () => {
  it('comes under the public name, with static headers', async () => {
    const { tool, vapi } = await deliver({ headers: { 'X-Team': 'front desk' } });
    expect(tool?.headers).toMatchObject({
      host: 'n8n.test',
      'x-forwarded-proto': 'https',
      'x-team': 'front desk',
    });
    expect(vapi.posts.find((post) => post.type === 'tool-calls')).toMatchObject({
      url: 'https://n8n.test/tool',
      headers: { 'x-team': 'front desk' },
      status: 200,
      problems: [],
    });
  });

  it('as the legacy X-Vapi-Secret', async () => {
    const { tool } = await deliver({ secret: 'hush' });
    expect(tool?.headers['x-vapi-secret']).toBe('hush');
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['bearer', {}, { authorization: 'Bearer tok' }],
    ['bearer in a header of its own', { headerName: 'X-Key' }, { 'x-key': 'Bearer tok' }],
    [
      'bearer without prefix',
      { headerName: 'X-Vapi-Secret', bearerPrefixEnabled: false },
      { 'x-vapi-secret': 'tok' },
    ],
  ])('as %s', async (_, fields, headers) => {
    const { tool } = await deliver({}, { type: 'bearer', token: 'tok', ...fields });
    expect(tool?.headers).toMatchObject(headers);
  });

  it('lets a static Authorization header win over the credential', async () => {
    const { tool } = await deliver(
      { headers: { Authorization: 'Basic mine' } },
      { type: 'bearer', token: 'tok' },
    );
    expect(tool?.headers.authorization).toBe('Basic mine');
  });

  const oauth = { type: 'oauth2', url: 'https://login.test/token', clientId: 'vapi', scope: 'hooks' };

  it('as an OAuth2 token, fetched with the client’s credentials', async () => {
    const { tool, hook } = await deliver({}, { ...oauth, clientSecret: 'right' });
    expect(tool?.headers.authorization).toBe('Bearer issued-token');
    const form = hook.received.find((request) => request.path === '/token')?.text;
    expect(Object.fromEntries(new URLSearchParams(form))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'vapi',
      client_secret: 'right',
      scope: 'hooks',
    });
  });

  it('posts nothing where the OAuth2 server refuses', async () => {
    const { tool, call } = await deliver({}, { ...oauth, clientSecret: 'wrong' });
    expect(tool).toBeUndefined();
    expect(call.toolResults[0]?.noResult).toContain('https://login.test/token answered 401');
  });

  it('posts nothing with a credential that does not exist', async () => {
    const { tool, call } = await deliver({ credentialId: 'gone' });
    expect(tool).toBeUndefined();
    expect(call.toolResults[0]?.noResult).toContain('server.credentialId gone names no credential');
  });
});

describe('HMAC', () => {
  const key = 'a-secret-of-the-test';

  it('signs the raw body with the documented defaults', async () => {
    const { tool } = await deliver({}, { type: 'hmac', secretKey: key, algorithm: 'sha256' });
    const timestamp = String(tool?.headers['x-timestamp']);
    expect(timestamp).toMatch(/^\d{10}$/);
    const wanted = createHmac('sha256', key).update(`${timestamp}.${tool?.text}`).digest('hex');
    expect(tool?.headers['x-signature']).toBe(wanted);
  });

  it('follows every field of the plan', async () => {
    const { tool } = await deliver(
      {},
      {
        type: 'hmac',
        secretKey: Buffer.from(key).toString('base64'),
        secretIsBase64: true,
        algorithm: 'sha512',
        payloadFormat: '{method}|{url}|{svix-id}|{timestamp}|{body}',
        signatureHeader: 'X-Hub-Signature',
        signaturePrefix: 'v1=',
        signatureEncoding: 'base64',
        timestampHeader: 'X-Sent-At',
        messageIdHeader: 'svix-id',
      },
    );
    const headers = tool?.headers ?? {};
    const payload = [
      ...['POST', 'https://n8n.test/tool', headers['svix-id'], headers['x-sent-at']],
      tool?.text,
    ].join('|');
    const wanted = createHmac('sha512', key).update(payload).digest('base64');
    expect(headers['x-hub-signature']).toBe(`v1=${wanted}`);
    expect(headers).not.toHaveProperty('x-signature');
    expect(headers).not.toHaveProperty('x-timestamp');
  });

  const plan = (fields: JsonObject) => async () => {
    const server: Server = { url: 'https://n8n.test/tool', credentialId: 'c' };
    const body = '{"note":"{timestamp} stays"}';
    const headers = await authHeaders(server, {
      url: 'https://n8n.test/tool',
      body,
      timestampUnit: 'ms',
      credential: () => ({
        authenticationPlan: { type: 'hmac', secretKey: key, algorithm: 'sha1', ...fields },
      }),
      fetchToken: () => Promise.reject(new Error('no token is wanted here')),
    });
    return { headers, body };
  };

  it('can go without a timestamp, and leaves braces in the body alone', async () => {
    const { headers, body } = await plan({ includeTimestamp: false })();
    expect(headers).toEqual({ 'x-signature': createHmac('sha1', key).update(body).digest('hex') });
  });

  it('can count in milliseconds', async () => {
    const { headers, body } = await plan({})();
    expect(headers['x-timestamp']).toMatch(/^\d{13}$/);
    const payload = `${headers['x-timestamp']}.${body}`;
    expect(headers['x-signature']).toBe(createHmac('sha1', key).update(payload).digest('hex'));
  });

  it('refuses a plan it does not know', async () => {
    await expect(plan({ type: 'mtls' })()).rejects.toThrow('authenticationPlan.type mtls is unknown');
  });
});
