import { PRESETS } from '../../presets/table';
import type { TrunkSpec } from '../../spec';
import { registersOtherwise } from '../../vapi/authentication';
import type { VapiWorld } from '../../vapi/vapiWorld';
import type { MakeLogin } from '../carrier';
import { lacksLogin, loginInVapi } from '../loginInVapi';

export type Login = ReturnType<MakeLogin>;

/** Where the login that Vapi calls the carrier with comes from. */
export type LoginChoice =
  /** The carrier lets Vapi's addresses in, and asks for nothing else. */
  | { kind: 'notWanted' }
  /** The carrier gives it out, and it was not filled in. */
  | { kind: 'missing' }
  /** Vapi has it already. */
  | { kind: 'kept' }
  | { kind: 'given'; login: Login }
  /** Made up here; to be set at the carrier. */
  | { kind: 'made'; login: Login };

/**
 * A login that Vapi has stays: nobody could read it again to set it at the carrier. One that is made up gets into Vapi
 * last of all, so one that Vapi has was shown. One that was filled in is sent with a registration that is another one.
 */
export function chooseLogin(spec: TrunkSpec, world: VapiWorld, makeLogin: MakeLogin): LoginChoice {
  const given = spec.manual?.login;
  if (given !== undefined)
    return lacksLogin(world, given.username) ||
      registersOtherwise(world.credentials[0], spec.manual?.register)
      ? { kind: 'given', login: given }
      : { kind: 'kept' };
  if (!wantsLogin(spec)) return { kind: 'notWanted' };
  const hasLogin = loginInVapi(world).kind !== 'none';
  if (isMadeByCarrier(spec)) return { kind: hasLogin ? 'kept' : 'missing' };
  return hasLogin ? { kind: 'kept' } : { kind: 'made', login: makeLogin() };
}

/** Whether calls from Vapi are to bring a login. */
export function wantsLogin(spec: TrunkSpec): boolean {
  return isMadeByCarrier(spec) || spec.access !== 'addresses' || spec.manual?.login !== undefined;
}

/** Whether the carrier gives the login out, so that none can be made up. */
export function isMadeByCarrier({ carrier }: TrunkSpec): boolean {
  return PRESETS[carrier].authentication.value.endsWith('login of the carrier');
}
