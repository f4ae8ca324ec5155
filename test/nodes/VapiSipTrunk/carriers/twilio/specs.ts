import type { MakeLogin } from '../../../../../nodes/VapiSipTrunk/carriers/carrier';
import type { TrunkSpec, TwilioSpec } from '../../../../../nodes/VapiSipTrunk/spec';

export const NUMBER = '+14155550123';
export const SECOND = '+14155550124';
export const DOMAIN = 'support-3f9a.pstn.twilio.com';

/** A usual wish: one number, Vapi's addresses let in, one edge. */
export function trunkSpec(
  change: Partial<Omit<TrunkSpec, 'twilio'>> & { twilio?: Partial<TwilioSpec> } = {},
): TrunkSpec {
  const { twilio, ...rest } = change;
  return {
    ...{ name: 'Support', carrier: 'twilio', region: 'us', transport: 'udp', access: 'addresses' },
    numbers: [{ e164: NUMBER, inVapi: NUMBER }],
    answeredBy: { assistantId: 'asst-1' },
    ...rest,
    twilio: {
      ...{ domain: DOMAIN, edges: ['ashburn'], terminationEdge: '', secure: false },
      ...{ transferMode: 'disable-all', moveFromOtherTrunk: false, adoptTrunk: false },
      ...twilio,
    },
  };
}

/** User name of the n-th login: like those that the node makes up, and each another one. */
export function loginName(count: number): string {
  return `vapi${String.fromCharCode('a'.charCodeAt(0) + count).repeat(12)}`;
}

/** Logins that can be told apart, by {@link loginName}. */
export function loginMaker(): MakeLogin {
  let count = 0;
  return () => {
    count += 1;
    return { username: loginName(count), password: `Secret-Of-${count}-xyz` };
  };
}
