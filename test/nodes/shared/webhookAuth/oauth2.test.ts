import { verifyWebhook, type OAuth2Plan } from '../../../../nodes/shared/webhookAuth';
import { JwksCache } from '../../../../nodes/shared/webhookAuth/jwks';
import { loadKeys, planProblem } from '../../../../nodes/shared/webhookAuth/oauth2';
import { createOwnToken } from '../../../../nodes/shared/webhookAuth/ownToken';
import { NOW, oauth2, reason, request } from '../../../support/engineProof';
import { sign, signer, signWithSecret, type Signer } from '../../../support/tokens';

const SECRET = 'a shared secret of 32 characters';
const CLAIMS = { iss: 'https://login.test/', aud: 'n8n', scope: 'hooks', exp: NOW / 1000 + 60 };

const jwks = (plan: Partial<OAuth2Plan> = {}) =>
  oauth2({
    ...{ verifyBy: 'jwks', jwksUrl: 'https://login.test/jwks' },
    ...{ issuer: CLAIMS.iss, audience: CLAIMS.aud },
    ...plan,
  });
const shared = (plan: Partial<OAuth2Plan> = {}) =>
  oauth2({ verifyBy: 'sharedSecret', sharedSecret: SECRET, ...plan });
const withToken = (token: string) => request({ authorization: `Bearer ${token}` });

let login: Signer;
beforeAll(async () => {
  login = await signer('ES256');
});

describe('a token signed with a shared secret', () => {
  it('is checked with all that the plan says', async () => {
    const token = withToken(await signWithSecret(SECRET, CLAIMS));
    const { iss: issuer, aud: audience, scope } = CLAIMS;
    expect(reason(shared(), token)).toBe('accepted');
    expect(reason(shared({ issuer: ` ${issuer} `, audience, scope }), token)).toBe('accepted');
    expect(reason(shared({ issuer: 'other' }), token)).toBe('the token is not from the issuer other');
    expect(reason(shared({ audience: 'other' }), token)).toBe('the token is not for the audience other');
    expect(reason(shared({ scope: 'hooks admin' }), token)).toBe('the token lacks the scope admin');
    expect(reason(shared({ sharedSecret: `${SECRET}x` }), token)).toMatch(/signature of the token/);
  });

  it('is refused where the secret is empty', async () => {
    const token = withToken(await signWithSecret('x', CLAIMS));
    expect(reason(shared({ sharedSecret: '' }), token)).toBe('the shared secret is empty');
  });
});

describe('a token signed with a published key', () => {
  const published = () => ({ ok: true as const, keys: [login.jwk] });

  it('is accepted with the keys, refused without', async () => {
    const token = withToken(await sign(login, CLAIMS));
    expect(verifyWebhook(jwks(), token, published())).toEqual({ ok: true });
    expect(reason(jwks(), token)).toBe('the keys at the JWKS URL were not read');
    const failed = { ok: false as const, reason: 'the server is gone' };
    expect(verifyWebhook(jwks(), token, failed)).toEqual(failed);
  });

  it.each<[string, Partial<OAuth2Plan>, RegExp]>([
    ['issuer', { issuer: ' ' }, /the issuer is empty/],
    ['audience and scope', { audience: '' }, /both audience and scope are empty/],
    ['JWKS URL', { jwksUrl: '' }, /the JWKS URL is empty/],
    ['https', { jwksUrl: 'http://login.test/jwks' }, /is no https address/],
    ['https, on this machine', { jwksUrl: 'http://127.0.0.1/jwks' }, /is no https address/],
    ['an address', { jwksUrl: 'login.test/jwks' }, /is no https address/],
  ])('is refused where the plan has no %s', async (_, plan, problem) => {
    expect(planProblem(jwks(plan))).toMatch(problem);
    const token = withToken(await sign(login, CLAIMS));
    expect(verifyWebhook(jwks(plan), token, published())).toEqual({
      ok: false,
      reason: expect.stringMatching(problem),
    });
  });

  it('needs no audience where a scope is asked for', async () => {
    const token = withToken(await sign(login, CLAIMS));
    const plan = jwks({ audience: '', scope: 'hooks' });
    expect(verifyWebhook(plan, token, published())).toEqual({ ok: true });
  });

  const asked: string[] = [];
  const download = async (url: string) => {
    asked.push(url);
    return { ok: true as const, text: JSON.stringify({ keys: [login.jwk] }) };
  };
  const load = async (plan: OAuth2Plan, authorization?: string) =>
    await loadKeys(plan, request({ authorization }), new JwksCache(), download);

  it('makes the keys be read', async () => {
    asked.length = 0;
    const token = await sign(login, CLAIMS);
    expect(await load(jwks(), `Bearer ${token}`)).toMatchObject({ ok: true });
    expect(asked).toEqual(['https://login.test/jwks']);
  });

  it.each<[string, () => OAuth2Plan, string | undefined]>([
    ['no token', jwks, undefined],
    ['what is no token', jwks, 'Bearer guess'],
    ['another scheme', jwks, 'Basic YTpi'],
    ['a plan with gaps', () => jwks({ issuer: '' }), 'Bearer e30.e30.YQ'],
    ['a plan without published keys', shared, 'Bearer e30.e30.YQ'],
  ])('nobody is asked for keys with %s', async (_, plan, authorization) => {
    asked.length = 0;
    const set = await load(plan(), authorization);
    expect(set?.ok ?? false).toBe(false);
    expect(asked).toEqual([]);
  });
});

describe('a token of our own', () => {
  const own = (plan: Partial<OAuth2Plan> = {}) =>
    oauth2({ verifyBy: 'ownEndpoint', clientId: 'vapi', clientSecret: SECRET, lifetimeSeconds: 60, ...plan });

  it('is accepted until it ends, with a minute for the clocks', () => {
    const { token } = createOwnToken(own(), NOW);
    const at = (now: number) => reason(own(), request({ authorization: `Bearer ${token}` }, { now }));
    expect([at(NOW), at(NOW + 119_000), at(NOW + 121_000)]).toEqual([
      ...['accepted', 'accepted', 'the token has expired'],
    ]);
  });

  it('ends with a new client secret or another client', () => {
    const { token } = createOwnToken(own(), NOW);
    expect(reason(own({ clientSecret: `${SECRET}2` }), withToken(token))).toMatch(/signature/);
    expect(reason(own({ clientId: 'other' }), withToken(token))).toMatch(/audience other/);
  });

  it('cannot be made with the client secret as the key, nor is the secret a token', async () => {
    const claims = { iss: 'n8n-nodes-vapi', aud: 'vapi', exp: NOW / 1000 + 60 };
    expect(reason(own(), withToken(await signWithSecret(SECRET, claims)))).toMatch(/signature/);
    expect(reason(own(), withToken(SECRET))).toMatch(/no signed JWT|holds no bearer/);
  });

  it.each([{ clientId: '' }, { clientSecret: '' }])('is refused where the plan lacks %j', (plan) => {
    const { token } = createOwnToken(own(plan), NOW);
    expect(reason(own(plan), withToken(token))).toMatch(/client ID or the client secret is empty/);
  });
});

it.each([undefined, 'other', 'constructor'])('a plan that verifies by %s accepts nothing', (verifyBy) => {
  const plan = oauth2({ verifyBy: verifyBy as 'jwks' });
  expect(reason(plan, withToken('a.b.c'))).toMatch(/does not say how tokens are verified/);
});
