import { verifyWebhook, type WebhookProof } from '../../nodes/shared/webhookAuth';
import { authenticate } from '../../nodes/shared/webhookRequest';
import { VapiToolTrigger } from '../../nodes/VapiToolTrigger/VapiToolTrigger.node';
import { authHeaders } from '../emulators/vapi/webhookAuth';
import type { JsonObject } from '../emulators/vapi/json';
import { oauth2 } from '../support/engineProof';
import { webhookCall } from '../support/engineWebhook';
import { signWithSecret } from '../support/tokens';

// Two implementations from the same documentation that share no code: what Vapi's stand-in sends as proof is what
// the triggers accept, scheme by scheme.

const BODY = JSON.stringify({ message: { type: 'status-update', status: 'ringing', text: 'Grüße ☎' } });
const URL_OF_TRIGGER = 'https://n8n.test/webhook/tools';
const SECRET = 'contract-secret-8c1f5d2e9b7a4063';
const hmac = {
  ...{
    scheme: 'hmac',
    secretKey: SECRET,
    keyIsBase64: false,
    algorithm: 'sha256',
    signatureHeader: 'x-signature',
  },
  ...{
    signaturePrefix: '',
    signatureEncoding: 'hex',
    includeTimestamp: true,
    timestampHeader: 'x-timestamp',
  },
  ...{ payloadFormat: '{timestamp}.{body}', messageIdHeader: '', toleranceSeconds: 300 },
} satisfies WebhookProof;

/** Headers that the stand-in sends for a server with this credential. */
async function sent(plan: object | undefined, server: object = {}, timestampUnit: 's' | 'ms' = 's') {
  return await authHeaders(plan === undefined ? server : { ...server, credentialId: 'c' }, {
    ...{ url: URL_OF_TRIGGER, body: BODY, timestampUnit },
    credential: () => ({ authenticationPlan: plan as Record<string, unknown> }),
    fetchToken: () => Promise.reject(new Error('no OAuth2 here')),
  });
}

function verdict(proof: WebhookProof, headers: Record<string, string>, body = BODY): boolean {
  const rawBody = Buffer.from(body, 'utf8');
  // As webhookRequest.ts gives them: the path as it arrived, and the public address.
  const urls = ['/webhook/tools', URL_OF_TRIGGER];
  return verifyWebhook(proof, { headers, rawBody, method: 'POST', urls, now: Date.now() }).ok;
}

describe("the proof of Vapi's stand-in", () => {
  it('as X-Vapi-Secret, bearer token and fixed header is accepted, another secret is not', async () => {
    const cases: Array<[WebhookProof, WebhookProof, Record<string, string>]> = [
      [
        { scheme: 'secret', secret: SECRET },
        { scheme: 'secret', secret: 'other' },
        await sent(undefined, { secret: SECRET }),
      ],
      [
        { scheme: 'bearer', token: SECRET },
        { scheme: 'bearer', token: 'other' },
        await sent({ type: 'bearer', token: SECRET }),
      ],
      [
        { scheme: 'header', headerName: 'X-Api-Key', headerValue: SECRET },
        { scheme: 'header', headerName: 'X-Api-Key', headerValue: 'other' },
        await sent({ type: 'bearer', token: SECRET, headerName: 'X-Api-Key', bearerPrefixEnabled: false }),
      ],
    ];
    for (const [right, wrong, headers] of cases) {
      expect(verdict(right, headers)).toBe(true);
      expect(verdict(wrong, headers)).toBe(false);
    }
  });

  it.each([
    ['with its defaults', {}, {}],
    ['with a prefix and base64', { signaturePrefix: 'v1=', signatureEncoding: 'base64' }, {}],
    [
      'with SHA-512 and own headers',
      { algorithm: 'sha512', signatureHeader: 'x-sig', timestampHeader: 'x-at' },
      {},
    ],
    [
      'with SHA-1 over method, time and body',
      { algorithm: 'sha1', payloadFormat: '{method}|{timestamp}|{body}' },
      {},
    ],
    ['over the URL, too', { payloadFormat: '{url}|{timestamp}|{body}' }, {}],
    ['over the body alone', { includeTimestamp: false, payloadFormat: '{body}' }, {}],
    [
      'with a base64 key',
      { secretKey: Buffer.from(SECRET).toString('base64'), secretIsBase64: true },
      { keyIsBase64: true },
    ],
  ])('by HMAC %s is accepted, a changed body is not', async (_what, plan, more) => {
    const { secretIsBase64: _, ...fields } = { secretIsBase64: false, ...plan };
    const proof = { ...hmac, ...fields, ...more } as WebhookProof;
    for (const unit of ['s', 'ms'] as const) {
      const headers = await sent({ type: 'hmac', secretKey: SECRET, ...plan }, {}, unit);
      expect(verdict(proof, headers)).toBe(true);
      expect(verdict(proof, headers, BODY.replace('ringing', 'ended'))).toBe(false);
    }
  });

  /** Headers that the stand-in sends after it has fetched a token, and what it fetched it with. */
  async function fetched(plan: object, answer: (url: string, form: string) => Promise<JsonObject>) {
    return await authHeaders(
      { credentialId: 'c' },
      {
        ...{ url: URL_OF_TRIGGER, body: BODY, timestampUnit: 's' },
        credential: () => ({ authenticationPlan: { type: 'oauth2', ...plan } }),
        fetchToken: answer,
      },
    );
  }

  it("as a token of the trigger's own endpoint is accepted, a wrong client gets none", async () => {
    const proof = oauth2({ verifyBy: 'ownEndpoint', clientId: 'vapi', clientSecret: SECRET });
    const asked: string[] = [];
    /** As n8n would: the form parsed, and the node asked. */
    const endpoint = async (url: string, form: string): Promise<JsonObject> => {
      asked.push(url);
      const body = Object.fromEntries(new URLSearchParams(form));
      const { context, response } = webhookCall({ webhookName: 'setup', credential: proof, body });
      await new VapiToolTrigger().webhook.call(context);
      return response.answer?.body as JsonObject;
    };
    const plan = { url: `${URL_OF_TRIGGER}/token`, clientId: 'vapi', clientSecret: SECRET, scope: 'hooks' };
    const headers = await fetched(plan, endpoint);
    expect(asked).toEqual([plan.url]);
    expect(await authenticate(webhookCall({ credential: proof, headers }).context)).toEqual({ ok: true });
    const other = oauth2({ ...proof, clientSecret: `${SECRET}-2` });
    expect((await authenticate(webhookCall({ credential: other, headers }).context)).ok).toBe(false);
    await expect(fetched({ ...plan, clientSecret: 'wrong' }, endpoint)).rejects.toThrow(
      'without an access_token',
    );
  });

  it('as a token of a server with a shared secret is accepted, another secret is not', async () => {
    const exp = Math.floor(Date.now() / 1000) + 60;
    const headers = await fetched({ url: 'https://login.test/token' }, async () => ({
      access_token: await signWithSecret(SECRET, { iss: 'https://login.test/', exp }),
    }));
    const proof = oauth2({
      verifyBy: 'sharedSecret',
      sharedSecret: SECRET,
      issuer: 'https://login.test/',
    });
    expect(verdict(proof, headers)).toBe(true);
    expect(verdict({ ...proof, sharedSecret: 'other' }, headers)).toBe(false);
  });
});
