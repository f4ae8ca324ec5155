import { isIPv4 } from 'node:net';
import { API } from '../restResources';
import { newSid } from '../sid';
import { checkUnattached } from './attachments';
import { atMost, integerIn, required } from './fields';
import { apiList } from './paging';
import { find, refuse, remove } from './refusal';
import { created, gone, ok, type Route } from './route';
import { madeNow, type IpAddress, type IpList, type TrunkingState } from './state';
import { apiTime } from './time';

const LISTS = '/SIP/IpAccessControlLists';
/** Limits (Twilio docs, SIP IpAccessControlList resource). */
const MOST_LISTS = 1000;
const MOST_ADDRESSES = 100;

type Rows = Record<string, unknown>;

/** Source: Twilio docs and OpenAPI, SIP IpAccessControlList and IpAddress resources. */
export const ipListRoutes: Route[] = [
  {
    ...{ method: 'POST', path: `${LISTS}.json` },
    act: (state, { form }) => {
      const friendlyName = atMost('FriendlyName', required(form, 'FriendlyName'), 255);
      if (state.ipLists.length >= MOST_LISTS) refuse(`The account has ${MOST_LISTS} lists already`);
      const made: IpList = { sid: newSid('AL'), friendlyName, addresses: [], ...madeNow() };
      state.ipLists.push(made);
      return created(listResource(state, made));
    },
  },
  {
    ...{ method: 'GET', path: `${LISTS}.json` },
    act: (state, { url }) =>
      ok(
        apiList(
          'ip_access_control_lists',
          state.ipLists.map((list) => listResource(state, list)),
          url,
        ),
      ),
  },
  {
    ...{ method: 'GET', path: `${LISTS}/{list}.json` },
    act: (state, { params }) => ok(listResource(state, find(state.ipLists, params.list))),
  },
  {
    ...{ method: 'POST', path: `${LISTS}/{list}.json` },
    act: (state, { params, form }) => {
      const list = find(state.ipLists, params.list);
      list.friendlyName = atMost('FriendlyName', required(form, 'FriendlyName'), 255);
      list.updatedAt = new Date();
      return ok(listResource(state, list));
    },
  },
  {
    ...{ method: 'DELETE', path: `${LISTS}/{list}.json` },
    act: (state, { params }) => {
      const { sid } = find(state.ipLists, params.list);
      checkUnattached(state, sid);
      remove(state.ipLists, sid);
      return gone();
    },
  },
  {
    ...{ method: 'POST', path: `${LISTS}/{list}/IpAddresses.json` },
    act: (state, { params, form }) => {
      const list = find(state.ipLists, params.list);
      const ipAddress = required(form, 'IpAddress');
      if (!isIPv4(ipAddress)) refuse(`IpAddress "${ipAddress}" is not an IPv4 address`);
      if (list.addresses.length >= MOST_ADDRESSES)
        refuse(`${list.sid} has ${MOST_ADDRESSES} addresses already`);
      const made: IpAddress = {
        ...{ sid: newSid('IP'), ipAddress, ...madeNow() },
        friendlyName: atMost('FriendlyName', required(form, 'FriendlyName'), 255),
        cidrPrefixLength: integerIn(form, 'CidrPrefixLength', 1, 32) ?? 32,
      };
      list.addresses.push(made);
      return created(addressResource(state, list, made));
    },
  },
  {
    ...{ method: 'GET', path: `${LISTS}/{list}/IpAddresses.json` },
    act: (state, { params, url }) => {
      const list = find(state.ipLists, params.list);
      const rows = list.addresses.map((address) => addressResource(state, list, address));
      return ok(apiList('ip_addresses', rows, url));
    },
  },
  {
    ...{ method: 'DELETE', path: `${LISTS}/{list}/IpAddresses/{sid}.json` },
    act: (state, { params }) => {
      remove(find(state.ipLists, params.list).addresses, params.sid);
      return gone();
    },
  },
];

function listResource({ accountSid }: TrunkingState, list: IpList): Rows {
  const uri = `${API}/${accountSid}${LISTS}/${list.sid}`;
  return {
    ...{ sid: list.sid, account_sid: accountSid, friendly_name: list.friendlyName },
    ...{ date_created: apiTime(list.createdAt), date_updated: apiTime(list.updatedAt) },
    subresource_uris: { ip_addresses: `${uri}/IpAddresses.json` },
    uri: `${uri}.json`,
  };
}

function addressResource({ accountSid }: TrunkingState, list: IpList, address: IpAddress): Rows {
  return {
    ...{ sid: address.sid, account_sid: accountSid, ip_access_control_list_sid: list.sid },
    ...{ friendly_name: address.friendlyName, ip_address: address.ipAddress },
    cidr_prefix_length: address.cidrPrefixLength,
    ...{ date_created: apiTime(address.createdAt), date_updated: apiTime(address.updatedAt) },
    uri: `${API}/${accountSid}${LISTS}/${list.sid}/IpAddresses/${address.sid}.json`,
  };
}
