import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { isOwnEndpoint, type WebhookProof } from '../webhookAuth';
import { planProblem } from './oauth2';
import { answerTokenRequest, failure, type TokenAnswer } from './tokenRequest';

/**
 * Answers `POST <path>/token` of a trigger: a token for the client ID and secret of its Vapi Webhook credential.
 * With any other credential there is nothing here. Starts no execution; never throws.
 */
export async function issueToken(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const { status, headers, body } = await tokenAnswer(context);
  const response = context.getResponseObject();
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.status(status).json(body);
  if (status !== 200) {
    const { name } = context.getNode();
    context.logger.warn(`Token request to "${name}" refused: ${body.error_description}`);
  }
  return { noWebhookResponse: true };
}

async function tokenAnswer(context: IWebhookFunctions): Promise<TokenAnswer> {
  const notHere = failure(404, 'invalid_request', 'This trigger issues no tokens.');
  try {
    if (context.getNodeParameter('authentication') === 'none') return notHere;
    const proof = await context.getCredentials<WebhookProof>('vapiWebhookApi');
    if (!isOwnEndpoint(proof)) return notHere;
    if (planProblem(proof) !== undefined)
      return failure(500, 'server_error', 'The credential is incomplete.');
    return answerTokenRequest(proof, {
      authorization: context.getRequestObject().headers.authorization,
      body: context.getBodyData(),
      now: Date.now(),
    });
  } catch {
    return failure(500, 'server_error', 'The Vapi Webhook credential could not be used.');
  }
}
