import { Expression } from 'n8n-workflow';
import { VapiBridgeApi } from '../../credentials/VapiBridgeApi.credentials';
import { bridgeBaseUrl } from '../../nodes/shared/bridge/transport';
import { USER_AGENT } from '../../nodes/shared/transport';

const credential = new VapiBridgeApi();

/** What n8n makes of an expression of the credential, for the values that the builder typed. */
function evaluate(template: string, $credentials: object): unknown {
  return new Expression('UTC').resolveSimpleParameterValue(template, { $credentials } as never, false);
}

it.each([
  ['https://bridge.test', 'https://bridge.test'],
  [' https://bridge.test/ \n', 'https://bridge.test'],
  ['http://bridge:8080/behind/a/proxy//', 'http://bridge:8080/behind/a/proxy'],
])('is tested where the nodes send their requests, too: %j', (baseUrl, expected) => {
  expect(evaluate(String(credential.test.request.baseURL), { baseUrl })).toBe(expected);
  expect(bridgeBaseUrl({ baseUrl })).toBe(expected);
});

it('is tested with a small read', () => {
  expect(credential.test.request).toMatchObject({
    url: '/v1/sessions',
    qs: { limit: 1 },
    headers: { 'User-Agent': USER_AGENT },
  });
  expect(credential.test.request.method ?? 'GET').toBe('GET');
});

it.each(['key-1', ' key-1\n'])(
  'sends the key %j as bearer token, and nothing of the secret',
  async (apiKey) => {
    const request = { url: 'https://bridge.test/v1/sessions', headers: { Accept: '*/*' } };
    expect(await credential.authenticate({ apiKey, eventsSecret: 'secret-1' }, request)).toEqual({
      url: 'https://bridge.test/v1/sessions',
      headers: { Accept: '*/*', Authorization: 'Bearer key-1' },
    });
    expect(request.headers).toEqual({ Accept: '*/*' });
  },
);

it('hides both secrets in the editor; only the one for events may be left out', () => {
  const byName = new Map(credential.properties.map((property) => [property.name, property]));
  for (const name of ['apiKey', 'eventsSecret']) expect(byName.get(name)?.typeOptions?.password).toBe(true);
  const required = credential.properties.filter((property) => property.required === true);
  expect(required.map(({ name }) => name)).toEqual(['baseUrl', 'apiKey']);
});
