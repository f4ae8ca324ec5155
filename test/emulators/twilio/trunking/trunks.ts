import { newSid } from '../sid';
import { atMost, booleanIn, oneOf, type Form } from './fields';
import { trunkingList } from './paging';
import { find, refuse, remove } from './refusal';
import { created, gone, ok, type Route } from './route';
import { madeNow, type Trunk, type TrunkingState } from './state';
import { trunkingTime } from './time';

/** Source: Twilio error dictionary, and Twilio Support, "Unable to reuse deleted … domains". */
const DOMAIN_TAKEN = 21248;
/** Letters, digits and hyphens before `.pstn.twilio.com` (Twilio docs, Trunk resource, DomainName). */
const DOMAIN = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.pstn\.twilio\.com$/i;
const PATH = '/v1/Trunks/{trunk}';

/** Source: Twilio docs and OpenAPI, Trunk resource. */
export const trunkRoutes: Route[] = [
  {
    ...{ method: 'POST', path: '/v1/Trunks' },
    act: (state, { form, url }) => {
      const trunk: Trunk = {
        ...{ sid: newSid('TK'), ...madeNow(), friendlyName: null, domainName: null },
        ...{ secure: false, cnamLookupEnabled: false, transferMode: 'disable-all' },
        ...{ transferCallerId: 'from-transferee', disasterRecoveryUrl: null, disasterRecoveryMethod: null },
        ...{
          originationUrls: [],
          ipLists: new Map<string, Date>(),
          credentialLists: new Map<string, Date>(),
        },
      };
      change(state, trunk, form);
      state.trunks.push(trunk);
      return created(trunkResource(state, trunk, url));
    },
  },
  {
    ...{ method: 'GET', path: '/v1/Trunks' },
    act: (state, { url }) =>
      ok(
        trunkingList(
          'trunks',
          state.trunks.map((trunk) => trunkResource(state, trunk, url)),
          url,
        ),
      ),
  },
  {
    ...{ method: 'GET', path: PATH },
    act: (state, { params, url }) => ok(trunkResource(state, find(state.trunks, params.trunk), url)),
  },
  {
    ...{ method: 'POST', path: PATH },
    act: (state, { params, form, url }) => {
      const trunk = find(state.trunks, params.trunk);
      change(state, trunk, form);
      trunk.updatedAt = new Date();
      return ok(trunkResource(state, trunk, url));
    },
  },
  {
    ...{ method: 'DELETE', path: PATH },
    act: (state, { params }) => {
      const { sid, domainName } = find(state.trunks, params.trunk);
      // What Twilio does with a trunk's numbers is not documented: the emulator wants them off first.
      const number = state.numbers.find(({ trunkSid }) => trunkSid === sid);
      if (number) refuse(`Trunk ${sid} still has phone number ${number.number}`);
      remove(state.trunks, sid);
      if (state.keepDeletedDomains && domainName !== null) state.takenDomains.push(domainName);
      return gone();
    },
  },
];

/** What is not given stays. Everything is checked before anything is changed. */
function change(state: TrunkingState, trunk: Trunk, form: Form): void {
  const { FriendlyName: name, DomainName: domain, DisasterRecoveryUrl: url } = form;
  if (name !== undefined) atMost('FriendlyName', name, 64);
  if (domain !== undefined) checkDomain(state, trunk, domain);
  const modes = ['disable-all', 'enable-all', 'sip-only'];
  const changes = {
    ...{ friendlyName: name, domainName: domain, disasterRecoveryUrl: url },
    disasterRecoveryMethod: oneOf(form, 'DisasterRecoveryMethod', ['GET', 'POST']),
    ...{ secure: booleanIn(form, 'Secure'), cnamLookupEnabled: booleanIn(form, 'CnamLookupEnabled') },
    transferMode: oneOf(form, 'TransferMode', modes),
    transferCallerId: oneOf(form, 'TransferCallerId', ['from-transferee', 'from-transferor']),
  };
  Object.assign(
    trunk,
    Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
  );
}

function checkDomain(state: TrunkingState, trunk: Trunk, domain: string): void {
  if (!DOMAIN.test(domain))
    refuse(`DomainName "${domain}" is not letters, digits and hyphens before .pstn.twilio.com`);
  const others = state.trunks.filter((other) => other !== trunk).map(({ domainName }) => domainName);
  const taken = [...others, ...state.takenDomains].map((other) => other?.toLowerCase());
  if (taken.includes(domain.toLowerCase())) refuse('Trunk Domain already taken', DOMAIN_TAKEN);
}

function trunkResource(
  { accountSid }: TrunkingState,
  trunk: Trunk,
  { origin }: URL,
): Record<string, unknown> {
  const url = `${origin}/v1/Trunks/${trunk.sid}`;
  const authTypes = [
    ...(trunk.ipLists.size > 0 ? ['IP_ACL'] : []),
    ...(trunk.credentialLists.size > 0 ? ['CREDENTIAL_LIST'] : []),
  ];
  return {
    ...{ sid: trunk.sid, account_sid: accountSid, friendly_name: trunk.friendlyName },
    ...{ domain_name: trunk.domainName, secure: trunk.secure, cnam_lookup_enabled: trunk.cnamLookupEnabled },
    ...{ transfer_mode: trunk.transferMode, transfer_caller_id: trunk.transferCallerId },
    disaster_recovery_url: trunk.disasterRecoveryUrl,
    disaster_recovery_method: trunk.disasterRecoveryMethod,
    recording: { mode: 'do-not-record', trim: 'do-not-trim' },
    ...{ symmetric_rtp_enabled: false, auth_type: authTypes.join(','), auth_type_set: authTypes },
    date_created: trunkingTime(trunk.createdAt),
    date_updated: trunkingTime(trunk.updatedAt),
    url,
    links: {
      origination_urls: `${url}/OriginationUrls`,
      credential_lists: `${url}/CredentialLists`,
      ip_access_control_lists: `${url}/IpAccessControlLists`,
      phone_numbers: `${url}/PhoneNumbers`,
    },
  };
}
