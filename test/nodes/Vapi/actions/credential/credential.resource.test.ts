import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';
import { googleKey, GCP_KEY, SECRET } from './providerCases';

const chosen = { credentialId: picked(IDS.tool) };
const PATH = `/credential/${IDS.tool}`;
const STORED = { id: IDS.tool, provider: 'twilio', name: 'Mine', orgId: 'o1', authToken: `${SECRET}x` };
const FEW = { id: IDS.tool, name: 'Mine', provider: 'twilio' };

describe('update', () => {
  const stage = operationStage('credential', 'update', chosen);

  const gateway = {
    ...{ ip: '203.0.113.1', inboundEnabled: true, netmask: 32, optionsPingEnabled: false },
    ...{ outboundEnabled: true, outboundProtocol: 'udp', port: 5060 },
  };

  const CASES: Array<[string, INodeParameters, object]> = [
    ['the name alone', { provider: 's3', updateFields: { name: 'New' } }, { provider: 's3', name: 'New' }],
    [
      'all gateways of a trunk',
      { provider: 'byo-sip-trunk', updateFields: { gateways: { row: [gateway] } } },
      { provider: 'byo-sip-trunk', gateways: [gateway] },
    ],
    [
      'the login of a trunk',
      { provider: 'byo-sip-trunk', withPlan: true, authUsername: 'u', authPassword: `${SECRET}p` },
      {
        provider: 'byo-sip-trunk',
        outboundAuthenticationPlan: { authUsername: 'u', authPassword: `${SECRET}p` },
      },
    ],
    [
      'a key',
      { provider: 'gcp', updateFields: { gcpKey: googleKey() } },
      { provider: 'gcp', gcpKey: GCP_KEY },
    ],
    [
      'the container of a storage',
      { provider: 'azure', withPlan: true, connectionString: `${SECRET}c`, containerName: 'calls' },
      { provider: 'azure', bucketPlan: { connectionString: `${SECRET}c`, containerName: 'calls' } },
    ],
    [
      'the key of another provider',
      { provider: 'other', updateFields: { providerName: 'openai', providerFields: '{"apiKey": "k"}' } },
      { provider: 'openai', apiKey: 'k' },
    ],
    [
      'the authentication of a webhook, and something newer',
      { provider: 'webhook', withPlan: true, token: `${SECRET}t`, otherFields: '{"name": "New"}' },
      {
        ...{ provider: 'webhook', name: 'New' },
        authenticationPlan: { type: 'bearer', token: `${SECRET}t`, bearerPrefixEnabled: true },
      },
    ],
  ];

  it.each(CASES)('sends %s', async (_, parameters, body) => {
    const sent = (await stage.sent(parameters)) as Record<string, unknown>;
    expect(sent).toEqual(body);
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'PATCH', path: PATH });
    expect(contractErrors('PATCH /credential/{id}', sent)).toEqual([]);
  });

  it.each<[string, INodeParameters, RegExp]>([
    ['nothing', { provider: 's3' }, /Update Fields is missing/],
    ['nothing of a trunk', { provider: 'byo-sip-trunk' }, /Update Fields is missing/],
    [
      'fields of a provider that is not named',
      { provider: 'other', updateFields: { providerFields: '{"apiKey": "k"}' } },
      /Provider Name is missing/,
    ],
    [
      'half a bucket',
      { provider: 's3-compatible', withPlan: true, bucketName: 'calls', secretAccessKey: '={{ "" }}' },
      /Secret Access Key is missing/,
    ],
    [
      'a secret that is empty',
      { provider: 'vonage', updateFields: { apiSecret: '={{ "" }}' } },
      /API Secret is missing/,
    ],
  ])('refuses %s before anything is sent', async (_, parameters, message) => {
    const filled = { accessKeyId: '={{ "a" }}', bucketUrl: '={{ "https://s3.example" }}', ...parameters };
    expect((await stage.run(filled)).error?.message).toMatch(message);
    expect(stage.vapi.requests).toEqual([]);
  });

  it('shows no secret', async () => {
    stage.vapi.reply = () => ({ body: STORED });
    const run = await stage.run({ provider: 'twilio', updateFields: { name: 'Mine' }, simple: false });
    expect(run.output('Vapi')).toEqual([{ ...STORED, authToken: '[redacted]' }]);
    expect(previewKeys('credential', 'update')).toEqual(expect.arrayContaining(Object.keys(FEW)));
  });

  describeWith(contractAvailable(), 'the contract is missing', 'the contract', () => {
    it('is awake', () => {
      const body = { provider: 'byo-sip-trunk', gateways: [{ ip: 'x', port: 0 }] };
      expect(contractErrors('PATCH /credential/{id}', body)).toHaveLength(1);
    });
  });
});

describe('get', () => {
  const stage = operationStage('credential', 'get', chosen);

  it('gives few fields, or all without secrets', async () => {
    stage.vapi.reply = () => ({ body: STORED });
    expect((await stage.run()).output('Vapi')).toEqual([FEW]);
    expect((await stage.run({ simple: false })).output('Vapi')).toEqual([
      { ...STORED, authToken: '[redacted]' },
    ]);
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'GET', path: PATH });
    expect(previewKeys('credential', 'get')).toEqual(expect.arrayContaining(Object.keys(FEW)));
  });

  it('says when Vapi does not offer it', async () => {
    stage.vapi.reply = () => ({ status: 405, body: { message: 'Method Not Allowed' } });
    expect((await stage.run()).error?.message).toMatch(/does not offer this for credentials/);
  });
});

describe('get many', () => {
  const stage = operationStage('credential', 'getAll');

  it('lists without secrets', async () => {
    stage.vapi.reply = () => ({ body: [STORED] });
    expect((await stage.run()).output('Vapi')).toEqual([FEW]);
    expect(stage.vapi.requests[0]).toMatchObject({ path: '/credential', query: { limit: '50' } });
    expect(previewKeys('credential', 'getAll')).toEqual(expect.arrayContaining(Object.keys(FEW)));
  });
});

describe('delete', () => {
  const stage = operationStage('credential', 'delete', chosen);

  it('deletes and says so', async () => {
    expect((await stage.run()).output('Vapi')).toEqual([{ id: IDS.tool, deleted: true }]);
    expect(previewKeys('credential', 'delete')).toEqual(['id', 'deleted']);
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'DELETE', path: PATH });
  });
});
