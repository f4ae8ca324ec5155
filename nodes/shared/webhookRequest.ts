import { NodeOperationError, type IWebhookFunctions, type IWebhookResponseData } from 'n8n-workflow';
import { toSingleLine } from './protocol/results';
import { verifyWebhook, type ReceivedRequest, type Verdict, type WebhookProof } from './webhookAuth';
import { downloadWith } from './webhookAuth/download';
import { JwksCache, type KeySet } from './webhookAuth/jwks';
import { loadKeys } from './webhookAuth/oauth2';

const publishedKeys = new JwksCache();

/**
 * Checks the proof of the request with the credential that the builder chose on the trigger. A missing or
 * unreadable credential lets nobody in; only the explicit choice "None" lets everything in. Never throws.
 */
export async function authenticate(context: IWebhookFunctions): Promise<Verdict> {
  const request = context.getRequestObject();
  let proof: WebhookProof;
  let unchecked: true | undefined;
  try {
    if (context.getNodeParameter('authentication') === 'none') return { ok: true };
    // If n8n does not give a credential that was chosen, its database may have no time, and the caller be genuine.
    if (context.getNode().credentials?.vapiWebhookApi !== undefined) unchecked = true;
    proof = await context.getCredentials<WebhookProof>('vapiWebhookApi');
    // Bodies of other content types are left unread by n8n.
    if (request.rawBody === undefined) await request.readRawBody();
  } catch (error) {
    const reason = `the Vapi Webhook credential could not be used (${String(error)})`;
    return { ok: false, reason, unchecked };
  }
  const received = {
    headers: request.headers,
    rawBody: request.rawBody ?? Buffer.alloc(0),
    method: request.method,
    // Only a signature over the URL needs it, and n8n evaluates expressions to find it.
    get urls() {
      return [request.url, publicUrl(context, request.url)];
    },
    now: Date.now(),
  };
  return verifyWebhook(proof, received, await keysFor(context, proof, received));
}

async function keysFor(
  context: IWebhookFunctions,
  proof: WebhookProof,
  received: ReceivedRequest,
): Promise<KeySet | undefined> {
  try {
    if (proof.scheme !== 'oauth2') return undefined;
    return await loadKeys(proof, received, publishedKeys, downloadWith(context));
  } catch {
    // A credential that is none, or a field that is no text. The verifier meets it again and says so.
    return undefined;
  }
}

/** The public address of the request: n8n's own for this webhook, with the query as it arrived. */
function publicUrl(context: IWebhookFunctions, url: string): string {
  const query = url.indexOf('?');
  return (context.getNodeWebhookUrl('default') ?? '') + (query < 0 ? '' : url.slice(query));
}

/**
 * To be called before a workflow is started, where a request whose proof could not be looked at is answered, too.
 *
 * @throws NodeOperationError unless the request is proven
 */
export function mustBeChecked(context: IWebhookFunctions, verdict: Verdict): void {
  if (!verdict.ok) throw new NodeOperationError(context.getNode(), verdict.reason);
}

/** Answers without starting an execution. `webhookResponse` alone would always be sent with status 200. */
export function answer(context: IWebhookFunctions, status: number, body: object): IWebhookResponseData {
  context.getResponseObject().status(status).json(body);
  return { noWebhookResponse: true };
}

/** 401 for a request without valid proof. The reason goes to n8n's log, not to whoever is asking. */
export function refuse(context: IWebhookFunctions, reason: string): IWebhookResponseData {
  // In the text: n8n's default log shows no metadata. The reason may hold what a header said.
  const { name } = context.getNode();
  context.logger.warn(`Request to "${name}" refused: ${toSingleLine(reason)}`);
  return answer(context, 401, {
    error: {
      code: 'WEBHOOK_UNAUTHORIZED',
      message: 'The request carries no valid proof that it comes from Vapi',
      hint: 'Give the server or credential in Vapi the same secret as the Vapi Webhook credential in n8n.',
    },
  });
}

/** 400 for a body that is no server message of Vapi. */
export function refuseBody(context: IWebhookFunctions): IWebhookResponseData {
  return answer(context, 400, {
    error: {
      code: 'MESSAGE_MISSING',
      message: 'The body is no Vapi server message: {"message": {"type": …}} is missing',
      hint: 'Use this URL as a server URL in Vapi, and send the body as application/json.',
    },
  });
}
