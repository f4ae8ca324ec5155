import { finding, type Finding } from '../../findings/finding';
import { VAPI_SIP } from '../../presets/vapiSip';
import type { TrunkSpec } from '../../spec';
import { loginInVapi } from '../loginInVapi';
import { foreignLoginFindings } from './accessFindings';
import { foreignEntries, letsIn } from './addressSteps';
import { twilioOf, type TwilioWorld } from './twilioWorld';

/**
 * Whether Twilio lets Vapi call out. Of each kind of list that is attached one has to fit, and of both kinds where
 * both are attached. Source: Twilio docs, Elastic SIP Trunking, authentication.
 */
export function checkAccess(spec: TrunkSpec, world: TwilioWorld): Finding[] {
  const addresses = world.addressLists.filter(({ attached }) => attached);
  const logins = world.credentialLists.filter(({ attached }) => attached);
  const { domain } = twilioOf(spec);
  if (addresses.length + logins.length === 0) return [finding('SIP_TWILIO_NO_ACCESS', domain)];
  const missing =
    addresses.length === 0
      ? []
      : VAPI_SIP[spec.region].signalling.filter(
          (address) => !addresses.some(({ entries }) => entries.some((entry) => letsIn(entry, address))),
        );
  return [
    ...missing.map((address) => finding('SIP_TWILIO_ADDRESS_MISSING', address)),
    ...addresses.flatMap((list) =>
      foreignEntries(list).map((entry) =>
        finding('SIP_TWILIO_ADDRESS_FOREIGN', `${entry} in "${list.name}"`),
      ),
    ),
    ...(logins.length === 0 ? [] : checkLogin(world, domain)),
    ...logins.flatMap((list) => foreignLoginFindings(list, world)),
    ...checkWish(spec, addresses.length > 0, logins.length > 0),
  ];
}

function checkLogin(world: TwilioWorld, domain: string): Finding[] {
  if (world.vapi.credentials.length === 0) return [];
  const login = loginInVapi(world.vapi);
  if (login.kind === 'hidden') return [];
  if (login.kind === 'none') return [finding('SIP_TWILIO_LOGIN_MISSING', domain)];
  const isKnown = world.credentialLists.some(
    ({ attached, entries }) => attached && entries.some(({ username }) => username === login.username),
  );
  return isKnown ? [] : [finding('SIP_TWILIO_LOGIN_MISSING', login.username)];
}

function checkWish({ access }: TrunkSpec, byAddress: boolean, byLogin: boolean): Finding[] {
  return [
    ...(access !== 'login' && !byAddress
      ? [finding('SIP_TWILIO_ACCESS_DIFFERS', 'IP access control list')]
      : []),
    ...(access !== 'addresses' && !byLogin ? [finding('SIP_TWILIO_ACCESS_DIFFERS', 'credential list')] : []),
  ];
}
