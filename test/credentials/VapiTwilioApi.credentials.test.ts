import { Expression } from 'n8n-workflow';
import { VapiTwilioApi } from '../../credentials/VapiTwilioApi.credentials';
import { twilioBaseUrl, type TwilioCredential } from '../../nodes/shared/twilio/hosts';
import { USER_AGENT } from '../../nodes/shared/transport';

const credential = new VapiTwilioApi();

/** What n8n makes of an expression of the credential, for the values that the builder typed. */
function evaluate(template: unknown, $credentials: object): unknown {
  return new Expression('UTC').resolveSimpleParameterValue(
    String(template),
    { $credentials } as never,
    false,
  );
}

const cases: Array<[string, Pick<TwilioCredential, 'region' | 'baseUrl'>]> = [
  ['https://api.twilio.com', { region: 'us1' }],
  ['https://api.dublin.ie1.twilio.com', { region: 'ie1', baseUrl: 'https://ignored.test' }],
  ['https://api.sydney.au1.twilio.com', { region: 'au1' }],
  ['https://proxy.test/twilio', { region: 'custom', baseUrl: 'https://proxy.test/twilio' }],
];

it.each(cases)('is tested at %s, where the nodes send their requests too', (expected, values) => {
  expect(evaluate(credential.test.request.baseURL, values)).toBe(expected);
  expect(twilioBaseUrl(values)).toBe(expected);
});

it('is tested with a small read that a standard API key may do', () => {
  const { request } = credential.test;
  expect(evaluate(request.url, { accountSid: 'AC1' })).toBe(
    '/2010-04-01/Accounts/AC1/IncomingPhoneNumbers.json',
  );
  expect(request).toMatchObject({ qs: { PageSize: 1 }, headers: { 'User-Agent': USER_AGENT } });
  expect(request.method ?? 'GET').toBe('GET');
});

it.each([
  ['authToken', ['AC1', 'token']],
  ['apiKey', ['SK1', 'secret']],
])('logs in with the %s', (login, expected) => {
  const values = {
    ...{ accountSid: 'AC1', authToken: 'token' },
    apiKeySid: 'SK1',
    apiKeySecret: 'secret',
    login,
  };
  const { username, password } = credential.authenticate.properties.auth ?? {};
  expect([evaluate(username, values), evaluate(password, values)]).toEqual(expected);
});

it('hides its secrets in the editor, and always shows the token that signs', () => {
  const byName = new Map(credential.properties.map((property) => [property.name, property]));
  for (const name of ['authToken', 'apiKeySid', 'apiKeySecret']) {
    expect(byName.get(name)?.typeOptions?.password).toBe(true);
  }
  // With an API key a SIP trunk does without the token, and a trigger does not.
  expect(byName.get('authToken')).not.toHaveProperty('required');
  expect(byName.get('authToken')).not.toHaveProperty('displayOptions');
});
