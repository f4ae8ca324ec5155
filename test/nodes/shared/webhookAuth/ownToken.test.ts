import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { createOwnToken, ownTokenRules } from '../../../../nodes/shared/webhookAuth/ownToken';

const NOW = Date.parse('2026-08-20T09:15:01.999Z');
const PLAN = { clientId: 'vapi', clientSecret: 'a client secret of 32 characters', lifetimeSeconds: 600 };

describe('a token of our own', () => {
  it('is a JWT for another implementation, too', async () => {
    const { token } = createOwnToken(PLAN, NOW);
    const { key, issuer, audience } = ownTokenRules(PLAN, NOW);
    const secret = key.kind === 'secret' ? key.secret : Buffer.alloc(0);
    const options = { issuer, audience, typ: 'at+jwt', algorithms: ['HS256'], currentDate: new Date(NOW) };
    const { payload } = await jwtVerify(token, secret, options);
    expect(payload).toEqual({
      ...{ iss: 'n8n-nodes-vapi', sub: 'vapi', aud: 'vapi', client_id: 'vapi' },
      ...{ iat: 1_787_217_301, exp: 1_787_217_901, jti: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
  });

  it('shows nothing of the secret, and is another one each time', () => {
    const [first, second] = [createOwnToken(PLAN, NOW).token, createOwnToken(PLAN, NOW).token];
    const shown = JSON.stringify([decodeProtectedHeader(first), decodeJwt(first)]);
    expect(shown).not.toContain(PLAN.clientSecret);
    expect(first).not.toBe(second);
  });

  it.each<[unknown, number]>([
    [600, 600],
    ['600', 600],
    [90.7, 90],
    [1, 60],
    [1e9, 86_400],
    [0, 3_600],
    [-5, 3_600],
    [undefined, 3_600],
    ['soon', 3_600],
    [NaN, 3_600],
  ])('with a lifetime of %p lives for %d seconds', (lifetimeSeconds, seconds) => {
    const plan = { ...PLAN, lifetimeSeconds: lifetimeSeconds as number };
    const { token, expiresIn } = createOwnToken(plan, NOW);
    const { iat = 0, exp = 0 } = decodeJwt(token);
    expect([expiresIn, exp - iat]).toEqual([seconds, seconds]);
  });
});
