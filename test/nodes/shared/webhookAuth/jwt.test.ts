import { createHmac, generateKeyPairSync, sign as rawSign } from 'node:crypto';
import fc from 'fast-check';
import { LEEWAY_SECONDS, verifyJwt, type TokenRules } from '../../../../nodes/shared/webhookAuth/jwt';
import {
  compact,
  PUBLIC_ALGORITHMS,
  sign,
  signWithSecret,
  signers,
  type Signer,
} from '../../../support/tokens';

const NOW_SECONDS = 1_787_217_301;
const SECRET = 'a shared secret of 32 characters';
const CLAIMS = {
  ...{ iss: 'https://login.test/', aud: 'https://n8n.test', exp: NOW_SECONDS + 300 },
  scope: 'calls tools',
};
const ANY = { issuer: '', audience: '', scope: '', now: NOW_SECONDS * 1000 };

let all: Signer[];
let bySecret: TokenRules;
let byKeys: TokenRules;

beforeAll(async () => {
  all = await signers();
  bySecret = { ...ANY, key: { kind: 'secret', secret: Buffer.from(SECRET) } };
  byKeys = { ...ANY, key: { kind: 'public', keys: all.map(({ jwk }) => jwk) } };
});

const signerOf = (alg: string): Signer => {
  const found = all.find((one) => one.alg === alg);
  if (!found) throw new Error(`No key for ${alg}.`);
  return found;
};

const reason = (token: string, rules: TokenRules): string => {
  const verdict = verifyJwt(token, rules);
  return verdict.ok ? 'accepted' : verdict.reason;
};

describe('a token of another implementation', () => {
  it.each(PUBLIC_ALGORITHMS)('signed with %s is accepted, with and without a key id', async (alg) => {
    expect(reason(await sign(signerOf(alg), CLAIMS), byKeys)).toBe('accepted');
    expect(reason(await sign(signerOf(alg), CLAIMS, { kid: undefined }), byKeys)).toBe('accepted');
  });

  it.each(['HS256', 'HS384', 'HS512'])('signed with %s and the shared secret is accepted', async (alg) => {
    expect(reason(await signWithSecret(SECRET, CLAIMS, { alg }), bySecret)).toBe('accepted');
    expect(reason(await signWithSecret(`${SECRET}!`, CLAIMS, { alg }), bySecret)).toMatch(/does not match/);
  });

  it.each([undefined, 'JWT', 'jwt', 'at+jwt', 'application/at+JWT'])('may have the type %s', async (typ) => {
    expect(reason(await signWithSecret(SECRET, CLAIMS, { alg: 'HS256', typ }), bySecret)).toBe('accepted');
  });
});

describe('claims', () => {
  const inTime = { exp: NOW_SECONDS + 300 };
  it.each<[string, Record<string, unknown>, Partial<TokenRules>, RegExp]>([
    [
      'all that was asked for',
      CLAIMS,
      { issuer: CLAIMS.iss, audience: CLAIMS.aud, scope: 'tools' },
      /accepted/,
    ],
    ['no claim but exp, and nothing asked for', inTime, {}, /accepted/],
    ['one of several audiences', { ...inTime, aud: ['a', 'b'] }, { audience: 'b' }, /accepted/],
    ['two scopes in another order', CLAIMS, { scope: 'tools  calls' }, /accepted/],
    ['scopes as Okta writes them', { ...inTime, scp: ['calls', 'tools'] }, { scope: 'tools' }, /accepted/],
    ['scopes as Microsoft writes them', { ...inTime, scp: 'calls tools' }, { scope: 'tools' }, /accepted/],
    ['an end within the leeway', { exp: NOW_SECONDS - LEEWAY_SECONDS + 1 }, {}, /accepted/],
    ['an end just outside of it', { exp: NOW_SECONDS - LEEWAY_SECONDS }, {}, /has expired/],
    ['a start within the leeway', { ...inTime, nbf: NOW_SECONDS + LEEWAY_SECONDS }, {}, /accepted/],
    ['a start just outside', { ...inTime, nbf: NOW_SECONDS + LEEWAY_SECONDS + 1 }, {}, /not valid yet/],
    ['no end', { iss: 'x' }, {}, /does not say when it expires/],
    ['an end that is text', { exp: '9999999999' }, {}, /does not say when it expires/],
    ['a start that is text', { ...inTime, nbf: '0' }, {}, /is no time/],
    ['no issuer', inTime, { issuer: CLAIMS.iss }, /not from the issuer https:\/\/login\.test\//],
    [
      'another issuer',
      { ...inTime, iss: 'https://login.test' },
      { issuer: CLAIMS.iss },
      /not from the issuer/,
    ],
    ['a list as issuer', { ...inTime, iss: [CLAIMS.iss] }, { issuer: CLAIMS.iss }, /not from the issuer/],
    ['no audience', inTime, { audience: 'a' }, /not for the audience a/],
    ['the audience within another', { ...inTime, aud: 'ab' }, { audience: 'a' }, /not for the audience/],
    ['an object as audience', { ...inTime, aud: { a: 1 } }, { audience: 'a' }, /not for the audience/],
    ['no scope', inTime, { scope: 'tools' }, /lacks the scope tools/],
    ['one scope of two', { ...inTime, scope: 'calls' }, { scope: 'calls tools' }, /lacks the scope tools$/],
    ['the scope within another', { ...inTime, scope: 'tools2' }, { scope: 'tools' }, /lacks the scope/],
  ])('%s', async (_, claims, rules, expected) => {
    // Signed by hand: the other implementation refuses to sign some of these.
    const signed = compact({ alg: 'HS256' }, claims);
    const token = `${signed}.${createHmac('sha256', SECRET).update(signed).digest('base64url')}`;
    expect(reason(token, { ...bySecret, ...rules })).toMatch(expected);
  });

  it('end at once where the number is too large for a number', () => {
    const signed = compact({ alg: 'HS256' }, Buffer.from('{"exp":1e999}').toString('base64url'));
    const token = `${signed}.${createHmac('sha256', SECRET).update(signed).digest('base64url')}`;
    expect(reason(token, bySecret)).toMatch(/does not say when it expires/);
  });
});

describe('is refused', () => {
  const hs256 = (header: object, key = SECRET, payload: object | string = CLAIMS): string => {
    const signed = compact(header, payload);
    return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
  };

  it.each<[string, () => string, RegExp]>([
    ['no token at all', () => '', /no signed JWT/],
    ['two parts', () => compact({ alg: 'HS256' }, CLAIMS), /no signed JWT/],
    ['an empty signature', () => `${compact({ alg: 'none' }, CLAIMS)}.`, /no signed JWT/],
    ['an encrypted token', () => 'YQ.YQ.YQ.YQ.YQ', /no signed JWT/],
    ['alg none', () => hs256({ alg: 'none' }), /not signed with HS256/],
    ['alg None', () => hs256({ alg: 'None' }), /not signed with HS256/],
    ['no alg', () => hs256({}), /not signed with HS256/],
    ['alg constructor', () => hs256({ alg: 'constructor' }), /not signed with HS256/],
    ['alg as a list', () => hs256({ alg: ['HS256', 'none'] }), /not signed with HS256/],
    ['alg in lower case', () => hs256({ alg: 'hs256' }), /not signed with HS256/],
    ['an unknown crit', () => hs256({ alg: 'HS256', crit: ['b64'], b64: true }), /extension \(crit\)/],
    ['an empty crit', () => hs256({ alg: 'HS256', crit: [] }), /extension \(crit\)/],
    ['another type', () => hs256({ alg: 'HS256', typ: 'secevent+jwt' }), /type of the token/],
    ['a type that is no text', () => hs256({ alg: 'HS256', typ: {} }), /type of the token/],
    ['a header that is no object', () => hs256([1]), /header of the token is no JSON object/],
    ['a header that is no JSON', () => `YQ.${compact(CLAIMS)}.YQ`, /header of the token is no JSON object/],
    ['a payload that is no object', () => hs256({ alg: 'HS256' }, SECRET, [1]), /payload of the token/],
    ['padding', () => `${hs256({ alg: 'HS256' })}=`, /no signed JWT/],
    ['a line break', () => `${hs256({ alg: 'HS256' })}\n`, /no signed JWT/],
    ['too long a token', () => hs256({ alg: 'HS256' }, SECRET, { a: 'x'.repeat(8_192) }), /longer than 8192/],
  ])('%s', (_, token, expected) => {
    expect(reason(token(), bySecret)).toMatch(expected);
  });

  it('an empty secret, whoever signs with it', () => {
    const rules = { ...bySecret, key: { kind: 'secret' as const, secret: Buffer.alloc(0) } };
    expect(reason(hs256({ alg: 'HS256' }, ''), rules)).toMatch(/no secret/);
  });

  it('a public key as the secret of an HMAC', () => {
    // The classic confusion: what is published would become what signs.
    for (const { jwk, kid } of all) {
      for (const key of [JSON.stringify(jwk), String(jwk.n ?? jwk.x)]) {
        expect(reason(hs256({ alg: 'HS256', kid }, key), byKeys)).toMatch(/accepted public-key algorithm/);
      }
    }
  });

  it('a symmetric key among the published ones', () => {
    const jwk = { kty: 'oct', k: Buffer.from(SECRET).toString('base64url'), kid: 'a' };
    const rules = { ...ANY, key: { kind: 'public' as const, keys: [jwk] } };
    expect(reason(hs256({ alg: 'HS256', kid: 'a' }), rules)).toMatch(/accepted public-key algorithm/);
    expect(reason(hs256({ alg: 'RS256', kid: 'a' }), rules)).toMatch(/none of the published keys/);
  });

  it('a key that the token brings along', async () => {
    const mine = signerOf('ES256');
    const token = await sign(mine, CLAIMS, { jwk: mine.jwk, kid: undefined });
    const rules = { ...ANY, key: { kind: 'public' as const, keys: [signerOf('ES384').jwk] } };
    expect(reason(token, rules)).toMatch(/none of the published keys/);
  });

  it.each<[string, object, RegExp]>([
    ['another id', { kid: 'other' }, /none of the published keys/],
    ['no id', { kid: undefined }, /none of the published keys/],
    ['another algorithm', { alg: 'RS512' }, /none of the published keys/],
    ['another purpose', { use: 'enc' }, /none of the published keys/],
    ['no leave to verify', { key_ops: ['encrypt'] }, /none of the published keys/],
    ['another type', { kty: 'EC' }, /none of the published keys/],
    ['a broken number', { n: 5 }, /does not match/],
  ])('a key with %s', async (_, change, expected) => {
    const one = signerOf('RS256');
    const rules = { ...ANY, key: { kind: 'public' as const, keys: [{ ...one.jwk, ...change }] } };
    expect(reason(await sign(one, CLAIMS), rules)).toMatch(expected);
  });

  it('another curve than the algorithm names', async () => {
    const { jwk } = signerOf('ES384');
    const rules = { ...ANY, key: { kind: 'public' as const, keys: [{ ...jwk, alg: undefined, kid: 'k' }] } };
    const token = await sign({ ...signerOf('ES256'), kid: 'k' }, CLAIMS);
    expect(reason(token, rules)).toMatch(/none of the published keys/);
  });

  it('an RSA key of 1024 bits', () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const signed = compact({ alg: 'RS256' }, CLAIMS);
    const token = `${signed}.${rawSign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
    const keys = [{ ...publicKey.export({ format: 'jwk' }) }];
    expect(reason(token, { ...ANY, key: { kind: 'public', keys } })).toMatch(/does not match/);
  });

  it('an ECDSA signature in DER', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const signed = compact({ alg: 'ES256' }, CLAIMS);
    const keys = [{ ...publicKey.export({ format: 'jwk' }) }];
    const rules = { ...ANY, key: { kind: 'public' as const, keys } };
    const token = (dsaEncoding: 'der' | 'ieee-p1363'): string =>
      `${signed}.${rawSign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding }).toString('base64url')}`;
    expect(reason(token('ieee-p1363'), rules)).toBe('accepted');
    expect(reason(token('der'), rules)).toMatch(/does not match/);
  });
});

describe('over generated input', () => {
  it('no changed token is accepted', async () => {
    const tokens = await Promise.all(all.map((one) => sign(one, CLAIMS)));
    const cases = [
      ...tokens.map((token) => ({ token, rules: byKeys })),
      { token: await signWithSecret(SECRET, CLAIMS), rules: bySecret },
    ];
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const piece = fc.oneof(
      fc.constantFrom(...alphabet),
      fc.constantFrom('', '.', '=', '+', '/', ' ', '\n', '\u0000', 'é'),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...cases),
        fc.nat(),
        fc.nat(3),
        piece,
        ({ token, rules }, at, lost, put) => {
          const index = at % (token.length + 1);
          const changed = token.slice(0, index) + put + token.slice(index + lost);
          fc.pre(changed !== token);
          expect(verifyJwt(changed, rules).ok).toBe(false);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('no parts of two tokens make a third', async () => {
    const [first = [], second = []] = (
      await Promise.all([
        sign(signerOf('ES256'), CLAIMS),
        sign(signerOf('ES256'), { ...CLAIMS, sub: 'other' }),
      ])
    ).map((token) => token.split('.'));
    // The headers are the same, so there are two ways to mix.
    expect(reason([first[0], first[1], second[2]].join('.'), byKeys)).toMatch(/does not match/);
    expect(reason([first[0], second[1], first[2]].join('.'), byKeys)).toMatch(/does not match/);
    expect(reason([first[0], second[1], second[2]].join('.'), byKeys)).toBe('accepted');
  });

  it.each([{ alg: { toString: null } }, { alg: 'HS256', typ: { toString: null } }])(
    'refuses a header that cannot become text: %j',
    (head) => {
      const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      const token = [encode(head), encode(CLAIMS), 'AAAA'].join('.');
      expect(reason(token, bySecret)).toMatch(/not signed with HS256|not that of an access token/);
      expect(reason(token, byKeys)).toMatch(/not signed with an accepted|not that of an access token/);
    },
  );

  it('never throws, whatever a token, its parts or the keys hold, and accepts none of it', () => {
    const json = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom('alg', 'typ', 'kid', 'crit'), fc.jsonValue()),
    );
    const header = fc.oneof(
      json,
      fc.record({ alg: fc.constantFrom('HS256', 'RS256', 'ES256', 'EdDSA', 'none'), kid: fc.jsonValue() }),
    );
    const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = fc.oneof(
      fc.string(),
      fc
        .tuple(header, json, fc.uint8Array())
        .map(([head, payload, signature]) =>
          [encode(head), encode(payload), Buffer.from(signature).toString('base64url')].join('.'),
        ),
    );
    const key = fc.dictionary(
      fc.constantFrom('kty', 'kid', 'crv', 'x', 'y', 'n', 'e', 'use', 'key_ops'),
      fc.oneof(fc.jsonValue(), fc.constantFrom('RSA', 'EC', 'OKP', 'P-256', 'Ed25519', 'AQAB')),
    );
    fc.assert(
      fc.property(token, fc.array(key), (text, keys) => {
        expect(verifyJwt(text, bySecret).ok).toBe(false);
        expect(verifyJwt(text, { ...ANY, key: { kind: 'public', keys } }).ok).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('no reason shows anything of the token', async () => {
    const claims = {
      ...CLAIMS,
      iss: 'shown-issuer',
      aud: 'shown-audience',
      scope: 'shown-scope',
      sub: 'shown',
    };
    const token = await signWithSecret(SECRET, claims, { alg: 'HS256', kid: 'shown-kid' });
    const rules = [
      { ...bySecret, issuer: 'wanted' },
      { ...bySecret, audience: 'wanted' },
      { ...bySecret, scope: 'wanted' },
      { ...bySecret, now: Number.MAX_SAFE_INTEGER },
      byKeys,
    ];
    for (const one of rules) expect(reason(token, one)).not.toMatch(/shown|accepted$/);
  });
});
