import type { INode } from 'n8n-workflow';
import { fail } from '../fail';
import { compact, type JsonObject } from '../protocol/json';
import type { WebhookProof } from '../webhookAuth';
import { isHeaderText } from '../webhookAuth/fixedSecret';

export interface ServerSpec {
  url: string;
  /** How Vapi has to prove itself; undefined for the explicit choice of no proof. */
  proof: WebhookProof | undefined;
  /** A custom credential in Vapi that makes the proof. */
  credentialId: string;
  /** How long Vapi waits for an answer; left out for its default of 20. */
  timeoutSeconds?: number;
}

/**
 * A server as Vapi stores it (OpenAPI, Server), which proves itself as the webhook credential wants it. Fixed secrets
 * go into `headers`: what arrives is the same as with Vapi's own bearer credential or the old `server.secret`, which
 * the OpenAPI no longer has.
 *
 * @throws NodeOperationError for a proof that only a credential in Vapi can make, and for a secret that no header takes
 */
export function serverFor(node: INode, { url, proof, credentialId, timeoutSeconds }: ServerSpec): JsonObject {
  const server = compact({ url, timeoutSeconds });
  if (credentialId !== '') return { ...server, credentialId };
  const headers = proof === undefined ? {} : proofHeaders(node, proof);
  return Object.keys(headers).length === 0 ? server : { ...server, headers };
}

function proofHeaders(node: INode, proof: WebhookProof): Record<string, string> {
  // Else everything would be registered, and each request of a call refused.
  const usable = (secret: unknown): string => {
    if (!isHeaderText(secret)) throw fail(node, 'REGISTRATION_SECRET_UNUSABLE', proof.scheme);
    return secret;
  };
  switch (proof.scheme) {
    case 'bearer':
      return { Authorization: `Bearer ${usable(proof.token)}` };
    case 'header':
      return { [proof.headerName]: usable(proof.headerValue) };
    case 'secret':
      return { 'X-Vapi-Secret': usable(proof.secret) };
    default:
      throw fail(node, 'REGISTRATION_CREDENTIAL_NEEDED', proof.scheme);
  }
}
