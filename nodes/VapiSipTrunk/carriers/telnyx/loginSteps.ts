import { asText } from '../../../shared/protocol/json';
import { emptyPlan, type Plan } from '../../plan/plan';
import type { TrunkSpec } from '../../spec';
import type { MakeLogin } from '../carrier';
import { lacksLogin } from '../loginInVapi';
import { CONNECTION_STEP } from './connectionSteps';
import { connectionIdIn, type TelnyxWorld } from './telnyxWorld';

const BY_LOGIN = 'credential-authentication';

/**
 * Sets a login at Telnyx. The PATCH replaces the one of before: a connection has exactly one, so calls out fail
 * until Vapi has it, too, which is the next step.
 * Source: Telnyx API reference, "Update an FQDN authentication": user names are unique among all of Telnyx's customers.
 */
export function planLogin({ name }: TrunkSpec, world: TelnyxWorld, makeLogin: MakeLogin): Plan {
  const login = makeLogin();
  const isNew = connectionIdIn(world) === undefined;
  const connection = `/fqdn_connections/{${CONNECTION_STEP}}`;
  return {
    ...emptyPlan(),
    login,
    calls: [
      {
        ...{
          step: 'telnyx.login',
          action: 'change',
          title: `Login of "${name}" at Telnyx`,
          service: 'telnyx',
        },
        ...{ method: 'PATCH', path: `${connection}/fqdn_authentication` },
        body: {
          fqdn_outbound_authentication: BY_LOGIN,
          user_name: login.username,
          password: login.password,
        },
        ...(isNew
          ? // The login of a new connection goes with it.
            { undo: { service: 'telnyx', method: 'DELETE', path: connection } as const }
          : { stays: 'Telnyx keeps the new login: the password of before is not known here' }),
      },
    ],
  };
}

/**
 * Whether a login has to be made: there is none yet, or the two sides don't have the same, as after a run that ended
 * between them. Its password can't be read again, so that it is always a new one.
 */
export function needsLogin(world: TelnyxWorld): boolean {
  const { user_name: userName, fqdn_outbound_authentication: kind } = world.authentication;
  const username = asText(userName);
  if (username === undefined || (kind !== undefined && kind !== BY_LOGIN)) return true;
  return lacksLogin(world.vapi, username);
}
