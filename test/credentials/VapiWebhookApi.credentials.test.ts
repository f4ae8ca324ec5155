import type {
  ICredentialsDecrypted,
  ICredentialTestFunctions,
  INodeCredentialTestResult,
  INodeProperties,
} from 'n8n-workflow';
import { VapiWebhookApi } from '../../credentials/VapiWebhookApi.credentials';
import { vapiWebhookApiTest } from '../../nodes/shared/webhookCredential';
import { createOwnToken } from '../../nodes/shared/webhookAuth/ownToken';
import { verifyWebhook, type WebhookProof } from '../../nodes/shared/webhookAuth';
import { VapiToolTrigger } from '../../nodes/VapiToolTrigger/VapiToolTrigger.node';
import { VapiTrigger } from '../../nodes/VapiTrigger/VapiTrigger.node';

const properties = new VapiWebhookApi().properties;
const SECRET = '0123456789abcdef';

/** Which field holds the secret of a scheme. */
const SECRET_OF = { bearer: 'token', header: 'headerValue', secret: 'secret', hmac: 'secretKey' };

async function test(data: Record<string, unknown> | undefined): Promise<INodeCredentialTestResult> {
  const credential = { id: '1', name: 'x', type: 'vapiWebhookApi', data } as ICredentialsDecrypted;
  return await vapiWebhookApiTest.call({} as ICredentialTestFunctions, credential);
}

/** What else a credential of the scheme holds when n8n saves it. */
const saved = {
  ...{ headerName: 'X-Api-Key', signatureHeader: 'x-signature', timestampHeader: 'x-timestamp' },
  ...{ includeTimestamp: true, keyIsBase64: false, payloadFormat: '{timestamp}.{body}' },
};

it.each([
  ['bearer', 'Error'],
  ['header', 'Error'],
  ['secret', 'Error'],
  // Signed with, never sent.
  ['hmac', 'OK'],
] as const)(
  'the test in n8n takes a secret with an umlaut only if it is not sent: %s',
  async (scheme, status) => {
    const result = await test({ ...saved, scheme, [SECRET_OF[scheme]]: `${SECRET}ü` });
    expect(result.status).toBe(status);
    expect(result.message).not.toContain('0123456789');
  },
);

describe.each(Object.entries(SECRET_OF))('the test in n8n, scheme %s', (scheme, field) => {
  it('accepts 16 characters', async () => {
    expect(await test({ ...saved, scheme, [field]: SECRET })).toMatchObject({ status: 'OK' });
  });

  it.each<[string, unknown, RegExp]>([
    ['an empty secret', '', /is empty: every request would be refused/],
    ['no secret', undefined, /is empty/],
    ['a secret that is too short', SECRET.slice(1), /has 15 characters: use at least 16/],
    ['white space before it', ` ${SECRET}`, /begins or ends with white space/],
    ['a line break after it', `${SECRET}\n`, /begins or ends with white space/],
  ])('refuses %s, and does not show it', async (_, value, message) => {
    const result = await test({ scheme, [field]: value });
    expect(result).toMatchObject({ status: 'Error', message: expect.stringMatching(message) });
    expect(result.message).not.toContain('0123456789');
  });

  it('looks only at the secret of its own scheme', async () => {
    const others = Object.values(SECRET_OF).filter((name) => name !== field);
    const data = Object.fromEntries(others.map((name) => [name, SECRET]));
    expect(await test({ scheme, ...data })).toMatchObject({ status: 'Error' });
  });

  it('hides the secret in the editor', () => {
    const property = properties.find(({ name }) => name === field);
    expect(property?.typeOptions?.password).toBe(true);
  });
});

describe('the test in n8n, scheme oauth2', () => {
  const KEY = SECRET + SECRET;
  const jwks = {
    ...{ scheme: 'oauth2', verifyBy: 'jwks', jwksUrl: 'https://login.test/jwks' },
    ...{ issuer: 'https://login.test/', audience: 'n8n' },
  };
  const shared = { scheme: 'oauth2', verifyBy: 'sharedSecret', sharedSecret: KEY };
  const own = { scheme: 'oauth2', verifyBy: 'ownEndpoint', clientId: 'vapi', clientSecret: KEY };

  it.each([jwks, shared, own])('accepts %j', async (data) => {
    expect(await test(data)).toMatchObject({ status: 'OK' });
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['no shared secret', { ...shared, sharedSecret: '' }, /is empty/],
    ['a shared secret of another field', { ...shared, sharedSecret: '', clientSecret: KEY }, /is empty/],
    [
      'a short shared secret',
      { ...shared, sharedSecret: KEY.slice(1) },
      /has 31 characters: use at least 32/,
    ],
    ['a short client secret', { ...own, clientSecret: KEY.slice(1) }, /has 31 characters: use at least 32/],
    ['white space in the client secret', { ...own, clientSecret: `${KEY} ` }, /white space/],
    ['no client ID', { ...own, clientId: '' }, /client ID or the client secret is empty/],
    ['no JWKS URL', { ...jwks, jwksUrl: '' }, /the JWKS URL is empty/],
    [
      'a JWKS URL without TLS',
      { ...jwks, jwksUrl: 'http://a.test/' },
      /http:\/\/a.test\/ is no https address/,
    ],
    ['no issuer', { ...jwks, issuer: '' }, /the issuer is empty/],
    ['neither audience nor scope', { ...jwks, audience: '' }, /both audience and scope are empty/],
    ['no way to verify', { scheme: 'oauth2', clientSecret: KEY, sharedSecret: KEY }, /is empty/],
    ['values that are no text', { ...jwks, jwksUrl: 5 }, /the JWKS URL is empty/],
  ])('finds %s, and does not show the secret', async (_, data, message) => {
    const result = await test(data);
    expect(result).toMatchObject({ status: 'Error', message: expect.stringMatching(message) });
    expect(result.message).not.toContain('0123456789');
  });

  it.each(['sharedSecret', 'clientSecret'])('hides the %s in the editor', (field) => {
    expect(properties.find(({ name }) => name === field)?.typeOptions?.password).toBe(true);
  });

  it('with only the secret typed in accepts a token of its own', async () => {
    const defaults = Object.fromEntries(properties.map(({ name, default: value }) => [name, value]));
    const saved = { ...defaults, scheme: 'oauth2', clientSecret: KEY };
    expect(await test(saved)).toMatchObject({ status: 'OK' });
    const now = Date.parse('2026-08-20T09:15:01.000Z');
    const plan = { clientId: 'vapi', clientSecret: KEY, lifetimeSeconds: 60 };
    const headers = { authorization: `Bearer ${createOwnToken(plan, now).token}` };
    const request = { headers, rawBody: Buffer.from('{}'), method: 'POST', urls: ['/'], now };
    expect(verifyWebhook(saved as unknown as WebhookProof, request)).toEqual({ ok: true });
  });
});

it.each([undefined, {}, { scheme: 'other' }, { scheme: 'constructor' }])(
  'refuses a credential without a scheme: %j',
  async (data) => {
    expect(await test(data)).toMatchObject({ status: 'Error' });
  },
);

it('is tested by both triggers', () => {
  for (const trigger of [new VapiTrigger(), new VapiToolTrigger()]) {
    const credential = trigger.description.credentials?.find(({ name }) => name === 'vapiWebhookApi');
    expect(credential).toMatchObject({ required: true, testedBy: 'vapiWebhookApiTest' });
    expect(trigger.methods.credentialTest.vapiWebhookApiTest).toBe(vapiWebhookApiTest);
  }
});

describe('a credential as n8n saves it with only the secret typed in', () => {
  const shownFor = (scheme: string) => (property: INodeProperties) =>
    property.displayOptions?.show?.scheme?.includes(scheme) ?? true;

  function saved(scheme: keyof typeof SECRET_OF): WebhookProof {
    const defaults = properties.filter(shownFor(scheme)).map(({ name, default: value }) => [name, value]);
    return { ...Object.fromEntries(defaults), scheme, [SECRET_OF[scheme]]: SECRET } as WebhookProof;
  }

  const received = (headers: Record<string, string>): Parameters<typeof verifyWebhook>[1] => ({
    headers,
    rawBody: Buffer.from('{}'),
    method: 'POST',
    urls: ['/'],
    now: Date.parse('2026-08-20T09:15:01.000Z'),
  });

  it.each([
    ['bearer', { authorization: `Bearer ${SECRET}` }],
    ['header', { 'x-api-key': SECRET }],
    ['secret', { 'x-vapi-secret': SECRET }],
    [
      'hmac',
      {
        'x-timestamp': '1787217301',
        // HMAC-SHA256 of "1787217301.{}" with the secret as key, made with openssl.
        'x-signature': 'c909a59cec2e0b21f01b64b71113ef8aec0e1119fb642c372aad3319ad956f52',
      },
    ],
  ] as const)('is understood by the verifier: %s', (scheme, headers) => {
    expect(verifyWebhook(saved(scheme), received(headers as Record<string, string>))).toEqual({ ok: true });
    expect(verifyWebhook(saved(scheme), received({})).ok).toBe(false);
  });
});

it.each<[string, Record<string, unknown>, RegExp]>([
  ['an empty header name', { scheme: 'header', headerValue: SECRET, headerName: '' }, /Header Name is ""/],
  ['a header name with a space', { scheme: 'header', headerValue: SECRET, headerName: 'X Key' }, /"X Key"/],
  ['no signature header', { scheme: 'hmac', secretKey: SECRET, signatureHeader: '' }, /Signature Header/],
  [
    'a format that leaves the body unsigned',
    { scheme: 'hmac', secretKey: SECRET, payloadFormat: '{timestamp}' },
    /\{body\}/,
  ],
  [
    'a format that leaves the time unsigned',
    { scheme: 'hmac', secretKey: SECRET, payloadFormat: '{body}' },
    /\{timestamp\}/,
  ],
  ['a key that is no base64', { scheme: 'hmac', secretKey: `${SECRET}!`, keyIsBase64: true }, /base64/],
])('the test in n8n finds %s', async (_, data, message) => {
  const result = await test({ ...saved, ...data });
  expect(result).toMatchObject({ status: 'Error', message: expect.stringMatching(message) });
});
