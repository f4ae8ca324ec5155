/**
 * The proof that the addresses for listening to a call and for its control want where its assistant's `monitorPlan` has
 * `listenAuthenticationEnabled` or `controlAuthenticationEnabled` on: the organisation's public key, never the private
 * one (Vapi's OpenAPI, MonitorPlan). Elsewhere these addresses are the secret, and it is of no effect.
 */
export function publicKeyHeader(publicKey: string | undefined): Record<string, string> {
  return publicKey === undefined ? {} : { authorization: `Bearer ${publicKey}` };
}
