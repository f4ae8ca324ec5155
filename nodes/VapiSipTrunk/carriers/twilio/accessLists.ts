import { emptyPlan, type Plan } from '../../plan/plan';
import { STEPS } from './names';
import { trunkSid, type AccessList, type TwilioWorld } from './twilioWorld';

/** One of the two kinds of lists by which a trunk knows who may call out through it. */
export interface ListKind {
  /** Step that yields the list's ID. */
  step: string;
  noun: string;
  /** Below the account, without `.json`. */
  path: string;
  /** Property of the answers that holds the lists. */
  rows: string;
  /** Below the trunk. */
  onTrunk: string;
  /** Form field that names the list to attach. */
  field: string;
  entries: { path: string; rows: string };
  /** How many of them an account may have. */
  limit: number;
  /** Twilio refuses a second one of the same name. */
  unique?: true;
}

/** Addresses that calls may come from. Source: Twilio API v2010, SIP IpAccessControlList. */
export const ADDRESS_LISTS: ListKind = {
  ...{ step: STEPS.addresses, noun: 'IP access control list' },
  ...{ path: '/SIP/IpAccessControlLists', rows: 'ip_access_control_lists' },
  ...{ onTrunk: 'IpAccessControlLists', field: 'IpAccessControlListSid' },
  entries: { path: 'IpAddresses', rows: 'ip_addresses' },
  limit: 1000,
};

/** Logins that calls may come with. Source: Twilio API v2010, SIP CredentialList; Twilio docs, error 21240. */
export const CREDENTIAL_LISTS: ListKind = {
  ...{ step: STEPS.logins, noun: 'Credential list' },
  ...{ path: '/SIP/CredentialLists', rows: 'credential_lists' },
  ...{ onTrunk: 'CredentialLists', field: 'CredentialListSid' },
  entries: { path: 'Credentials', rows: 'credentials' },
  ...{ limit: 100, unique: true },
};

/** Makes the list, unless it is there. */
export function planList(kind: ListKind, name: string, existing: AccessList | undefined): Plan {
  const { step, noun, path, rows, unique } = kind;
  const title = `${noun} "${name}" at Twilio`;
  if (existing) return { ...emptyPlan(), existing: [{ step, title, id: existing.sid }] };
  return {
    ...emptyPlan(),
    calls: [
      {
        ...{ step, action: 'create', title, service: 'twilio', method: 'POST', path: `${path}.json` },
        body: { FriendlyName: name },
        yields: 'sid',
        sought: {
          ...{ service: 'twilio', path: `${path}.json`, qs: { PageSize: 1000 }, rows },
          ...{ match: { friendly_name: name }, id: 'sid', created: 'date_created' },
          ...(unique ? { unique } : {}),
        },
        undo: { service: 'twilio', method: 'DELETE', path: `${path}/{${step}}.json` },
      },
    ],
  };
}

/** Attaches the list to the trunk, unless it is. */
export function planAttachment(kind: ListKind, name: string, existing: AccessList | undefined): Plan {
  const { step: list, noun, rows, onTrunk, field } = kind;
  const step = `${list}.attached`;
  const title = `${noun} "${name}" on the trunk at Twilio`;
  if (existing?.attached === true) return { ...emptyPlan(), existing: [{ step, title, id: existing.sid }] };
  const path = `/v1/Trunks/{${STEPS.trunk}}/${onTrunk}`;
  return {
    ...emptyPlan(),
    calls: [
      {
        ...{ step, action: 'attach', title, service: 'twilioTrunking', method: 'POST', path },
        body: { [field]: `{${list}}` },
        yields: 'sid',
        sought: {
          ...{ service: 'twilioTrunking', path, qs: { PageSize: 1000 }, rows },
          ...{ match: { sid: `{${list}}` }, id: 'sid', created: 'date_created', unique: true },
        },
        undo: { service: 'twilioTrunking', method: 'DELETE', path: `${path}/{${list}}` },
      },
    ],
  };
}

/** Takes lists off the trunk and keeps them in the account. */
export function planDetachment(kind: ListKind, lists: readonly AccessList[], world: TwilioWorld): Plan {
  const { step, noun, onTrunk, field } = kind;
  const trunk = trunkSid(world);
  const attached = trunk === undefined ? [] : lists.filter((list) => list.attached);
  return {
    ...emptyPlan(),
    calls: attached.map(({ sid, name }) => ({
      ...{ step: `${step}.detached.${sid}`, action: 'detach', service: 'twilioTrunking', method: 'DELETE' },
      title: `${noun} "${name}" off the trunk at Twilio`,
      path: `/v1/Trunks/${trunk}/${onTrunk}/${sid}`,
      undo: {
        ...{ service: 'twilioTrunking', method: 'POST', path: `/v1/Trunks/${trunk}/${onTrunk}` },
        body: { [field]: sid },
      },
    })),
  };
}
