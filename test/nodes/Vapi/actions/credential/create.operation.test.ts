import { inspect } from 'node:util';
import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { operationStage, previewKeys } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';
import { CASES, googleKey, SECRET } from './providerCases';

const stage = operationStage('credential', 'create');

/** n8n itself refuses an empty required field; what an expression gives is up to the node. */
const NOTHING = '={{ "" }}';

describe.each(CASES)('$provider with $what', ({ provider, parameters, body }) => {
  it('sends what was filled in, and shows no secret', async () => {
    // Vapi leaves the secrets out; a node must not depend on it.
    stage.vapi.reply = ({ body: sent }) => ({ status: 201, body: { id: 'k1', ...(sent as object) } });
    const run = await stage.run({ provider, ...parameters, name: 'Mine', simple: false });
    expect(run.error?.message).toBeUndefined();
    expect(stage.vapi.requests).toHaveLength(1);
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'POST', path: '/credential' });
    expect(stage.vapi.requests[0]?.body).toEqual({ provider, name: 'Mine', ...body });
    expect(JSON.stringify(run.output('Vapi'))).not.toContain(SECRET);
  });

  if (!contractAvailable()) return;
  it('sends what the contract asks for', async () => {
    const sent = (await stage.sent({ provider, ...parameters })) as Record<string, unknown>;
    expect(contractErrors('POST /credential', sent)).toEqual([]);
  });
});

it('takes providers without a form as JSON', async () => {
  const given = { provider: 'other', providerName: 'openai', providerFields: '{"apiKey": "sk-1"}' };
  expect(await stage.sent(given)).toEqual({ provider: 'openai', apiKey: 'sk-1' });
});

it('merges anything newer last', async () => {
  const parameters = { provider: 'vonage', apiKey: 'k', apiSecret: 's', otherFields: '{"newer": {"a": 1}}' };
  expect(await stage.sent(parameters)).toEqual({
    ...{ provider: 'vonage', apiKey: 'k', apiSecret: 's', newer: { a: 1 } },
  });
});

it.each<[string, INodeParameters, object]>([
  [
    'a trunk',
    { provider: 'byo-sip-trunk', gateways: { row: [{ ip: '203.0.113.1' }] } },
    { provider: 'byo-sip-trunk', gateways: ['203.0.113.1'] },
  ],
  [
    'a bucket',
    {
      ...{ provider: 's3-compatible', bucketUrl: 'https://s3.example', accessKeyId: 'a' },
      ...{ secretAccessKey: 'b', bucketName: 'calls' },
    },
    { provider: 's3-compatible', region: 'us-east-1', bucket: 'calls' },
  ],
  ['a login', { provider: 'webhook', token: 't' }, { provider: 'webhook', authentication: 'bearer' }],
])('gives few fields of %s', async (_, parameters, few) => {
  stage.vapi.reply = ({ body }) => ({ status: 201, body: { id: 'k1', orgId: 'o', ...(body as object) } });
  expect((await stage.run(parameters)).output('Vapi')).toEqual([{ id: 'k1', ...few }]);
  expect(previewKeys('credential', 'create')).toEqual(expect.arrayContaining(['id', ...Object.keys(few)]));
});

describe('bad input', () => {
  const sip = (gateway: INodeParameters): INodeParameters => ({
    ...{ provider: 'byo-sip-trunk', gateways: { row: [gateway] } },
  });
  it.each<[string, INodeParameters, RegExp]>([
    [
      'a host name that takes calls',
      sip({ ip: 'sip.example.com', inboundEnabled: true }),
      /"sip.example.com" is a host name, from which incoming/,
    ],
    ['an address that is none', sip({ ip: '203.0.113.256', inboundEnabled: true }), /is a host name/],
    ['a gateway without an address', sip({ ip: NOTHING }), /Address is missing/],
    ['a port beyond all ports', sip({ ip: '203.0.113.1', port: 70000 }), /Port is "70000".* 1 to 65535/],
    ['a netmask that is too wide', sip({ ip: '203.0.113.1', netmask: 8 }), /24 to 32/],
    ['no gateway', { provider: 'byo-sip-trunk' }, /Gateways is missing/],
    ['no secret', { provider: 'vonage', apiKey: 'k', apiSecret: NOTHING }, /API Secret is missing/],
    ['a long name', { provider: 'webhook', token: 't', name: 'x'.repeat(41) }, /at most 40/],
    [
      'a key file that lacks something',
      { provider: 'gcp', gcpKey: googleKey({ project_id: '', token_uri: undefined }), withPlan: false },
      /it lacks project_id, token_uri$/,
    ],
    [
      'a key file of another kind',
      { provider: 'gcp', gcpKey: googleKey({ type: 'authorized_user' }), withPlan: false },
      /its type is not service_account/,
    ],
    [
      'a key file that is cut',
      { provider: 'gcp', gcpKey: googleKey().slice(0, 200), withPlan: false },
      /^Service Account Key \(JSON\) is not a JSON object$/,
    ],
  ])(
    '%s is refused before anything is sent, without a secret in the message',
    async (_, parameters, message) => {
      const { error } = await stage.run(parameters);
      expect(error?.message).toMatch(message);
      expect(JSON.stringify([error?.message, error?.description])).not.toContain(SECRET);
      expect(stage.vapi.requests).toEqual([]);
    },
  );
});

/** All that an error holds, but the node with its parameters, which stand in the workflow anyway. */
const shownOf = (error: unknown): string =>
  inspect(Object.assign(error as object, { node: undefined }), { depth: 12, showHidden: true });

describe('an error of Vapi', () => {
  it.each([404, 405])('%s says that the API is not documented', async (status) => {
    stage.vapi.reply = () => ({ status, body: { message: 'Cannot POST /credential' } });
    const { error } = await stage.run({ provider: 'webhook', token: 't' });
    expect(error?.message).toMatch(/does not offer this for credentials/);
    expect(error?.description).toMatch(/Integrations/);
  });

  it('that quotes a secret is shown without it', async () => {
    stage.vapi.reply = ({ body }) => ({ status: 400, body: { message: [`got ${JSON.stringify(body)}`] } });
    const parameters = { provider: 'gcp', gcpKey: googleKey(), withPlan: false };
    const run = await stage.run(parameters);
    expect(run.error?.message).toMatch(/Vapi refused the request: got .*\[redacted\]/);
    expect(shownOf(run.error)).not.toContain(SECRET);
    const went = await stage.run(parameters, { continueOnFail: true });
    expect(JSON.stringify(went.output('Vapi'))).not.toContain(SECRET);
  });

  it.each<[string, (body: Record<string, unknown>) => string]>([
    ['in JSON', (body) => JSON.stringify(body)],
    [
      'as it is',
      ({ gcpKey, apiSecret }) => `${(gcpKey as { privateKey: string }).privateKey} ${String(apiSecret)}`,
    ],
    ['in part', ({ gcpKey }) => (gcpKey as { privateKey: string }).privateKey.slice(0, 39)],
  ])('that quotes a key of several lines %s is shown without it', async (_, quoted) => {
    const key = ['-----BEGIN PRIVATE KEY-----', `${SECRET}line1`, `${SECRET}line2`, ''].join('\n');
    stage.vapi.reply = ({ body }) => ({
      status: 400,
      body: { message: quoted(body as Record<string, unknown>) },
    });
    const { error } = await stage.run({
      ...{ provider: 'gcp', gcpKey: googleKey({ private_key: key }), withPlan: false },
      otherFields: JSON.stringify({ apiSecret: `"${SECRET}\\quoted"` }),
    });
    expect(error?.message).toContain('[redacted]');
    expect(shownOf(error)).not.toContain(SECRET);
  });

  it('of a gateway says what to do', async () => {
    const message = "Couldn't validate SIP trunk credential. SIP gateway creation failed.";
    stage.vapi.reply = () => ({ status: 400, body: { message } });
    const { error } = await stage.run({
      ...{ provider: 'byo-sip-trunk', gateways: { row: [{ ip: '203.0.113.1' }] } },
    });
    expect(error?.description).toMatch(/inbound switched off/);
  });
});

describeWith(contractAvailable(), 'the contract is missing', 'the contract', () => {
  it('is awake', () => {
    expect(contractErrors('POST /credential', { provider: 's3', region: 'x' })).not.toEqual([]);
    expect(contractErrors('POST /credential', { provider: 'byo-sip-trunk', gateways: [{}] })).toEqual([
      'gateways.0.ip should not be empty',
    ]);
  });
});
