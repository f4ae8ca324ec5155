import { required } from './fields';
import { trunkingList } from './paging';
import { find, notFound, refuse } from './refusal';
import { created, gone, ok, type Route } from './route';
import type { Trunk, TrunkingState } from './state';
import { trunkingTime } from './time';

/** Source: Twilio error dictionary: a list that is associated already. */
const ATTACHED_ALREADY = 21231;

/** One of the two kinds of lists that decide who may call through a trunk. */
interface Kind {
  /** Last part of the path, and property of a list's answer. */
  path: string;
  rows: string;
  /** Form field with the list's SID. */
  field: string;
  lists(state: TrunkingState): ReadonlyArray<{ sid: string; friendlyName: string }>;
  attached(trunk: Trunk): Map<string, Date>;
}

const KINDS: Kind[] = [
  {
    ...{ path: 'IpAccessControlLists', rows: 'ip_access_control_lists', field: 'IpAccessControlListSid' },
    ...{ lists: ({ ipLists }) => ipLists, attached: ({ ipLists }) => ipLists },
  },
  {
    ...{ path: 'CredentialLists', rows: 'credential_lists', field: 'CredentialListSid' },
    ...{
      lists: ({ credentialLists }) => credentialLists,
      attached: ({ credentialLists }) => credentialLists,
    },
  },
];

/** Lists on a trunk. Source: Twilio docs and OpenAPI, trunking's IpAccessControlList and CredentialList resources. */
export const attachmentRoutes: Route[] = KINDS.flatMap(routesOf);

function routesOf(kind: Kind): Route[] {
  const path = `/v1/Trunks/{trunk}/${kind.path}`;
  const show = (
    state: TrunkingState,
    trunk: Trunk,
    sid: string,
    { origin }: URL,
  ): Record<string, unknown> => {
    const since = kind.attached(trunk).get(sid) ?? notFound(sid);
    return {
      ...{ sid, account_sid: state.accountSid, trunk_sid: trunk.sid },
      friendly_name: find(kind.lists(state), sid).friendlyName,
      ...{ date_created: trunkingTime(since), date_updated: trunkingTime(since) },
      url: `${origin}/v1/Trunks/${trunk.sid}/${kind.path}/${sid}`,
    };
  };
  return [
    {
      ...{ method: 'POST', path },
      act: (state, { params, form, url }) => {
        const trunk = find(state.trunks, params.trunk);
        const { sid } = find(kind.lists(state), required(form, kind.field));
        if (kind.attached(trunk).has(sid))
          refuse(`${sid} is already associated with trunk ${trunk.sid}`, ATTACHED_ALREADY);
        kind.attached(trunk).set(sid, new Date());
        return created(show(state, trunk, sid, url));
      },
    },
    {
      ...{ method: 'GET', path },
      act: (state, { params, url }) => {
        const trunk = find(state.trunks, params.trunk);
        const rows = [...kind.attached(trunk).keys()].map((sid) => show(state, trunk, sid, url));
        return ok(trunkingList(kind.rows, rows, url));
      },
    },
    {
      ...{ method: 'GET', path: `${path}/{sid}` },
      act: (state, { params, url }) =>
        ok(show(state, find(state.trunks, params.trunk), params.sid ?? '', url)),
    },
    {
      ...{ method: 'DELETE', path: `${path}/{sid}` },
      act: ({ trunks }, { params }) => {
        const { sid = '' } = params;
        if (!kind.attached(find(trunks, params.trunk)).delete(sid)) notFound(sid);
        return gone();
      },
    },
  ];
}

/** @throws Refusal 400 while a trunk has the list (Twilio docs: it can be deleted only when nothing uses it) */
export function checkUnattached({ trunks }: TrunkingState, sid: string): void {
  const user = trunks.find(({ ipLists, credentialLists }) => ipLists.has(sid) || credentialLists.has(sid));
  if (user) refuse(`${sid} is still associated with trunk ${user.sid}`);
}
