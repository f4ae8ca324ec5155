import { issueToken } from '../../../../nodes/shared/webhookAuth/tokenEndpoint';
import { VapiToolTrigger } from '../../../../nodes/VapiToolTrigger/VapiToolTrigger.node';
import { VapiTrigger } from '../../../../nodes/VapiTrigger/VapiTrigger.node';
import { oauth2 } from '../../../support/engineProof';
import { webhookCall, type WebhookSpec } from '../../../support/engineWebhook';

const SECRET = 'a client secret of 32 characters';
const own = oauth2({ verifyBy: 'ownEndpoint', clientId: 'vapi', clientSecret: SECRET });
const FORM = { grant_type: 'client_credentials', client_id: 'vapi', client_secret: SECRET };

async function ask(spec: WebhookSpec) {
  const call = webhookCall({ webhookName: 'setup', body: FORM, ...spec });
  expect(await issueToken(call.context)).toEqual({ noWebhookResponse: true });
  return call;
}

describe('the token endpoint of a trigger', () => {
  it('answers with a token that must not be stored anywhere', async () => {
    const { response, log } = await ask({ credential: own });
    expect(response.answer).toEqual({
      status: 200,
      body: { access_token: expect.any(String), token_type: 'Bearer', expires_in: 3600 },
    });
    expect(response.headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' });
    expect(log).toEqual([]);
  });

  it('takes the client from the Authorization header', async () => {
    const authorization = `Basic ${Buffer.from(`vapi:${SECRET}`).toString('base64')}`;
    const body = { grant_type: 'client_credentials' };
    const { response } = await ask({ credential: own, headers: { authorization }, body });
    expect(response.answer?.status).toBe(200);
  });

  const otherSchemes: WebhookSpec[] = [
    { parameters: { authentication: 'none' } },
    { credential: { scheme: 'bearer', token: SECRET } },
    { credential: oauth2({ verifyBy: 'sharedSecret', sharedSecret: SECRET }) },
  ];
  it.each<[string, WebhookSpec, number, string]>([
    ['no credential', otherSchemes[0] ?? {}, 404, 'invalid_request'],
    ['another scheme', otherSchemes[1] ?? {}, 404, 'invalid_request'],
    ['tokens from elsewhere', otherSchemes[2] ?? {}, 404, 'invalid_request'],
    ['a credential without a secret', { credential: { ...own, clientSecret: '' } }, 500, 'server_error'],
    ['a credential that cannot be read', { credential: new Error(SECRET) }, 500, 'server_error'],
    ['a secret that is no text', { credential: { ...own, clientSecret: 5 } }, 500, 'server_error'],
    ['a wrong client', { credential: own, body: { ...FORM, client_secret: 'x' } }, 401, 'invalid_client'],
    ['an expression that fails', { parameters: { authentication: broken } }, 500, 'server_error'],
  ])('gives none with %s, and logs why', async (_, spec, status, error) => {
    const { response, log } = await ask(spec);
    expect(response.answer).toEqual({
      status,
      body: { error, error_description: expect.stringMatching(/\.$/) },
    });
    expect(log).toEqual([
      ['warn', expect.stringContaining('Token request to "Vapi Trigger" refused: '), undefined],
    ]);
    expect(JSON.stringify(log)).not.toContain(SECRET);
  });

  it.each([
    ['Vapi Tool Trigger', new VapiToolTrigger()],
    ['Vapi Trigger', new VapiTrigger()],
  ])('belongs to the %s', async (_, node) => {
    expect(node.description.webhooks?.map(({ name }) => name)).toEqual(['default', 'setup']);
    const { context, response } = webhookCall({ webhookName: 'setup', body: FORM, credential: own });
    expect(await node.webhook.call(context)).toEqual({ noWebhookResponse: true });
    expect(response.answer?.body).toMatchObject({ token_type: 'Bearer' });
  });
});

function broken(): never {
  throw new Error('expression');
}
