import type { INodeParameters } from 'n8n-workflow';
import { runWorkflow } from '../../../support/engine';
import { listen, type TestServer } from '../../../support/engineHttp';
import { problemsOfError, problemsOfItems } from '../../../support/operationCases/runCase';
import { derivedDomain } from '../../../../nodes/VapiSipTrunk/input/domain';
import { operations } from '../../../../nodes/VapiSipTrunk/router';

// Repeated requests wait for seconds.
jest.mock('n8n-workflow', () => ({
  ...jest.requireActual<object>('n8n-workflow'),
  sleep: jest.fn(() => Promise.resolve()),
}));

const NODE = 'SIP trunk';
const ACCOUNT = `AC${'1'.repeat(32)}`;
const SECRETS = [
  'vapi-key-that-nobody-may-see',
  'twilio-token-that-nobody-may-see',
  'telnyx-key-that-nobody-may-see',
];
const NAMED: INodeParameters = { trunkName: 'Support line', options: { sipRegion: 'us' } };
const NUMBER: INodeParameters = { phoneNumbers: '={{ "+14155550142" }}', answeredBy: 'nobody' };

/** The least that each operation needs. */
const LEAST: Record<string, INodeParameters> = {
  preview: NUMBER,
  provision: { ...NUMBER, access: 'both' },
  'provision, buying': { answeredBy: 'nobody', buyNumber: true, agreeToBuy: true },
  check: { phoneNumbers: NUMBER.phoneNumbers },
  'update, numbers': { ...NUMBER, change: 'addNumbers' },
  'update, edges': { change: 'changeEdges', inboundNetworks: '203.0.113.10' },
  'update, login': { change: 'rotateLogin' },
  remove: { confirmRemoval: true, releaseNumbers: true, alsoForeignNumbers: true },
};

const CARRIERS: Record<string, INodeParameters> = {
  twilio: {},
  telnyx: {},
  custom: { outboundHost: 'sip.example.com', inboundNetworks: '203.0.113.10' },
};

const ODD = [null, 'x', 7, {}, [], [null, 'x', 7, {}], { a: { b: null } }];
const ROWS = [
  ...['trunks', 'origination_urls', 'ip_access_control_lists', 'credential_lists', 'ip_addresses'],
  ...['phone_numbers', 'credentials', 'incoming_phone_numbers', 'available_phone_numbers', 'data', 'results'],
];
const FIELDS = [
  ...['id', 'sid', 'name', 'number', 'gateways', 'outboundAuthenticationPlan', 'createdAt', 'date_created'],
  ...['friendly_name', 'domain_name', 'phone_number', 'sip_url', 'capabilities', 'meta', 'next_page_uri'],
];
const allOf = (fields: readonly string[], value: unknown): object =>
  Object.fromEntries(fields.map((field) => [field, value]));

/** Objects that are found as ours, and are odd in everything else. */
const OURS = {
  ...{ provider: 'byo-sip-trunk', name: 'Support line', friendly_name: 'Support line' },
  domain_name: derivedDomain('Support line', ACCOUNT),
  ...{ connection_name: 'Support line', id: 'i-1', sid: 'S1', phone_number: '+14155550142' },
};

/** Answers that are JSON, and nothing that anybody would expect. */
const ANSWERS: unknown[] = [
  ...ODD,
  ...ODD.map((value) => allOf(FIELDS, value)),
  ...ODD.map((value) => ({ ...allOf(ROWS, [value]), meta: value })),
  ...ODD.map((value) => allOf(ROWS, [{ ...allOf(FIELDS, value), ...OURS }])),
  ...ODD.map((value) => [{ ...allOf(FIELDS, value), ...OURS }]),
  ...ODD.map((value) => ({ message: value, code: value, errors: [value] })),
];

/** Stands for every service at once. */
let api: TestServer;
let answer: { status: number; body: unknown };
beforeAll(async () => {
  api = await listen((request, response) => {
    request.resume();
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  });
});
afterAll(() => api.close());

it('looks at every operation of the node', () => {
  const looked = new Set(Object.keys(LEAST).map((name) => name.split(',')[0]));
  expect([...looked].sort()).toEqual(operations.map(({ option }) => String(option.value)).sort());
});

const cases = Object.keys(CARRIERS).flatMap((carrier) =>
  Object.keys(LEAST)
    .filter((name) => carrier === 'twilio' || !name.includes('buying'))
    .map((name) => [name, carrier] as const),
);

it.each(cases)('%s (%s) does not crash on answers that nobody expects', async (name, carrier) => {
  const problems: string[] = [];
  const account = {
    accountSid: ACCOUNT,
    login: 'authToken',
    region: 'custom',
    baseUrl: api.url,
  };
  for (const status of [200, 400, 500]) {
    for (const body of ANSWERS) {
      answer = { status, body };
      const run = await runWorkflow({
        nodes: [
          {
            ...{ name: NODE, type: 'vapiSipTrunk' as const },
            parameters: {
              ...{ operation: name.split(',')[0] ?? '', carrier },
              ...{ ...NAMED, ...LEAST[name], ...CARRIERS[carrier] },
            },
          },
        ],
        start: [[{ json: {} }]],
        credentials: {
          vapiApi: { apiKey: SECRETS[0] ?? '', region: 'custom', baseUrl: api.url },
          vapiTwilioApi: { ...account, authToken: SECRETS[1] ?? '' },
          vapiTelnyxApi: { apiKey: SECRETS[2] ?? '', baseUrl: api.url },
        },
      });
      const found = run.error === undefined ? problemsOfItems(run.items(NODE)) : problemsOfError(run);
      const shown = JSON.stringify([run.items(NODE), run.error]);
      if (SECRETS.some((secret) => shown.includes(secret))) found.push('a secret is shown');
      problems.push(...found.map((problem) => `${status} ${JSON.stringify(body)}: ${problem}`));
    }
  }
  expect(problems).toEqual([]);
});
