import { joinPlans } from '../../plan/joinPlans';
import { emptyPlan } from '../../plan/plan';
import type { TrunkSpec } from '../../spec';
import type { MakeLogin } from '../carrier';
import { ADDRESS_LISTS, CREDENTIAL_LISTS, planDetachment } from './accessLists';
import { planAddresses } from './addressSteps';
import { planLogin, type LoginPlan } from './loginSteps';
import { addressListName, addressListNames, loginListName } from './names';
import type { TwilioWorld } from './twilioWorld';

/**
 * Lets Vapi call out through the trunk. Twilio asks for everything that is attached, so a list of ours that is not
 * wanted any more comes off the trunk, last of all. Source: Twilio docs, Elastic SIP Trunking, authentication.
 */
export function planAccess(spec: TrunkSpec, world: TwilioWorld, makeLogin: MakeLogin): LoginPlan {
  const byAddress = spec.access !== 'login';
  const byLogin = spec.access !== 'addresses';
  const login: LoginPlan = byLogin
    ? planLogin(spec, world, makeLogin)
    : { before: emptyPlan(), after: emptyPlan() };
  const listName = addressListName(spec.name, spec.region);
  const surplusAddresses = world.addressLists.filter(
    ({ name }) => addressListNames(spec.name).includes(name) && !(byAddress && name === listName),
  );
  const surplusLogins = world.credentialLists.filter(
    ({ name }) => !byLogin && name === loginListName(spec.name),
  );
  return {
    ...login,
    before: joinPlans(byAddress ? planAddresses(spec, world) : emptyPlan(), login.before),
    after: joinPlans(
      login.after,
      planDetachment(ADDRESS_LISTS, surplusAddresses, world),
      planDetachment(CREDENTIAL_LISTS, surplusLogins, world),
    ),
  };
}
