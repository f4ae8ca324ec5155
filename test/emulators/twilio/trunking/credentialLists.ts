import { API } from '../restResources';
import { newSid } from '../sid';
import { checkUnattached } from './attachments';
import { atMost, required } from './fields';
import { apiList } from './paging';
import { find, refuse, remove } from './refusal';
import { created, gone, ok, type Route } from './route';
import { madeNow, type CredentialList, type SipCredential, type TrunkingState } from './state';
import { apiTime } from './time';

const LISTS = '/SIP/CredentialLists';
/** Source: Twilio error dictionary; the first one also tells of a name that another list has. */
const LIST_INVALID = 21240;
const CREDENTIAL_INVALID = 21243;
/** Limits (Twilio docs, SIP CredentialList resource). */
const MOST_LISTS = 100;
const MOST_CREDENTIALS = 1000;

type Row = Record<string, unknown>;

/** Source: Twilio docs and OpenAPI, SIP CredentialList and Credential resources. */
export const credentialListRoutes: Route[] = [
  {
    ...{ method: 'POST', path: `${LISTS}.json` },
    act: (state, { form }) => {
      const friendlyName = atMost('FriendlyName', required(form, 'FriendlyName'), 64, LIST_INVALID);
      if (state.credentialLists.some((list) => list.friendlyName === friendlyName))
        refuse(`A Credential List with the FriendlyName "${friendlyName}" already exists`, LIST_INVALID);
      if (state.credentialLists.length >= MOST_LISTS) refuse(`The account has ${MOST_LISTS} lists already`);
      const made: CredentialList = { sid: newSid('CL'), friendlyName, credentials: [], ...madeNow() };
      state.credentialLists.push(made);
      return created(listResource(state, made));
    },
  },
  {
    ...{ method: 'GET', path: `${LISTS}.json` },
    act: (state, { url }) =>
      ok(
        apiList(
          'credential_lists',
          state.credentialLists.map((list) => listResource(state, list)),
          url,
        ),
      ),
  },
  {
    ...{ method: 'GET', path: `${LISTS}/{list}.json` },
    act: (state, { params }) => ok(listResource(state, find(state.credentialLists, params.list))),
  },
  {
    ...{ method: 'DELETE', path: `${LISTS}/{list}.json` },
    act: (state, { params }) => {
      const { sid } = find(state.credentialLists, params.list);
      checkUnattached(state, sid);
      remove(state.credentialLists, sid);
      return gone();
    },
  },
  {
    ...{ method: 'POST', path: `${LISTS}/{list}/Credentials.json` },
    act: (state, { params, form }) => {
      const list = find(state.credentialLists, params.list);
      const username = atMost(
        'Username',
        required(form, 'Username', CREDENTIAL_INVALID),
        32,
        CREDENTIAL_INVALID,
      );
      const password = checkedPassword(required(form, 'Password', CREDENTIAL_INVALID));
      if (list.credentials.some((one) => one.username === username))
        refuse(`Username "${username}" already exists in ${list.sid}`, CREDENTIAL_INVALID);
      if (list.credentials.length >= MOST_CREDENTIALS)
        refuse(`${list.sid} has ${MOST_CREDENTIALS} credentials already`);
      const made: SipCredential = { sid: newSid('CR'), username, password, ...madeNow() };
      list.credentials.push(made);
      return created(credentialResource(state, list, made));
    },
  },
  {
    ...{ method: 'GET', path: `${LISTS}/{list}/Credentials.json` },
    act: (state, { params, url }) => {
      const list = find(state.credentialLists, params.list);
      const rows = list.credentials.map((one) => credentialResource(state, list, one));
      return ok(apiList('credentials', rows, url));
    },
  },
  {
    ...{ method: 'POST', path: `${LISTS}/{list}/Credentials/{sid}.json` },
    act: (state, { params, form }) => {
      const list = find(state.credentialLists, params.list);
      const one = find(list.credentials, params.sid);
      one.password = checkedPassword(required(form, 'Password', CREDENTIAL_INVALID));
      one.updatedAt = new Date();
      return ok(credentialResource(state, list, one));
    },
  },
  {
    ...{ method: 'DELETE', path: `${LISTS}/{list}/Credentials/{sid}.json` },
    act: (state, { params }) => {
      remove(find(state.credentialLists, params.list).credentials, params.sid);
      return gone();
    },
  },
];

/** At least 12 characters, a digit, and mixed case. The password itself is in no message. */
function checkedPassword(password: string): string {
  const isStrong = password.length >= 12 && [/\d/, /[a-z]/, /[A-Z]/].every((kind) => kind.test(password));
  return isStrong
    ? password
    : refuse('Password needs 12 characters, a digit, and mixed case', CREDENTIAL_INVALID);
}

function listResource({ accountSid }: TrunkingState, list: CredentialList): Row {
  const uri = `${API}/${accountSid}${LISTS}/${list.sid}`;
  return {
    ...{ sid: list.sid, account_sid: accountSid, friendly_name: list.friendlyName },
    ...{ date_created: apiTime(list.createdAt), date_updated: apiTime(list.updatedAt) },
    subresource_uris: { credentials: `${uri}/Credentials.json` },
    uri: `${uri}.json`,
  };
}

/** Without the password: Twilio never shows it. */
function credentialResource({ accountSid }: TrunkingState, list: CredentialList, one: SipCredential): Row {
  return {
    ...{ sid: one.sid, account_sid: accountSid, credential_list_sid: list.sid, username: one.username },
    ...{ date_created: apiTime(one.createdAt), date_updated: apiTime(one.updatedAt) },
    uri: `${API}/${accountSid}${LISTS}/${list.sid}/Credentials/${one.sid}.json`,
  };
}
