import { asObject, asText, isObject } from '../../shared/protocol/json';
import type { VapiWorld } from '../vapi/vapiWorld';

/**
 * What Vapi shows of the login that it calls the carrier with. Its password is never shown.
 * Source: Vapi API reference, SipTrunkOutboundAuthenticationPlan.
 */
export type LoginInVapi = { kind: 'none' } | { kind: 'hidden' } | { kind: 'named'; username: string };

/** Reads it from the credential that is ours. */
export function loginInVapi({ credentials }: VapiWorld): LoginInVapi {
  const plan = asObject(credentials[0]).outboundAuthenticationPlan;
  if (!isObject(plan)) return { kind: 'none' };
  const username = asText(plan.authUsername);
  // With a registration alone nothing is known; of two that can't be compared none is said to differ.
  return username === undefined ? { kind: 'hidden' } : { kind: 'named', username };
}

/** Whether Vapi is certainly without this user name. */
export function lacksLogin(world: VapiWorld, username: string): boolean {
  const login = loginInVapi(world);
  return login.kind === 'none' || (login.kind === 'named' && login.username !== username);
}
