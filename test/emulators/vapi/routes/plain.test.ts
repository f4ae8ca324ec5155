import { randomUUID } from 'node:crypto';
import { describeWith } from '../../../support/needs';
import { answerErrors, contractAvailable } from '../contract';
import type { JsonObject } from '../json';
import { api, emulator, listed, stopAll } from '../testSupport';

afterEach(stopAll);

describe('squads', () => {
  it('are created, listed, read, changed and deleted', async () => {
    const vapi = await emulator();
    const assistant = vapi.seed('assistant', { name: 'Front desk' });
    const body = {
      name: 'Clinic',
      members: [{ assistantId: assistant.id }, { assistant: { name: 'Nurse' } }],
    };
    const made = await api(vapi, 'POST', '/squad', body);
    expect([made.status, answerErrors('POST /squad', made.body)]).toEqual([201, []]);
    const id = String(made.body.id);
    const other = vapi.seed('squad', { members: [] });
    expect(await listed(vapi, '/squad')).toHaveLength(2);
    expect((await listed(vapi, `/squad?idAny=${id}`)).map((squad) => squad.id)).toEqual([id]);
    const members = [{ assistantId: assistant.id }];
    const patched = await api(vapi, 'PATCH', `/squad/${id}`, { members });
    expect(patched.body).toMatchObject({ name: 'Clinic', members });
    expect((await api(vapi, 'DELETE', `/squad/${other.id}`)).status).toBe(200);
    expect(await listed(vapi, '/squad')).toHaveLength(1);
  });

  it('talk in a call through their first member', async () => {
    const vapi = await emulator();
    const assistant = vapi.seed('assistant', { name: 'Front desk' });
    const squad = vapi.seed('squad', { members: [{ assistantId: assistant.id }] });
    const transport = { provider: 'vapi.websocket' };
    const call = await api(vapi, 'POST', '/call', { squadId: squad.id, transport });
    expect([call.status, vapi.call(String(call.body.id))?.assistantId]).toEqual([201, assistant.id]);
    const unknown = await api(vapi, 'POST', '/call', { squadId: randomUUID(), transport });
    expect(unknown.status).toBe(400);
    expect(unknown.body.message).toContain("Couldn't Get Squad");
  });

  it.each<[JsonObject, string]>([
    [{ name: 'Empty' }, 'members should not be empty'],
    [{ members: [{}] }, 'each value in members must have an assistant or an assistantId'],
    [{ members: [{ assistantId: 'x' }] }, 'assistantId must be a UUID'],
    [{ members: [], membersOverrides: { foo: 1 } }, 'membersOverrides.property foo should not exist'],
    [{ members: [{ assistant: { foo: 1 } }] }, 'assistant.property foo should not exist'],
  ])('refuse %j', async (body, message) => {
    const answer = await api(await emulator(), 'POST', '/squad', body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(message);
  });

  it('refuse a member that does not exist', async () => {
    const members = [{ assistantId: randomUUID() }];
    const answer = await api(await emulator(), 'POST', '/squad', { members });
    expect([answer.status, String(answer.body.message)]).toEqual([
      400,
      expect.stringContaining('Does Not Exist'),
    ]);
  });
});

describe('the paged list of phone numbers', () => {
  it('searches numbers and names', async () => {
    const vapi = await emulator();
    vapi.seed('phone-number', {
      provider: 'vapi',
      number: '+14155550101',
      name: 'Main line',
      status: 'active',
    });
    vapi.seed('phone-number', { provider: 'vapi', number: '+14155550102', name: 'Sales', status: 'active' });
    const search = async (text: string) =>
      ((await api(vapi, 'GET', `/v2/phone-number?search=${text}`)).body.results as JsonObject[]).map(
        ({ name }) => name,
      );
    expect(await search('')).toHaveLength(2);
    expect(await search('0102')).toEqual(['Sales']);
    expect(await search('MAIN')).toEqual(['Main line']);
    const all = await api(vapi, 'GET', '/v2/phone-number?limit=1');
    expect(all.body.metadata).toMatchObject({ itemsPerPage: 1, totalItems: 2, hasNextPage: true });
    expect((await api(vapi, 'GET', '/v2/phone-number?name=x')).status).toBe(400);
  });
});

describe('evals', () => {
  it('are kept, and listed in pages', async () => {
    const vapi = await emulator();
    const messages = [{ role: 'user', content: 'Hi' }];
    const made = await api(vapi, 'POST', '/eval', { type: 'chat.mockConversation', messages });
    expect(made.status).toBe(201);
    vapi.seedMany('eval', 4);
    const page = await api(vapi, 'GET', '/eval?limit=3&page=2');
    expect(page.body.metadata).toMatchObject({ totalItems: 5, totalPages: 2 });
    expect(page.body.results).toHaveLength(2);
    expect((await api(vapi, 'POST', '/eval', {})).body.message).toEqual([
      'messages should not be empty',
      'type should not be empty',
    ]);
  });
});

describe('what is still used', () => {
  it('keeps a pinned tool and a pinned assistant from being deleted', async () => {
    const vapi = await emulator();
    const tool = vapi.seed('tool', { type: 'endCall' });
    const model = { provider: 'openai', model: 'gpt-4o', toolRefs: [{ toolId: tool.id, version: 'v3' }] };
    const assistant = vapi.seed('assistant', { model });
    vapi.seed('squad', { members: [{ assistantId: assistant.id, assistantVersion: 'v1' }] });
    for (const path of [`/tool/${tool.id}`, `/assistant/${assistant.id}`])
      expect(await api(vapi, 'DELETE', path)).toMatchObject({
        status: 409,
        body: { error: 'Conflict', statusCode: 409 },
      });
    expect(vapi.stored('tool', tool.id)).toBeDefined();
  });

  it('does not keep what is used without a version, unless told so', async () => {
    for (const keepUsed of [false, true]) {
      const vapi = await emulator({ keepUsed });
      const tool = vapi.seed('tool', { type: 'endCall' });
      const model = { provider: 'openai', model: 'gpt-4o', toolIds: [tool.id] };
      const [first, second] = [vapi.seed('assistant', { model }), vapi.seed('assistant', {})];
      vapi.seed('squad', { members: [{ assistantId: first.id }] });
      vapi.seed('phone-number', { provider: 'vapi', assistantId: second.id });
      for (const path of [`/tool/${tool.id}`, `/assistant/${first.id}`, `/assistant/${second.id}`])
        expect((await api(vapi, 'DELETE', path)).status).toBe(keepUsed ? 409 : 200);
    }
  });
});

const GCP_KEY = Object.fromEntries(
  [
    ...['type', 'projectId', 'privateKeyId', 'privateKey', 'clientEmail', 'clientId', 'authUri', 'tokenUri'],
    ...['authProviderX509CertUrl', 'clientX509CertUrl', 'universeDomain'],
  ].map((name) => [name, name]),
);
const KEYS = { accessKeyId: 'AK', secretAccessKey: 'hidden' };
const BEARER = { type: 'bearer', token: 'hidden' };

/** One body for each provider of the table in the API reference. */
const CREDENTIALS: Record<string, JsonObject> = {
  'byo-sip-trunk': {
    gateways: [{ ip: '203.0.113.7' }],
    outboundAuthenticationPlan: { authUsername: 'u', authPassword: 'hidden' },
  },
  s3: {
    awsAccessKeyId: 'AK',
    awsSecretAccessKey: 'hidden',
    region: 'eu-central-1',
    s3BucketName: 'calls',
    s3PathPrefix: 'vapi/',
  },
  's3-compatible': { bucketPlan: { url: 'https://s3.test', region: 'auto', name: 'calls', ...KEYS } },
  gcp: { gcpKey: { ...GCP_KEY, privateKey: 'hidden' }, bucketPlan: { name: 'calls' } },
  cloudflare: { accountId: 'a', apiKey: 'hidden', bucketPlan: { name: 'calls', ...KEYS } },
  azure: { service: 'blob_storage', bucketPlan: { connectionString: 'hidden', containerName: 'calls' } },
  supabase: {
    bucketPlan: {
      region: 'eu-central-1',
      url: 'https://x.supabase.test/storage/v1/s3',
      name: 'calls',
      ...KEYS,
    },
  },
  'custom-llm': { apiKey: 'hidden' },
  webhook: { authenticationPlan: BEARER },
  'custom-credential': { authenticationPlan: BEARER },
  twilio: { accountSid: 'AC1', authToken: 'hidden' },
  vonage: { apiKey: 'hidden', apiSecret: 'hidden' },
  openai: { apiKey: 'hidden' },
  '11labs': { apiKey: 'hidden' },
  deepgram: { apiKey: 'hidden' },
  langfuse: { publicKey: 'p', apiKey: 'hidden', apiUrl: 'https://langfuse.test' },
};

describe('credentials', () => {
  it.each(Object.entries(CREDENTIALS))(
    'of %s are created, changed, listed and deleted',
    async (provider, own) => {
      const vapi = await emulator();
      const made = await api(vapi, 'POST', '/credential', { provider, name: 'Mine', ...own });
      expect([made.body.message, made.status]).toEqual([undefined, 201]);
      const path = `/credential/${String(made.body.id)}`;
      const patched = await api(vapi, 'PATCH', path, { name: 'Ours' });
      const read = await api(vapi, 'GET', path);
      const list = await listed(vapi, '/credential');
      expect(patched.body).toMatchObject({ provider, name: 'Ours' });
      expect([read.body, list]).toEqual([patched.body, [patched.body]]);
      expect(JSON.stringify([made, patched, read, list])).not.toContain('hidden');
      expect(JSON.stringify(vapi.stored('credential', String(made.body.id)))).toContain(
        provider === 'langfuse' || JSON.stringify(own).includes('hidden') ? 'hidden' : '',
      );
      expect((await api(vapi, 'DELETE', path)).status).toBe(200);
      expect((await api(vapi, 'GET', path)).status).toBe(404);
    },
  );

  it('refuse in a PATCH without provider what their own provider does not have', async () => {
    const vapi = await emulator();
    const { id } = vapi.seed('credential', { provider: 'openai', apiKey: 'k' });
    const refused = await api(vapi, 'PATCH', `/credential/${id}`, { gateways: [] });
    expect(refused.body.message).toEqual(['property gateways should not exist']);
    const moved = await api(vapi, 'PATCH', `/credential/${id}`, { provider: 'deepgram' });
    expect(moved.status).toBe(400);
  });
});

describeWith(contractAvailable(), 'Vapi’s schemas', 'bodies checked by the schema', () => {
  it.each<[string, JsonObject, string]>([
    ['/squad', { members: [], foo: 1 }, 'property foo should not exist'],
    ['/session', { foo: 1 }, 'property foo should not exist'],
    ['/session', { expirationSeconds: 5 }, 'expirationSeconds must not be less than 60'],
    ['/structured-output', { name: 'x', schema: {}, foo: 1 }, 'property foo should not exist'],
    [
      '/structured-output',
      { name: '', schema: { type: 'object' } },
      'name must be longer than or equal to 1 characters',
    ],
    ['/chat', { input: 'Hi', foo: 1 }, 'property foo should not exist'],
    ['/v2/campaign', { name: 'x', foo: 1 }, 'property foo should not exist'],
    ['/v2/campaign', { name: 'x', maxConcurrency: 0 }, 'maxConcurrency must not be less than 1'],
    ['/v2/knowledge-base', { name: 'x', foo: 1 }, 'property foo should not exist'],
    ['/v2/knowledge-base', { name: 'x'.repeat(81) }, 'name must be shorter than or equal to 80 characters'],
    [
      '/analytics',
      { queries: [{ table: 'calls', name: 'x', operations: [] }] },
      'queries.0.table must be one of',
    ],
    ['/analytics', { foo: 1 }, 'property foo should not exist'],
    ['/structured-output/run', { callIds: ['x'], foo: 1 }, 'property foo should not exist'],
  ])('POST %s refuses %j', async (path, body, message) => {
    const answer = await api(await emulator(), 'POST', path, body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContainEqual(expect.stringContaining(message));
  });
});
