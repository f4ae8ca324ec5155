import { Readable } from 'node:stream';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { authenticate } from '../../../nodes/shared/webhookRequest';
import { oauth2 } from '../../support/engineProof';
import { webhookCall, type WebhookSpec } from '../../support/engineWebhook';
import { sign, signer, type Signer } from '../../support/tokens';

const ISSUER = 'https://login.test/';

/** The keys of a URL are remembered in the process, so each test has a URL of its own. */
let count = 0;
const plan = (more: object = {}) =>
  oauth2({
    ...{
      verifyBy: 'jwks',
      jwksUrl: `https://login.test/jwks/${(count += 1)}`,
      issuer: ISSUER,
      audience: 'n8n',
    },
    ...more,
  });

let login: Signer;
let token: string;
const asked: IHttpRequestOptions[] = [];
const publish = async (options: IHttpRequestOptions): Promise<Readable> => {
  asked.push(options);
  return Readable.from([Buffer.from(JSON.stringify({ keys: [login.jwk] }))]);
};

beforeAll(async () => {
  login = await signer('RS256');
  const exp = Math.floor(Date.now() / 1000) + 600;
  token = await sign(login, { iss: ISSUER, aud: 'n8n', exp });
});
beforeEach(() => void (asked.length = 0));

const verdict = async (spec: WebhookSpec, sent = token) =>
  await authenticate(
    webhookCall({ headers: { authorization: `Bearer ${sent}` }, httpRequest: publish, ...spec }).context,
  );

describe('a token signed with a published key', () => {
  it('is checked with the keys of the URL, which are asked for once', async () => {
    const credential = plan();
    expect(await verdict({ credential })).toEqual({ ok: true });
    expect(await verdict({ credential })).toEqual({ ok: true });
    expect(asked.map(({ url }) => url)).toEqual([credential.jwksUrl]);
  });

  it('is refused, with the reason, where the keys cannot be had', async () => {
    const httpRequest = async (): Promise<never> => await Promise.reject(new Error('connect refused'));
    expect(await verdict({ credential: plan(), httpRequest })).toEqual({
      ok: false,
      reason: 'the keys at the JWKS URL could not be read: connect refused',
    });
  });

  it('is refused where n8n has no HTTP client or the credential holds no text', async () => {
    expect((await verdict({ credential: plan(), httpRequest: undefined })).ok).toBe(false);
    const broken = { ...plan(), jwksUrl: 5, issuer: {} };
    expect(await verdict({ credential: broken })).toEqual({
      ok: false,
      reason: 'a field of the credential holds something else than text',
    });
    expect(asked).toEqual([]);
  });

  it('is refused where the credential is none', async () => {
    const call = webhookCall({});
    Object.assign(call.context, { getCredentials: async () => undefined });
    expect((await authenticate(call.context)).ok).toBe(false);
  });

  it('is refused without asking anybody where it is no token', async () => {
    expect(await verdict({ credential: plan() }, 'guess')).toEqual({
      ok: false,
      reason: 'the token is no signed JWT: three base64url parts were expected',
    });
    expect(asked).toEqual([]);
  });
});
