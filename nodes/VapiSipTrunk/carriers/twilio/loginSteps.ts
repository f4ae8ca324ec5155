import { asText } from '../../../shared/protocol/json';
import { joinPlans } from '../../plan/joinPlans';
import { emptyPlan, type Plan } from '../../plan/plan';
import type { PlannedCall } from '../../plan/plannedCall';
import { LOGIN_STEP } from '../../vapi/credentialSteps';
import { credentialIdIn } from '../../vapi/vapiWorld';
import { isMadeUsername } from '../../input/login';
import type { TrunkSpec } from '../../spec';
import type { MakeLogin } from '../carrier';
import { loginInVapi, type LoginInVapi } from '../loginInVapi';
import { CREDENTIAL_LISTS, planAttachment, planList } from './accessLists';
import { loginListName, STEPS } from './names';
import { ourList, type AccessList, type TwilioWorld } from './twilioWorld';

type Login = ReturnType<MakeLogin>;

/** Steps around the one in which Vapi is told of the login. */
export interface LoginPlan {
  before: Plan;
  after: Plan;
  /** A new login for Vapi; left out where the one that it has stays. */
  login?: Login;
}

/**
 * Sees to a login that both sides know. A password is seen once only, so a run that stopped between both sides
 * leaves a login that nobody can use: the next run makes another one, tells Vapi, and then takes away what Vapi
 * doesn't use. At no time is a login taken away that Vapi may still call with.
 *
 * @param rotate makes a new login also where the one that is there fits
 */
export function planLogin(
  { name }: TrunkSpec,
  world: TwilioWorld,
  makeLogin: MakeLogin,
  rotate = false,
): LoginPlan {
  const listName = loginListName(name);
  const list = ourList(world.credentialLists, [listName]);
  const attachment = planAttachment(CREDENTIAL_LISTS, listName, list);
  const lists = planList(CREDENTIAL_LISTS, listName, list);
  const inVapi = loginInVapi(world.vapi);
  const used = rotate ? [] : usedEntries(list, inVapi);
  if (used.length > 0)
    return {
      before: joinPlans(lists, { ...emptyPlan(), existing: used.map(existingLogin) }, attachment),
      after: planLeftovers(list, used, used[0]?.username),
    };
  const login = makeLogin();
  const vapiIsSetUp = credentialIdIn(world.vapi) !== undefined;
  const made = planNewLogin(login, vapiIsSetUp);
  return {
    // A list that is attached makes Twilio ask for a login at once: Vapi must have it by then.
    before: joinPlans(lists, made, ...(vapiIsSetUp ? [] : [attachment])),
    after: joinPlans(
      ...(vapiIsSetUp ? [attachment] : []),
      planLeftovers(list, used, inVapi.kind === 'named' ? login.username : undefined),
    ),
    login,
  };
}

interface Entry {
  sid: string;
  username: string;
}

/** Entries that Vapi uses, or may use where it doesn't say. */
function usedEntries(list: AccessList | undefined, inVapi: LoginInVapi): Entry[] {
  const entries = entriesOf(list);
  if (inVapi.kind === 'hidden') return entries;
  return inVapi.kind === 'none' ? [] : entries.filter(({ username }) => username === inVapi.username);
}

function entriesOf(list: AccessList | undefined): Entry[] {
  return (list?.entries ?? []).map(({ sid, username }) => ({
    ...{ sid: asText(sid) ?? '', username: asText(username) ?? '' },
  }));
}

function existingLogin({ sid, username }: Entry, index: number): Plan['existing'][number] {
  const step = index === 0 ? STEPS.login : `${STEPS.login}.${sid}`;
  return { step, title: `Login ${username} at Twilio`, id: sid };
}

/** Body: Twilio API v2010, SIP Credential: at most 32 and at least 12 characters, mixed case, a digit. */
function planNewLogin(login: Login, vapiIsSetUp: boolean): Plan {
  const step = STEPS.login;
  const path = `${CREDENTIAL_LISTS.path}/{${STEPS.logins}}/Credentials`;
  return {
    ...emptyPlan(),
    login,
    calls: [
      {
        ...{ step, action: 'create', title: `Login ${login.username} at Twilio`, service: 'twilio' },
        ...{ method: 'POST', path: `${path}.json` },
        body: { Username: login.username, Password: login.password },
        yields: 'sid',
        sought: {
          ...{ service: 'twilio', path: `${path}.json`, qs: { PageSize: 1000 }, rows: 'credentials' },
          ...{ match: { username: login.username }, id: 'sid', created: 'date_created', unique: true },
        },
        // Vapi can't be given its login of before back, so this one may be the one that it calls with.
        ...(vapiIsSetUp
          ? { stays: 'Vapi may use this login already; the next run takes away what Vapi does not use' }
          : { undo: { service: 'twilio', method: 'DELETE', path: `${path}/{${step}}.json` } }),
      },
    ],
  };
}

/**
 * User names of a list that let in others than Vapi: this node didn't make them up, and Vapi doesn't use them. Nothing is
 * said where Vapi doesn't say what it uses.
 */
export function foreignLogins(list: AccessList, world: Pick<TwilioWorld, 'vapi'>): string[] {
  const inVapi = loginInVapi(world.vapi);
  if (inVapi.kind === 'hidden') return [];
  const used = inVapi.kind === 'named' ? inVapi.username : undefined;
  return entriesOf(list)
    .map(({ username }) => username)
    .filter((username) => username !== used && !isMadeUsername(username));
}

/**
 * Takes away what this node once made and Vapi doesn't use; logins of others stay.
 *
 * @param inVapi what Vapi calls with by then. Where it names something else, another run has made a login meanwhile, and
 *   this one's leftovers may be in use; left out where Vapi may not name it
 */
function planLeftovers(
  list: AccessList | undefined,
  used: readonly Entry[],
  inVapi: string | undefined,
): Plan {
  const kept = new Set(used.map(({ sid }) => sid));
  const leftovers = entriesOf(list).filter(({ sid, username }) => !kept.has(sid) && isMadeUsername(username));
  return {
    ...emptyPlan(),
    calls: leftovers.map(({ sid, username }) => ({
      ...{ step: `${STEPS.login}.${sid}.delete`, action: 'delete', title: `Old login ${username} at Twilio` },
      ...{ service: 'twilio', method: 'DELETE' },
      path: `${CREDENTIAL_LISTS.path}/${list?.sid}/Credentials/${sid}.json`,
      ...(inVapi === undefined ? {} : { onlyWhile: namedInVapi(inVapi) }),
      stays: 'It is gone, and nobody used it any more',
    })),
  };
}

function namedInVapi(username: string): PlannedCall['onlyWhile'] {
  return {
    ...{ service: 'vapi', path: '/credential', qs: { limit: 1000 }, id: 'id' },
    match: { 'outboundAuthenticationPlan.authUsername': username },
  };
}

/** Vapi gets a new login only while Twilio has it: another run may have taken it for a leftover. */
export function whileAtTwilio(plan: Plan, login: Login | undefined): Plan {
  if (login === undefined) return plan;
  const onlyWhile: PlannedCall['onlyWhile'] = {
    ...{ service: 'twilio', path: `${CREDENTIAL_LISTS.path}/{${STEPS.logins}}/Credentials.json` },
    ...{ qs: { PageSize: 1000 }, rows: 'credentials', match: { username: login.username }, id: 'sid' },
  };
  return {
    ...plan,
    calls: plan.calls.map((call) => (call.step === LOGIN_STEP ? { ...call, onlyWhile } : call)),
  };
}
