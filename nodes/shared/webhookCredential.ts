import type {
  ICredentialsDecrypted,
  ICredentialTestFunctions,
  INodeCredentialTestResult,
  INodeProperties,
} from 'n8n-workflow';
import { formatProblem, type OAuth2Plan } from './webhookAuth';
import { isHeaderText } from './webhookAuth/fixedSecret';
import { planProblem } from './webhookAuth/oauth2';

/** The same choice on every trigger: a credential, or the explicit decision to do without. */
export const authenticationProperty: INodeProperties = {
  displayName: 'Authentication',
  name: 'authentication',
  type: 'options',
  options: [
    {
      name: 'None',
      value: 'none',
      description: 'Anyone who knows the URL can start this workflow',
    },
    {
      name: 'Vapi Webhook Credential',
      value: 'vapiWebhookApi',
      description: 'Requests without the proof that the credential describes get 401 and start nothing',
    },
  ],
  default: 'vapiWebhookApi',
  description: 'How requests prove that they come from Vapi',
};

const SECRET_FIELDS: Record<string, string> = {
  bearer: 'token',
  header: 'headerValue',
  secret: 'secret',
  hmac: 'secretKey',
};

/** Which field holds the secret of an OAuth2 credential; none where public keys are used. */
const OAUTH2_SECRET_FIELDS: Record<string, string> = {
  sharedSecret: 'sharedSecret',
  ownEndpoint: 'clientSecret',
};

/** Schemes in which the secret itself is sent, in a header. */
const SENT_SCHEMES: ReadonlySet<unknown> = new Set(['bearer', 'header', 'secret']);

const MINIMUM_LENGTH = 16;
/** Who has a token can try out secrets at home. RFC 7518, 3.2, asks for a key as long as the hash. */
const MINIMUM_SIGNING_LENGTH = 32;

/** There is nothing to call: Vapi calls us. So the test looks at what would make every request fail, or be forged. */
export async function vapiWebhookApiTest(
  this: ICredentialTestFunctions,
  credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
  const data: Record<string, unknown> = credential.data ?? {};
  const message = secretProblem(data) ?? headerProblem(data) ?? hmacProblem(data) ?? oauth2Problem(data);
  if (message !== undefined) return { status: 'Error', message };
  return {
    status: 'OK',
    message: 'The credential is complete. Whether Vapi uses the same secret shows with the first request.',
  };
}

function secretProblem(data: Record<string, unknown>): string | undefined {
  const isOAuth2 = data.scheme === 'oauth2';
  if (isOAuth2 && data.verifyBy === 'jwks') return undefined;
  const fields = isOAuth2 ? OAUTH2_SECRET_FIELDS : SECRET_FIELDS;
  const secret = text(data[fields[text(isOAuth2 ? data.verifyBy : data.scheme)] ?? '']);
  if (secret === '') return 'The secret is empty: every request would be refused.';
  if (secret !== secret.trim()) return 'The secret begins or ends with white space: remove it.';
  if (SENT_SCHEMES.has(data.scheme) && !isHeaderText(secret)) {
    return 'The secret holds a line break or a character beyond ASCII such as ä, which does not arrive as it was sent: use letters and digits.';
  }
  const minimum = isOAuth2 ? MINIMUM_SIGNING_LENGTH : MINIMUM_LENGTH;
  if (secret.length < minimum) {
    return `The secret has ${secret.length} characters: use at least ${minimum} random ones.`;
  }
  return undefined;
}

function headerProblem(data: Record<string, unknown>): string | undefined {
  const names: Record<string, unknown> = {
    ...(data.scheme === 'header' ? { 'Header Name': data.headerName } : {}),
    ...(data.scheme === 'hmac' ? { 'Signature Header': data.signatureHeader } : {}),
    ...(data.scheme === 'hmac' && data.includeTimestamp === true
      ? { 'Timestamp Header': data.timestampHeader }
      : {}),
  };
  const [bad] = Object.entries(names).filter(([, name]) => !/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(text(name)));
  return (
    bad && `${bad[0]} is "${text(bad[1])}", which is no name of a header: every request would be refused.`
  );
}

function hmacProblem(data: Record<string, unknown>): string | undefined {
  if (data.scheme !== 'hmac') return undefined;
  if (data.keyIsBase64 === true && !/^[A-Za-z0-9+/_-]{16,}=*$/.test(text(data.secretKey))) {
    return 'The secret key is said to be base64, but is not: every request would be refused.';
  }
  const problem = formatProblem({
    payloadFormat: text(data.payloadFormat),
    includeTimestamp: data.includeTimestamp === true,
  });
  return problem && `Every request would be refused: ${problem}.`;
}

function oauth2Problem(data: Record<string, unknown>): string | undefined {
  if (data.scheme !== 'oauth2') return undefined;
  const fields = Object.entries(data).map(([name, value]) => [name, text(value)]);
  const problem = planProblem(Object.fromEntries(fields) as Partial<OAuth2Plan>);
  return problem && `Every request would be refused: ${problem}.`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
