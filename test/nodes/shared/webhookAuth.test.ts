import fc from 'fast-check';
import { verifyWebhook, type HmacPlan, type WebhookProof } from '../../../nodes/shared/webhookAuth';
import { hasSharedFixtures, SHARED_FIXTURES_MISSING, sharedFixture } from '../../support/engineFixtures';
import { bearer, header, hmac, KEY, oauth2, reason, request, secret } from '../../support/engineProof';
import { describeWith } from '../../support/needs';

describe('fixed secrets', () => {
  it.each<[string, WebhookProof, Record<string, string>]>([
    ['bearer', bearer(KEY), { authorization: `Bearer ${KEY}` }],
    ['bearer in another case', bearer(KEY), { authorization: `bearer  ${KEY}` }],
    ['custom header', header('X-Api-Key', KEY), { 'x-api-key': KEY }],
    ['X-Vapi-Secret', secret(KEY), { 'x-vapi-secret': KEY }],
  ])('accepts %s', (_, proof, headers) => {
    expect(verifyWebhook(proof, request(headers))).toEqual({ ok: true });
  });

  it.each<[string, WebhookProof, Record<string, string | string[]>, RegExp]>([
    ['no bearer', bearer(KEY), {}, /no Authorization header/],
    ['an empty header', bearer(KEY), { authorization: '' }, /no Authorization header/],
    ['another scheme', bearer(KEY), { authorization: `Basic ${KEY}` }, /holds no bearer token/],
    ['the bare token', bearer(KEY), { authorization: KEY }, /holds no bearer token/],
    ['the word alone', bearer(KEY), { authorization: 'Bearer ' }, /holds no bearer token/],
    ['another token', bearer(KEY), { authorization: `Bearer ${KEY}x` }, /does not match/],
    ['the begin of the token', bearer(KEY), { authorization: 'Bearer correct' }, /does not match/],
    ['the token in capitals', bearer('abc'), { authorization: 'Bearer ABC' }, /does not match/],
    ['a repeated header', header('x-api-key', KEY), { 'x-api-key': [KEY, KEY] }, /no x-api-key header/],
    ['another header', header('X-Api-Key', KEY), { 'x-other': KEY }, /no X-Api-Key header/],
    ['a credential without a header name', header('', KEY), { '': KEY }, /names no header/],
    ['a wrong secret', secret(KEY), { 'x-vapi-secret': 'wrong' }, /X-Vapi-Secret does not match/],
    ['an empty token', bearer(''), { authorization: 'Bearer x' }, /does not match/],
    ['an empty secret', secret(''), { 'x-vapi-secret': '' }, /no X-Vapi-Secret header/],
  ])('refuses %s', (_, proof, headers, why) => {
    expect(reason(proof, request(headers))).toMatch(why);
  });

  it('refuses a scheme that it does not know', () => {
    expect(reason({ scheme: 'none' } as unknown as WebhookProof, request())).toMatch(/no known/);
    expect(reason({} as WebhookProof, request())).toMatch(/no known/);
  });

  it('names neither the secret nor what was sent in its reasons', () => {
    const received = request({ authorization: 'Bearer guess-1', 'x-api-key': 'guess-2' });
    for (const proof of [bearer(KEY), header('x-api-key', KEY), secret(KEY), hmac(), oauth2()]) {
      expect(reason(proof, received)).not.toMatch(/correct horse|guess/);
    }
  });
});

describe('over generated input', () => {
  const texts = fc.oneof(fc.string(), fc.constantFrom('', ' ', '0', 'x', 'constructor', '__proto__'));
  const headers = fc.dictionary(
    fc.constantFrom('authorization', 'x-api-key', 'x-vapi-secret', 'x-signature', 'x-timestamp'),
    fc.oneof(
      texts,
      texts.map((text) => `Bearer ${text}`),
      fc.array(texts),
    ),
  );
  const proofWith = (value: fc.Arbitrary<string>): fc.Arbitrary<WebhookProof> =>
    fc.oneof(
      value.map(bearer),
      value.map((text) => header('x-api-key', text)),
      value.map(secret),
      fc
        .record({
          secretKey: value,
          keyIsBase64: fc.boolean(),
          algorithm: fc.constantFrom('sha1' as const, 'sha256' as const, 'sha512' as const),
          signatureEncoding: fc.constantFrom('hex' as const, 'base64' as const),
          signaturePrefix: fc.constantFrom('', 'v1='),
          includeTimestamp: fc.boolean(),
          payloadFormat: fc.oneof(fc.string(), fc.constantFrom('{body}', '{svix-id}', 'toString')),
          messageIdHeader: fc.constantFrom('', 'x-api-key'),
        })
        .map(hmac),
      value.map((sharedSecret) => oauth2({ verifyBy: 'sharedSecret', sharedSecret })),
      value.map((clientSecret) => oauth2({ clientSecret })),
    );
  const received = fc
    .record({ headers, rawBody: fc.uint8Array() })
    .map((given) => request(given.headers, { rawBody: Buffer.from(given.rawBody) }));

  it('never accepts a request that does not hold the secret', () => {
    // Longer than anything generated, so that no header can hold it by chance.
    fc.assert(
      fc.property(proofWith(fc.constant('k'.repeat(200))), received, (proof, given) => {
        expect(verifyWebhook(proof, given).ok).toBe(false);
      }),
    );
  });

  it('never accepts anything when the secret is empty', () => {
    fc.assert(
      fc.property(proofWith(fc.constant('')), received, (proof, given) => {
        expect(verifyWebhook(proof, given).ok).toBe(false);
      }),
    );
  });

  it('accepts exactly the secret in a fixed-secret scheme', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (wanted, sent) => {
        const given = request({ 'x-vapi-secret': sent });
        expect(verifyWebhook(secret(wanted), given).ok).toBe(wanted === sent);
      }),
    );
  });

  it('never throws, also when a field of the credential holds something else than text', () => {
    const field = fc.oneof(fc.string(), fc.constantFrom(undefined, null, 5, true, {}, []));
    const proof = fc.record(
      {
        scheme: fc.constantFrom('bearer', 'header', 'secret', 'hmac', 'oauth2', 'other'),
        verifyBy: fc.constantFrom('jwks', 'sharedSecret', 'ownEndpoint', 5),
        jwksUrl: field,
        sharedSecret: field,
        issuer: field,
        clientId: field,
        clientSecret: field,
        token: field,
        headerName: field,
        headerValue: field,
        secret: field,
        secretKey: field,
        algorithm: field,
        signatureHeader: field,
        signaturePrefix: field,
        signatureEncoding: field,
        timestampHeader: field,
        payloadFormat: field,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(proof, received, (plan, given) => {
        expect(typeof verifyWebhook(plan as unknown as WebhookProof, given).ok).toBe('boolean');
      }),
    );
    expect(reason({ scheme: 'bearer', token: 5 } as never, request({ authorization: 'Bearer 5' }))).toBe(
      'a field of the credential holds something else than text',
    );
  });
});

describeWith(hasSharedFixtures, SHARED_FIXTURES_MISSING, 'vectors of the shared folder', () => {
  interface HmacCases {
    secret: string;
    rawBody: string;
    cases: Array<{ name: string; plan: Partial<HmacPlan>; headers: Record<string, string> }>;
  }

  it('hmac.cases.json: each is accepted, and refused with another key', () => {
    const { secret: secretKey, rawBody, cases } = sharedFixture<HmacCases>('auth/hmac.cases.json');
    expect(cases.length).toBeGreaterThan(0);
    for (const { name, plan, headers } of cases) {
      const given = request(headers, { rawBody: Buffer.from(rawBody), now: 1787217301000 });
      const { type: _, ...fields } = plan as Partial<HmacPlan> & { type?: string };
      const verdicts = [secretKey, 'other'].map((key) =>
        verifyWebhook(hmac({ ...fields, secretKey: key }), given),
      );
      expect([name, ...verdicts.map(({ ok }) => ok)]).toEqual([name, true, false]);
    }
  });

  it('headers.cases.json: each is accepted by its own scheme only', () => {
    const cases = sharedFixture<Array<{ headers: Record<string, string> }>>('auth/headers.cases.json');
    const proofs = [secret('fixture-secret'), bearer('fixture-token'), header('X-Api-Key', 'fixture-token')];
    const accepted = cases.map(({ headers }) =>
      proofs.map((proof) => verifyWebhook(proof, request(headers)).ok),
    );
    expect(accepted).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, true],
    ]);
  });
});
