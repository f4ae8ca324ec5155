import type { IHookFunctions, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { fail } from '../shared/fail';
import { calledUrls } from '../shared/twilio/calledUrls';
import type { TwilioCredential } from '../shared/twilio/hosts';
import { isSignedByTwilio } from '../shared/twilio/signature';
import { parseForm } from '../shared/twilio/voiceRequest';
import { answer } from '../shared/webhookRequest';

export type Proof = { ok: true; form: URLSearchParams } | { ok: false; reason: string };

/**
 * Checks Twilio's signature with the auth token of the credential, and reads the form. A missing or unreadable
 * credential refuses. Never throws.
 */
export async function readSigned(context: IWebhookFunctions): Promise<Proof> {
  const request = context.getRequestObject();
  try {
    const token = await tokenOf(context);
    if (token === '') return { ok: false, reason: 'the Vapi Twilio credential has no auth token' };
    // Bodies of other content types are left unread by n8n.
    if (request.rawBody === undefined) await request.readRawBody();
    const form = parseForm(request.rawBody ?? '');
    const signature = headerOf(request.headers, 'x-twilio-signature');
    if (signature === undefined) return { ok: false, reason: 'no X-Twilio-Signature header' };
    const urls = calledUrls(context.getNodeWebhookUrl('default') ?? '', request.url);
    if (isSignedByTwilio(token, { signature, urls, form })) return { ok: true, form };
    return { ok: false, reason: `the signature does not match ${urls[0]?.split('?')[0] ?? 'any address'}` };
  } catch (error) {
    return { ok: false, reason: `the Vapi Twilio credential could not be used (${String(error)})` };
  }
}

/**
 * Looks when the workflow is published whether signatures can be checked at all: an API key may log in without the
 * token, and every caller would be turned away.
 *
 * @throws NodeOperationError
 */
export async function checkToken(context: IHookFunctions): Promise<void> {
  if ((await tokenOf(context)) === '')
    throw fail(context.getNode(), 'TWILIO_TOKEN_MISSING', `"${context.getNode().name}"`);
}

/** What Twilio signs with; empty where the credential has none. */
async function tokenOf(context: IHookFunctions | IWebhookFunctions): Promise<string> {
  const { authToken } = await context.getCredentials<TwilioCredential>('vapiTwilioApi');
  return (authToken ?? '').trim();
}

export function headerOf(headers: NodeJS.Dict<string | string[]>, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** 403 for a request that Twilio has not signed. The reason goes to n8n's log, not to whoever is asking. */
export function forbid(context: IWebhookFunctions, reason: string): IWebhookResponseData {
  context.logger.warn(`Request to "${context.getNode().name}" refused: ${reason}`);
  return answer(context, 403, {
    error: {
      code: 'TWILIO_SIGNATURE_INVALID',
      message: 'The request carries no valid signature of Twilio',
      hint: 'Check that the credential in n8n holds the auth token of the account that owns the number, and that N8N_WEBHOOK_URL is the address that Twilio calls.',
    },
  });
}
