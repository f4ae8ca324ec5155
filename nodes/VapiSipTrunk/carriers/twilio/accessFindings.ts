import { finding, type Finding } from '../../findings/finding';
import { VAPI_SIP } from '../../presets/vapiSip';
import type { TrunkSpec } from '../../spec';
import { ADDRESS_LISTS, CREDENTIAL_LISTS, type ListKind } from './accessLists';
import { foreignEntries, letsIn } from './addressSteps';
import { foreignLogins } from './loginSteps';
import { addressListName, addressListNames, loginListName } from './names';
import { ourList, type AccessList, type TwilioWorld } from './twilioWorld';

/** Entries that one IP access control list holds. Source: Twilio docs, SIP IpAddress. */
const ADDRESSES_IN_LIST = 100;

/** What is in the way of letting Vapi, and nobody else, call out. */
export function accessFindings(spec: TrunkSpec, world: TwilioWorld): Finding[] {
  return [
    ...(spec.access === 'login' ? [] : addressFindings(spec, world)),
    ...(spec.access === 'addresses' ? [] : loginFindings(spec, world)),
    ...listFindings(spec, world),
  ];
}

function addressFindings({ name, region }: TrunkSpec, world: TwilioWorld): Finding[] {
  const list = ourList(world.addressLists, [addressListName(name, region)]);
  if (list === undefined) return listLimit(ADDRESS_LISTS, world.addressListCount);
  const missing = VAPI_SIP[region].signalling.filter(
    (address) => !list.entries.some((entry) => letsIn(entry, address)),
  );
  return missing.length + list.entries.length <= ADDRESSES_IN_LIST
    ? []
    : [finding('SIP_TWILIO_ADDRESS_LIMIT', `"${list.name}" (${list.entries.length})`)];
}

function loginFindings(
  { name }: TrunkSpec,
  { credentialLists, credentialListCount }: TwilioWorld,
): Finding[] {
  const list = ourList(credentialLists, [loginListName(name)]);
  return list === undefined ? listLimit(CREDENTIAL_LISTS, credentialListCount) : [];
}

function listLimit({ noun, limit }: ListKind, count: number): Finding[] {
  return count < limit ? [] : [finding('SIP_TWILIO_LIST_LIMIT', `${noun}, ${count}`)];
}

/** Lists of others that stay on the trunk: who comes in by them, and whether they keep Vapi out. */
function listFindings({ name, access, region }: TrunkSpec, world: TwilioWorld): Finding[] {
  const attached = world.addressLists.filter((list) => list.attached);
  const used = ourList(world.addressLists, [addressListName(name, region)]);
  const strangers = [...new Set([...attached, ...(used ? [used] : [])])].flatMap((list) =>
    foreignEntries(list).map((entry) => `${entry} in "${list.name}"`),
  );
  const foreign = attached.filter((list) => !addressListNames(name).includes(list.name));
  const keepsOut =
    access === 'login' &&
    foreign.length > 0 &&
    VAPI_SIP[region].signalling.some(
      (address) => !foreign.some(({ entries }) => entries.some((entry) => letsIn(entry, address))),
    );
  const loginLists = world.credentialLists.filter(
    (list) => list.attached || list.name === loginListName(name),
  );
  const foreignLists = loginLists.filter((list) => list.name !== loginListName(name));
  return [
    ...strangers.map((entry) => finding('SIP_TWILIO_ADDRESS_FOREIGN', entry)),
    ...loginLists.flatMap((list) => foreignLoginFindings(list, world)),
    ...(keepsOut ? foreign.map((list) => finding('SIP_TWILIO_LIST_FOREIGN', `"${list.name}"`)) : []),
    ...(access === 'addresses'
      ? foreignLists.map((list) => finding('SIP_TWILIO_LIST_FOREIGN', `"${list.name}"`))
      : []),
  ];
}

/** Who else comes in by a credential list. */
export function foreignLoginFindings(list: AccessList, world: TwilioWorld): Finding[] {
  return foreignLogins(list, world).map((username) =>
    finding('SIP_TWILIO_LOGIN_FOREIGN', `${username} in "${list.name}"`),
  );
}
