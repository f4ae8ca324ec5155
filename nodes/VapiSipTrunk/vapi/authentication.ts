import { asObject, asText, isObject, type JsonObject } from '../../shared/protocol/json';
import { finding, type Finding } from '../findings/finding';

/** SIP REGISTER of Vapi's at the carrier. */
export interface Registration {
  domain?: string;
  username?: string;
  realm?: string;
}

/** How Vapi shows the carrier who it is. */
export interface Authentication {
  /** A login that was just made up or filled in; left out where the one that Vapi has stays. */
  login?: { username: string; password: string };
  register?: Registration;
}

/** The part of a credential's body that is about login and registration. */
export function authenticationOf({ login, register }: Authentication): JsonObject {
  if (!login && !register) return {};
  return {
    outboundAuthenticationPlan: {
      ...(login ? { authUsername: login.username, authPassword: login.password } : {}),
      ...(register ? { sipRegisterPlan: { ...register } } : {}),
    },
  };
}

/** Body of a request that gives Vapi a login; a registration that it has stays unless another one is wanted. */
export function loginBody({ login, register }: Authentication, existing: JsonObject | undefined): JsonObject {
  const registered = register ?? registrationIn(existing);
  return {
    provider: 'byo-sip-trunk',
    ...authenticationOf({ ...(login ? { login } : {}), ...(registered ? { register: registered } : {}) }),
  };
}

/**
 * A registration that differs where Vapi has a login: a PATCH replaces both, and the password of the login is not
 * known.
 */
export function registrationFindings(
  existing: JsonObject | undefined,
  wanted: Registration | undefined,
): Finding[] {
  if (!registersOtherwise(existing, wanted)) return [];
  return [
    finding('SIP_REGISTRATION_DIFFERS', `${textOf(registrationIn(existing))} instead of ${textOf(wanted)}`),
  ];
}

/** Whether Vapi registers in another way than the wanted one, or not at all; without a wish nothing differs. */
export function registersOtherwise(
  existing: JsonObject | undefined,
  wanted: Registration | undefined,
): boolean {
  return wanted !== undefined && textOf(registrationIn(existing)) !== textOf(wanted);
}

const PARTS = ['domain', 'username', 'realm'] as const;

/** Vapi shows a registration: nothing in it is secret. Source: Vapi API reference, SipTrunkOutboundSipRegisterPlan. */
function registrationIn(existing: JsonObject | undefined): Registration | undefined {
  const plan = asObject(existing?.outboundAuthenticationPlan).sipRegisterPlan;
  if (!isObject(plan)) return undefined;
  // What Vapi may add of its own it need not take.
  return Object.fromEntries(PARTS.filter((key) => asText(plan[key])).map((key) => [key, plan[key]]));
}

function textOf(registration: Registration | undefined): string {
  if (registration === undefined) return 'none';
  return PARTS.map((key) => `${key} "${registration[key] ?? ''}"`).join(', ');
}
