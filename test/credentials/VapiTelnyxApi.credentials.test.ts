import { Expression } from 'n8n-workflow';
import { VapiTelnyxApi } from '../../credentials/VapiTelnyxApi.credentials';
import { telnyxBaseUrl } from '../../nodes/shared/telnyx/rest';
import { USER_AGENT } from '../../nodes/shared/transport';

const credential = new VapiTelnyxApi();

/** What n8n makes of an expression of the credential, for the values that the builder typed. */
function evaluate(template: string, $credentials: object): unknown {
  return new Expression('UTC').resolveSimpleParameterValue(template, { $credentials } as never, false);
}

it.each([
  ['', 'https://api.telnyx.com/v2'],
  [' \n', 'https://api.telnyx.com/v2'],
  ['https://api.telnyx.com/v2/', 'https://api.telnyx.com/v2'],
  [' http://127.0.0.1:4030/v2// ', 'http://127.0.0.1:4030/v2'],
])('is tested where the nodes send their requests, too: %j', (baseUrl, expected) => {
  expect(evaluate(String(credential.test.request.baseURL), { baseUrl })).toBe(expected);
  expect(telnyxBaseUrl({ baseUrl })).toBe(expected);
});

it('is tested with a small read of what a SIP trunk reads first', () => {
  expect(credential.test.request).toMatchObject({
    url: '/fqdn_connections',
    qs: { 'page[size]': 1 },
    headers: { 'User-Agent': USER_AGENT },
  });
  expect(credential.test.request.method ?? 'GET').toBe('GET');
});

it.each(['KEY1', ' KEY1\n'])('sends the key %j as bearer token', async (apiKey) => {
  const request = { url: 'https://api.telnyx.com/v2/fqdns', headers: { Accept: '*/*' } };
  expect(await credential.authenticate({ apiKey, baseUrl: '' }, request)).toEqual({
    url: 'https://api.telnyx.com/v2/fqdns',
    headers: { Accept: '*/*', Authorization: 'Bearer KEY1' },
  });
  expect(request.headers).toEqual({ Accept: '*/*' });
});

it('asks for the key alone, and hides it in the editor', () => {
  const required = credential.properties.filter((property) => property.required === true);
  expect(required).toMatchObject([{ name: 'apiKey', typeOptions: { password: true } }]);
});
