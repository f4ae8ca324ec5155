import fc from 'fast-check';
import { answerTokenRequest } from '../../../../nodes/shared/webhookAuth/tokenRequest';
import { verifyJwt } from '../../../../nodes/shared/webhookAuth/jwt';
import { ownTokenRules } from '../../../../nodes/shared/webhookAuth/ownToken';

const NOW = Date.parse('2026-08-20T09:15:01.000Z');
const SECRET = 'a client/secret+with:32 char%41s';
const PLAN = { clientId: 'vapi client', clientSecret: SECRET, lifetimeSeconds: 600 };
const GRANT = { grant_type: 'client_credentials' };
const FORM = { ...GRANT, client_id: PLAN.clientId, client_secret: SECRET };

const ask = (body: unknown, authorization?: unknown) =>
  answerTokenRequest(PLAN, { authorization, body, now: NOW });
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
const formEncoded = (text: string): string => encodeURIComponent(text).replaceAll('%20', '+');

describe('a token', () => {
  it.each<[string, unknown, unknown]>([
    ['in the body', FORM, undefined],
    ['in the body, with a scope', { ...FORM, scope: 'hooks' }, ''],
    ['by Basic, as it is', GRANT, basic(`${PLAN.clientId}:${SECRET}`)],
    ['by Basic, form-encoded', GRANT, basic(`${formEncoded(PLAN.clientId)}:${formEncoded(SECRET)}`)],
    ['by basic in lower case', GRANT, basic(`${PLAN.clientId}:${SECRET}`).replace('Basic', 'basic')],
    [
      'by Basic, with the ID in the body',
      { ...GRANT, client_id: PLAN.clientId },
      basic(`${PLAN.clientId}:${SECRET}`),
    ],
  ])('is given to a client that names itself %s', (_, body, authorization) => {
    const { status, headers, body: answer } = ask(body, authorization);
    expect([status, headers]).toEqual([200, { 'Cache-Control': 'no-store', Pragma: 'no-cache' }]);
    expect(answer).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 600 });
    expect(verifyJwt(String(answer.access_token), ownTokenRules(PLAN, NOW))).toEqual({ ok: true });
  });

  it.each<[string, unknown, unknown, number, string]>([
    ['a wrong secret', { ...FORM, client_secret: 'x' }, undefined, 401, 'invalid_client'],
    ['a wrong ID', { ...FORM, client_id: 'x' }, undefined, 401, 'invalid_client'],
    ['no client', GRANT, undefined, 401, 'invalid_client'],
    ['a list of secrets', { ...FORM, client_secret: [SECRET] }, undefined, 401, 'invalid_client'],
    ['no body', undefined, undefined, 401, 'invalid_client'],
    ['a body of text', 'grant_type=client_credentials', undefined, 401, 'invalid_client'],
    ['a wrong secret by Basic', GRANT, basic('vapi client:x'), 401, 'invalid_client'],
    ['Basic without a colon', GRANT, basic('vapi client'), 401, 'invalid_client'],
    ['Basic that is no base64', GRANT, 'Basic ???', 401, 'invalid_client'],
    ['Basic with broken percent signs', GRANT, basic('%:%zz'), 401, 'invalid_client'],
    ['another scheme', GRANT, `Bearer ${SECRET}`, 401, 'invalid_client'],
    ['a header that cannot be made text', GRANT, { toString: 1 }, 401, 'invalid_client'],
    ['a list of headers', GRANT, [basic(`${PLAN.clientId}:${SECRET}`)], 401, 'invalid_client'],
    ['header and body', FORM, basic(`${PLAN.clientId}:${SECRET}`), 400, 'invalid_request'],
    ['no grant', { ...FORM, grant_type: undefined }, undefined, 400, 'invalid_request'],
    ['another grant', { ...FORM, grant_type: 'password' }, undefined, 400, 'unsupported_grant_type'],
    ['two grants', { ...FORM, grant_type: ['client_credentials'] }, undefined, 400, 'unsupported_grant_type'],
  ])('is refused with %s', (_, body, authorization, status, error) => {
    const answer = ask(body, authorization);
    expect([answer.status, answer.body.error]).toEqual([status, error]);
    expect(answer.headers['Cache-Control']).toBe('no-store');
    expect('WWW-Authenticate' in answer.headers).toBe(status === 401);
    expect(JSON.stringify(answer)).not.toContain(SECRET);
  });

  it('is never given without the secret, whatever else is sent, and nothing throws', () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('client_credentials', PLAN.clientId));
    const body = fc.oneof(
      value,
      fc.dictionary(fc.constantFrom('grant_type', 'client_id', 'client_secret', '__proto__'), value),
    );
    const header = fc.oneof(fc.constant(undefined), fc.jsonValue(), fc.string().map(basic));
    fc.assert(
      fc.property(body, header, (sent, authorization) => {
        expect(ask(sent, authorization).status).toBeGreaterThanOrEqual(400);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is never given where the plan has no secret', () => {
    const plan = { ...PLAN, clientSecret: '' };
    const body = { ...FORM, client_secret: '' };
    expect(answerTokenRequest(plan, { authorization: undefined, body, now: NOW }).status).toBe(401);
  });
});
