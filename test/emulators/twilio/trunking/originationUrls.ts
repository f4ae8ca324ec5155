import { newSid } from '../sid';
import { atMost, booleanIn, integerIn, required, type Form } from './fields';
import { trunkingList } from './paging';
import { find, refuse, remove } from './refusal';
import { created, gone, ok, type Route } from './route';
import { madeNow, type OriginationUrl, type Trunk } from './state';
import { trunkingTime } from './time';

const LIST = '/v1/Trunks/{trunk}/OriginationUrls';
const MOST = 65_535;

/** Source: Twilio docs and OpenAPI, OriginationUrl resource. */
export const originationRoutes: Route[] = [
  {
    ...{ method: 'POST', path: LIST },
    act: (state, { params, form, url }) => {
      const trunk = find(state.trunks, params.trunk);
      for (const name of ['Weight', 'Priority', 'Enabled', 'FriendlyName', 'SipUrl']) required(form, name);
      const made: OriginationUrl = {
        ...{ sid: newSid('OU'), ...madeNow(), friendlyName: '', sipUrl: '' },
        ...{ weight: 10, priority: 10, enabled: true, ...changesOf(form) },
      };
      trunk.originationUrls.push(made);
      return created(resource(state.accountSid, trunk, made, url));
    },
  },
  {
    ...{ method: 'GET', path: LIST },
    act: ({ accountSid, trunks }, { params, url }) => {
      const trunk = find(trunks, params.trunk);
      const rows = trunk.originationUrls.map((one) => resource(accountSid, trunk, one, url));
      return ok(trunkingList('origination_urls', rows, url));
    },
  },
  {
    ...{ method: 'GET', path: `${LIST}/{sid}` },
    act: ({ accountSid, trunks }, { params, url }) => {
      const trunk = find(trunks, params.trunk);
      return ok(resource(accountSid, trunk, find(trunk.originationUrls, params.sid), url));
    },
  },
  {
    ...{ method: 'POST', path: `${LIST}/{sid}` },
    act: ({ accountSid, trunks }, { params, form, url }) => {
      const trunk = find(trunks, params.trunk);
      const one = find(trunk.originationUrls, params.sid);
      Object.assign(one, changesOf(form), { updatedAt: new Date() });
      return ok(resource(accountSid, trunk, one, url));
    },
  },
  {
    ...{ method: 'DELETE', path: `${LIST}/{sid}` },
    act: ({ trunks }, { params }) => {
      remove(find(trunks, params.trunk).originationUrls, params.sid);
      return gone();
    },
  },
];

function changesOf(form: Form): Partial<OriginationUrl> {
  const { FriendlyName: friendlyName, SipUrl: sipUrl } = form;
  if (friendlyName !== undefined) atMost('FriendlyName', friendlyName, 64);
  if (sipUrl !== undefined && !/^sips?:[^\s@]*@?[^\s@:;]+/i.test(sipUrl))
    refuse(`SipUrl "${sipUrl}" is not a SIP address`);
  const changes = {
    ...{ friendlyName, sipUrl, enabled: booleanIn(form, 'Enabled') },
    ...{ weight: integerIn(form, 'Weight', 1, MOST), priority: integerIn(form, 'Priority', 0, MOST) },
  };
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

function resource(
  accountSid: string,
  trunk: Trunk,
  one: OriginationUrl,
  { origin }: URL,
): Record<string, unknown> {
  return {
    ...{ sid: one.sid, account_sid: accountSid, trunk_sid: trunk.sid, friendly_name: one.friendlyName },
    ...{ sip_url: one.sipUrl, weight: one.weight, priority: one.priority, enabled: one.enabled },
    date_created: trunkingTime(one.createdAt),
    date_updated: trunkingTime(one.updatedAt),
    url: `${origin}/v1/Trunks/${trunk.sid}/OriginationUrls/${one.sid}`,
  };
}
