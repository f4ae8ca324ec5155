import { Expression } from 'n8n-workflow';
import { VapiApi } from '../../credentials/VapiApi.credentials';
import { baseUrlOf, USER_AGENT, type VapiApiCredential } from '../../nodes/shared/transport';

const credential = new VapiApi();

/** What n8n makes of an expression of the credential, for the values that the builder typed. */
function evaluate(template: string, $credentials: object): unknown {
  return new Expression('UTC').resolveSimpleParameterValue(template, { $credentials } as never, false);
}

const cases: Array<[string, VapiApiCredential]> = [
  ['https://api.vapi.ai', { region: 'us' }],
  ['https://api.eu.vapi.ai', { region: 'eu', baseUrl: 'https://ignored.test' }],
  ['https://proxy.test/vapi', { region: 'custom', baseUrl: 'https://proxy.test/vapi' }],
];

it.each(cases)('is tested at %s, where the nodes send their requests too', (expected, values) => {
  expect(evaluate(String(credential.test.request.baseURL), values)).toBe(expected);
  expect(baseUrlOf(values)).toBe(expected);
});

it('is tested with a small read that every private key may do', () => {
  expect(credential.test.request).toMatchObject({
    url: '/assistant',
    qs: { limit: 1 },
    headers: { 'User-Agent': USER_AGENT },
  });
  expect(credential.test.request.method ?? 'GET').toBe('GET');
});

it.each(['key-1', ' key-1\n'])(
  'sends the private key %j as bearer token, and changes nothing else',
  async (apiKey) => {
    const request = { url: 'https://api.vapi.ai/call', headers: { Accept: 'application/json' } };
    expect(await credential.authenticate({ apiKey, publicKey: 'key-2' }, request)).toEqual({
      url: 'https://api.vapi.ai/call',
      headers: { Accept: 'application/json', Authorization: 'Bearer key-1' },
    });
    expect(request.headers).toEqual({ Accept: 'application/json' });
  },
);

it('hides both keys in the editor, and offers the three regions', () => {
  const byName = new Map(credential.properties.map((property) => [property.name, property]));
  for (const name of ['apiKey', 'publicKey']) expect(byName.get(name)?.typeOptions?.password).toBe(true);
  const values = (byName.get('region')?.options ?? []).map((option) =>
    'value' in option ? option.value : undefined,
  );
  expect(values.sort()).toEqual(['custom', 'eu', 'us']);
  expect(byName.get('region')?.default).toBe('us');
  expect(byName.get('baseUrl')?.displayOptions).toEqual({ show: { region: ['custom'] } });
});
