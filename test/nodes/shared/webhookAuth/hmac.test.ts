import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { verifyWebhook, type HmacPlan, type ReceivedRequest } from '../../../../nodes/shared/webhookAuth';
import { BODY, hmac, KEY, NOW, reason, request } from '../../../support/engineProof';

/** The signature as a sender would make it, computed here and not by the code under test. */
function sign(
  content: string | Buffer,
  options: { algorithm?: string; key?: string; encoding?: 'hex' | 'base64' } = {},
): string {
  const { algorithm = 'sha256', key = KEY, encoding = 'hex' } = options;
  return createHmac(algorithm, key).update(content).digest(encoding);
}

const SECONDS = String(NOW / 1000);
const signedBody = (before: string): Buffer => Buffer.concat([Buffer.from(before), BODY]);

describe('HMAC', () => {
  const binary = Buffer.from([0x00, 0xff, 0x80, 0x22]);
  const cases: Array<[string, Partial<HmacPlan>, Record<string, string>, Partial<ReceivedRequest>?]> = [
    ['Vapi defaults', {}, { 'x-timestamp': SECONDS, 'x-signature': sign(signedBody(`${SECONDS}.`)) }],
    ['milliseconds', {}, { 'x-timestamp': String(NOW), 'x-signature': sign(signedBody(`${NOW}.`)) }],
    [
      'an ISO time',
      {},
      {
        'x-timestamp': '2026-08-20T09:14:00Z',
        'x-signature': sign(signedBody('2026-08-20T09:14:00Z.')),
      },
    ],
    [
      'body only, base64',
      { payloadFormat: '{body}', includeTimestamp: false, signatureEncoding: 'base64' },
      { 'x-signature': sign(BODY, { encoding: 'base64' }) },
    ],
    [
      'a prefix and SHA-512',
      { payloadFormat: '{body}', includeTimestamp: false, algorithm: 'sha512', signaturePrefix: 'sha512=' },
      { 'x-signature': `sha512=${sign(BODY, { algorithm: 'sha512' })}` },
    ],
    [
      'SHA-1 over method, URL, time and body',
      { payloadFormat: '{method}|{url}|{timestamp}|{body}', algorithm: 'sha1' },
      {
        'x-timestamp': SECONDS,
        'x-signature': sign(signedBody(`POST|/webhook/tools|${SECONDS}|`), { algorithm: 'sha1' }),
      },
    ],
    [
      'Svix: message ID, time and body, a base64 key',
      {
        payloadFormat: '{svix-id}.{timestamp}.{body}',
        messageIdHeader: 'svix-id',
        timestampHeader: 'svix-timestamp',
        signatureHeader: 'Svix-Signature',
        signaturePrefix: 'v1,',
        signatureEncoding: 'base64',
        secretKey: Buffer.from(KEY).toString('base64'),
        keyIsBase64: true,
      },
      {
        'svix-id': 'msg_1',
        'svix-timestamp': SECONDS,
        'svix-signature': `v1,${sign(signedBody(`msg_1.${SECONDS}.`), { encoding: 'base64' })}`,
      },
    ],
    [
      'a body that is not UTF-8',
      { payloadFormat: '{body}', includeTimestamp: false },
      { 'x-signature': sign(binary) },
      { rawBody: binary },
    ],
    [
      'an old request when any age is accepted',
      { toleranceSeconds: 0 },
      { 'x-timestamp': '1000', 'x-signature': sign(signedBody('1000.')) },
    ],
    [
      'words of a format that resemble placeholders',
      { payloadFormat: 'body:{body};timestamp toString {other}', includeTimestamp: false },
      {
        'x-signature': sign(
          Buffer.concat([Buffer.from('body:'), BODY, Buffer.from(';timestamp toString {other}')]),
        ),
      },
    ],
    [
      'a format with a word that objects inherit',
      { payloadFormat: 'constructor{body}', includeTimestamp: false },
      { 'x-signature': sign(signedBody('constructor')) },
    ],
  ];

  it.each(cases)('accepts %s', (_, plan, headers, extra = {}) => {
    expect(verifyWebhook(hmac(plan), request(headers, extra))).toEqual({ ok: true });
  });

  it.each(cases)('refuses another key: %s', (_, plan, headers, extra = {}) => {
    const other = hmac({ ...plan, secretKey: Buffer.from('another key').toString('base64') });
    expect(reason(other, request(headers, extra))).toBe('the signature does not match');
  });

  it('refuses a body of which one byte has changed', () => {
    const headers = { 'x-timestamp': SECONDS, 'x-signature': sign(signedBody(`${SECONDS}.`)) };
    const changed = Buffer.from(BODY);
    changed[5] = 0x20;
    expect(reason(hmac(), request(headers, { rawBody: changed }))).toBe('the signature does not match');
  });

  it('refuses a fresh time on an old signature', () => {
    const headers = { 'x-timestamp': SECONDS, 'x-signature': sign(signedBody('1000.')) };
    expect(reason(hmac(), request(headers))).toBe('the signature does not match');
  });

  const valid = (at: number): Record<string, string> => ({
    'x-timestamp': String(at),
    'x-signature': sign(signedBody(`${at}.`)),
  });

  it.each<[string, number, boolean]>([
    ['just young enough', NOW / 1000 - 300, true],
    ['too old', NOW / 1000 - 301, false],
    ['just not too far in the future', NOW / 1000 + 300, true],
    ['in the future', NOW / 1000 + 301, false],
    ['too old, in milliseconds', NOW - 301_000, false],
  ])('looks at the age: %s', (_, at, accepted) => {
    expect(verifyWebhook(hmac(), request(valid(at))).ok).toBe(accepted);
  });

  it.each<[string, Partial<HmacPlan>, Record<string, string>, RegExp]>([
    ['no signature', {}, { 'x-timestamp': SECONDS }, /no x-signature header/],
    ['no time', {}, { 'x-signature': 'ab' }, /no x-timestamp header/],
    ['a time that is none', {}, { 'x-signature': 'ab', 'x-timestamp': 'soon' }, /holds no time: soon/],
    ['a missing prefix', { signaturePrefix: 'v1=' }, { 'x-signature': 'ab' }, /does not start with v1=/],
    ['an empty signature', { includeTimestamp: false }, { 'x-signature': '' }, /no x-signature header/],
    ['no hex', { includeTimestamp: false }, { 'x-signature': 'zz' }, /x-signature holds no hex/],
    ['half a byte', { includeTimestamp: false }, { 'x-signature': 'abc' }, /x-signature holds no hex/],
    [
      'no base64',
      { includeTimestamp: false, signatureEncoding: 'base64' },
      { 'x-signature': 'a?b=' },
      /holds no base64/,
    ],
    ['an empty key', { secretKey: '' }, {}, /no secret key/],
  ])('refuses %s', (_, plan, headers, why) => {
    expect(reason(hmac(plan), request(headers))).toMatch(why);
  });

  it.each<[string, Partial<HmacPlan>, string | Buffer, RegExp]>([
    ['the body', { payloadFormat: '{timestamp}' }, SECONDS, /does not sign the \{body\}/],
    ['the time', { payloadFormat: '{body}' }, BODY, /does not sign the \{timestamp\}/],
  ])(
    'refuses a right signature that leaves out %s, with which anything else could be sent',
    (_, plan, signed, why) => {
      const headers = { 'x-timestamp': SECONDS, 'x-signature': sign(signed) };
      expect(reason(hmac(plan), request(headers))).toMatch(why);
    },
  );

  it.each(['====', '!!!', ' '])('refuses a base64 key without a byte in it: "%s"', (secretKey) => {
    // With an empty key, anybody could sign.
    const headers = { 'x-signature': sign(BODY, { key: '' }) };
    const plan = { secretKey, keyIsBase64: true, includeTimestamp: false, payloadFormat: '{body}' };
    expect(reason(hmac(plan), request(headers))).toMatch(/no secret key/);
  });

  it.each([undefined, null, '', 'soon', NaN, -1, {}])(
    'refuses everything if the accepted age is %p: only 0 switches the check off',
    (toleranceSeconds) => {
      const headers = valid(NOW / 1000);
      const plan = hmac({ toleranceSeconds: toleranceSeconds as number });
      expect(reason(plan, request(headers))).toMatch(/accepted age of the credential is no number/);
    },
  );

  it.each([0, '0', '600', 600])('takes an accepted age of %p', (toleranceSeconds) => {
    const plan = hmac({ toleranceSeconds: toleranceSeconds as number });
    expect(verifyWebhook(plan, request(valid(NOW / 1000 - 500)))).toEqual({ ok: true });
  });

  it('takes base64 in its URL-safe alphabet and without padding', () => {
    const plan = hmac({ payloadFormat: '{body}', includeTimestamp: false, signatureEncoding: 'base64' });
    const signature = createHmac('sha256', KEY).update(BODY).digest('base64url');
    expect(verifyWebhook(plan, request({ 'x-signature': signature }))).toEqual({ ok: true });
  });
});

describe('over generated changes', () => {
  interface Signed {
    plan: Partial<HmacPlan>;
    headers: { 'x-timestamp': string; 'x-signature': string };
    rawBody: Buffer;
  }

  /** Requests signed as any plan with a timestamp may want it. */
  const signed: fc.Arbitrary<Signed> = fc
    .record({
      rawBody: fc.uint8Array({ minLength: 1 }).map((bytes) => Buffer.from(bytes)),
      algorithm: fc.constantFrom('sha1' as const, 'sha256' as const, 'sha512' as const),
      signatureEncoding: fc.constantFrom('hex' as const, 'base64' as const),
      at: fc.constantFrom(String(NOW / 1000), String(NOW), new Date(NOW).toISOString()),
    })
    .map(({ rawBody, at, ...plan }) => {
      const content = Buffer.concat([Buffer.from(`${at}.`), rawBody]);
      const options = { algorithm: plan.algorithm, encoding: plan.signatureEncoding };
      return { plan, rawBody, headers: { 'x-timestamp': at, 'x-signature': sign(content, options) } };
    });

  const check = ({ plan, headers, rawBody }: Signed): boolean =>
    verifyWebhook(hmac(plan), request(headers, { rawBody })).ok;

  function flipped(bytes: Buffer, bit: number): Buffer {
    const changed = Buffer.from(bytes);
    const index = Math.floor(bit / 8) % bytes.length;
    changed.writeUInt8(changed.readUInt8(index) ^ (1 << (bit % 8)), index);
    return changed;
  }

  it('accepts what is unchanged', () => {
    fc.assert(fc.property(signed, (given) => expect(check(given)).toBe(true)));
  });

  it('refuses one changed bit in the body', () => {
    fc.assert(
      fc.property(signed, fc.nat(), (given, bit) => {
        expect(check({ ...given, rawBody: flipped(given.rawBody, bit) })).toBe(false);
      }),
    );
  });

  it('refuses one changed bit in the signature', () => {
    fc.assert(
      fc.property(signed, fc.nat(), (given, bit) => {
        const encoding = given.plan.signatureEncoding ?? 'hex';
        const signature = Buffer.from(given.headers['x-signature'], encoding);
        const headers = { ...given.headers, 'x-signature': flipped(signature, bit).toString(encoding) };
        expect(check({ ...given, headers })).toBe(false);
      }),
    );
  });

  it('refuses one changed, added or lost character in signature or timestamp', () => {
    const change = fc.record({
      name: fc.constantFrom('x-timestamp' as const, 'x-signature' as const),
      at: fc.nat(),
      instead: fc.string({ maxLength: 2 }),
    });
    /** One signature has several spellings: hex in either case, base64 with and without padding or URL-safe. */
    const same = (a: string, b: string, encoding: 'hex' | 'base64'): boolean =>
      encoding === 'hex'
        ? a.toLowerCase() === b.toLowerCase()
        : a.replace(/=+$/, '').replace(/-/g, '+').replace(/_/g, '/') === b.replace(/=+$/, '');
    fc.assert(
      fc.property(signed, change, (given, { name, at, instead }) => {
        const text = given.headers[name];
        const index = at % text.length;
        const changed = text.slice(0, index) + instead + text.slice(index + 1);
        fc.pre(changed !== text);
        fc.pre(name === 'x-timestamp' || !same(changed, text, given.plan.signatureEncoding ?? 'hex'));
        expect(check({ ...given, headers: { ...given.headers, [name]: changed } })).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });
});
