import { asNumber, asText, type JsonObject } from '../../../shared/protocol/json';
import { contains, isIpv4 } from '../../../shared/ipv4';
import { joinPlans } from '../../plan/joinPlans';
import { emptyPlan, type Plan } from '../../plan/plan';
import { VAPI_SIP } from '../../presets/vapiSip';
import type { TrunkSpec } from '../../spec';
import { ADDRESS_LISTS, planAttachment, planList } from './accessLists';
import { addressListName, STEPS } from './names';
import { ourList, type AccessList, type TwilioWorld } from './twilioWorld';

/** Lets Vapi's signalling addresses in: the list is filled before it is attached, so that it never keeps Vapi out. */
export function planAddresses({ name, region }: TrunkSpec, { addressLists }: TwilioWorld): Plan {
  const listName = addressListName(name, region);
  const list = ourList(addressLists, [listName]);
  return joinPlans(
    planList(ADDRESS_LISTS, listName, list),
    ...VAPI_SIP[region].signalling.map((address) => planAddress(address, list)),
    planAttachment(ADDRESS_LISTS, listName, list),
  );
}

function planAddress(address: string, list: AccessList | undefined): Plan {
  const step = `twilio.address.${address}`;
  const title = `Vapi's address ${address} in the IP access control list at Twilio`;
  const entry = list?.entries.find((one) => letsIn(one, address));
  if (entry) return { ...emptyPlan(), existing: [{ step, title, id: asText(entry.sid) ?? '' }] };
  const path = `${ADDRESS_LISTS.path}/{${STEPS.addresses}}/IpAddresses`;
  return {
    ...emptyPlan(),
    calls: [
      {
        ...{ step, action: 'create', title, service: 'twilio', method: 'POST', path: `${path}.json` },
        body: { FriendlyName: `Vapi ${address}`, IpAddress: address, CidrPrefixLength: 32 },
        yields: 'sid',
        sought: {
          ...{ service: 'twilio', path: `${path}.json`, qs: { PageSize: 1000 }, rows: 'ip_addresses' },
          ...{ match: { ip_address: address }, id: 'sid', created: 'date_created' },
        },
        undo: { service: 'twilio', method: 'DELETE', path: `${path}/{${step}}.json` },
      },
    ],
  };
}

/** Prefix length of a list's entry; Twilio takes an address without one for a single address. */
export function prefixOf({ cidr_prefix_length }: JsonObject): number {
  return asNumber(cidr_prefix_length) ?? 32;
}

/** Whether an entry of a list lets an address in. */
export function letsIn(entry: JsonObject, address: string): boolean {
  const ip = asText(entry.ip_address) ?? '';
  return isIpv4(ip) && contains({ ip, netmask: prefixOf(entry) }, address);
}

/** Entries of a list that let in others than Vapi. */
export function foreignEntries({ entries }: AccessList): string[] {
  const ours: string[] = Object.values(VAPI_SIP).flatMap(({ signalling }) => [...signalling]);
  return entries
    .filter((entry) => prefixOf(entry) < 32 || !ours.includes(asText(entry.ip_address) ?? ''))
    .map((entry) => `${String(entry.ip_address)}/${prefixOf(entry)}`);
}
