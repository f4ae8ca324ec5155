import type { SipRegion } from '../../spec';

/** Steps that yield an ID of Twilio's. */
export const STEPS = {
  trunk: 'twilio.trunk',
  addresses: 'twilio.addresses',
  logins: 'twilio.logins',
  login: 'twilio.login',
  origination: 'twilio.origination',
} as const;

/** Name of the IP access control list: the addresses differ by Vapi's region. */
export function addressListName(name: string, region: SipRegion): string {
  return `${name} · Vapi ${region.toUpperCase()}`;
}

/** Names that the list may have: a trunk may have been set up for the other region before. */
export function addressListNames(name: string): string[] {
  return [addressListName(name, 'us'), addressListName(name, 'eu')];
}

/** Name of the credential list. */
export function loginListName(name: string): string {
  return `${name} · Vapi`;
}

/** Name of a number that was bought for the trunk: by it no number is bought twice. Numbers had before keep theirs. */
export function boughtNumberName(name: string): string {
  return `${name} · Vapi`;
}

/** Step that yields the ID of a number of the account. */
export function numberStep(e164: string): string {
  return `twilio.number.${e164}`;
}
