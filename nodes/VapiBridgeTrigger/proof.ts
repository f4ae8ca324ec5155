import type { IWebhookFunctions } from 'n8n-workflow';
import type { BridgeApiCredential } from '../shared/bridge/transport';
import { verifyHmac, type HmacPlan } from '../shared/webhookAuth/hmac';
import { refuse, type ReceivedRequest, type Verdict } from '../shared/webhookAuth/received';

/** Clocks of two machines, and a delivery that takes its time. */
const TOLERANCE_SECONDS = 300;

/**
 * Checks `X-Bridge-Signature: sha256=<hex>`, an HMAC-SHA256 over the timestamp in `X-Bridge-Timestamp`, a dot and the
 * bytes of the body. A delivery that is repeated is signed anew. Source: bridge/README.md, Events.
 */
export function verifyBridgeSignature(secret: string, request: ReceivedRequest): Verdict {
  const plan: HmacPlan = {
    secretKey: secret,
    keyIsBase64: false,
    algorithm: 'sha256',
    signatureHeader: 'X-Bridge-Signature',
    signaturePrefix: 'sha256=',
    signatureEncoding: 'hex',
    includeTimestamp: true,
    timestampHeader: 'X-Bridge-Timestamp',
    payloadFormat: '{timestamp}.{body}',
    messageIdHeader: '',
    toleranceSeconds: TOLERANCE_SECONDS,
  };
  return verifyHmac(plan, request);
}

/**
 * Checks the proof of an event with the credential that the builder chose. A missing secret lets nobody in; only the
 * explicit choice "None" lets everything in. Never throws.
 */
export async function authenticateEvent(context: IWebhookFunctions): Promise<Verdict> {
  const request = context.getRequestObject();
  let secret: unknown;
  let unchecked: true | undefined;
  try {
    if (context.getNodeParameter('authentication') === 'none') return { ok: true };
    // If n8n does not give a credential that was chosen, its database may have no time, and the event be genuine.
    if (context.getNode().credentials?.vapiBridgeApi !== undefined) unchecked = true;
    ({ eventsSecret: secret } = await context.getCredentials<BridgeApiCredential>('vapiBridgeApi'));
    // Bodies of other content types are left unread by n8n.
    if (request.rawBody === undefined) await request.readRawBody();
  } catch (error) {
    const reason = `the Vapi Bridge credential could not be used (${String(error)})`;
    return { ok: false, reason, unchecked };
  }
  // As a secret from a file or an environment is: without the line break at its end.
  const key = typeof secret === 'string' ? secret.trim() : '';
  if (key === '') return refuse('the Vapi Bridge credential holds no events secret');
  return verifyBridgeSignature(key, {
    headers: request.headers,
    rawBody: request.rawBody ?? Buffer.alloc(0),
    method: request.method,
    urls: [''],
    now: Date.now(),
  });
}
