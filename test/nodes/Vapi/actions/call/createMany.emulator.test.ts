import { startVapiEmulator, type VapiEmulator } from '../../../../emulators/vapi';
import { runWorkflow } from '../../../../support/engine';
import { picked } from '../../../../support/engineOperation';

const API_KEY = 'private-key-of-the-test';
const CUSTOMERS = 1000;

let vapi: VapiEmulator;

beforeAll(async () => {
  vapi = await startVapiEmulator({
    apiKey: API_KEY,
    concurrencyLimit: 10,
    rateLimit: { ratePerSecond: 3, burst: 2 },
  });
});
afterAll(() => vapi.close());

it('calls 1,000 customers once each, with an organisation that takes 3 requests a second', async () => {
  const assistant = vapi.seed('assistant', { name: 'Recall', firstMessage: 'Hello {{ customerName }}' });
  const phoneNumber = vapi.seed('phone-number', { provider: 'twilio', number: '+14155550100' });
  const items = Array.from({ length: CUSTOMERS }, (_, n) => ({
    json: { phone: `+1415${String(5_550_000 + n)}`, name: `Customer ${n}` },
  }));
  // A batch may take so long here that the limit alone is never reached.
  const tooMany = { message: 'Too Many Requests', statusCode: 429 };
  vapi.failNext({ method: 'POST', path: '/call', status: 429, body: tooMany, times: 2 });
  const run = await runWorkflow({
    nodes: [
      {
        name: 'Vapi',
        type: 'vapi',
        parameters: {
          resource: 'call',
          operation: 'createMany',
          assistantId: picked(assistant.id),
          phoneNumberId: picked(phoneNumber.id),
          customerNumber: '={{ $json.phone }}',
          variables: { variable: [{ name: 'customerName', value: '={{ $json.name }}' }] },
          // Far faster than the organisation allows: the pace is not what keeps the rate here.
          options: { itemsPerSecond: 1000 },
        },
      },
    ],
    start: [items],
    credentials: { vapiApi: { apiKey: API_KEY, region: 'custom', baseUrl: vapi.url } },
  });

  expect(run.error?.message).toBeUndefined();
  const output = run.items('Vapi');
  expect(output.map(({ json, pairedItem }) => [json.customerNumber, pairedItem])).toEqual(
    items.map(({ json: { phone } }, item) => [phone, { item }]),
  );
  const ids = new Set(output.map(({ json }) => json.id));
  expect(ids.size).toBe(CUSTOMERS);
  expect(vapi.requests.some(({ status }) => status === 429)).toBe(true);
  expect(vapi.requests.filter(({ status }) => status === 201)).toHaveLength(CUSTOMERS / 100);
});
