import type { TrunkSpec, TwilioSpec } from '../../../nodes/VapiSipTrunk/spec';

export const ACCOUNT = `AC${'1'.repeat(32)}`;
export const TOKEN = 'token-of-the-account';
export const KEY = 'private-key-of-the-test';
export const NUMBER = '+14155550142';
export const NUMBER_SID = `PN${'2'.repeat(32)}`;
export const SECOND_NUMBER = '+14155550143';
export const SECOND_NUMBER_SID = `PN${'3'.repeat(32)}`;
/** May be bought. */
export const FOR_SALE = '+14155550177';
export const ASSISTANT_ID = '5b0a4a08-133c-4146-9315-0984f8c6be80';
export const DOMAIN = 'support-line-1a2b3c.pstn.twilio.com';

const TWILIO: TwilioSpec = {
  ...{ domain: DOMAIN, edges: ['ashburn'], terminationEdge: '', secure: false },
  ...{ transferMode: 'disable-all', moveFromOtherTrunk: false, adoptTrunk: false },
};

/** A trunk at Twilio with one number and Vapi's addresses let in. */
export function twilioSpec({
  twilio,
  ...others
}: Partial<Omit<TrunkSpec, 'twilio'>> & { twilio?: Partial<TwilioSpec> } = {}): TrunkSpec {
  return {
    ...{ name: 'Support line', carrier: 'twilio', region: 'us', transport: 'udp', access: 'addresses' },
    numbers: [{ e164: NUMBER, inVapi: NUMBER }],
    answeredBy: { assistantId: ASSISTANT_ID },
    ...others,
    twilio: { ...TWILIO, ...twilio },
  };
}

/** A new login each time, as strong as Twilio wants it. */
export function loginMaker(prefix = 'line'): () => { username: string; password: string } {
  let made = 0;
  return () => {
    made += 1;
    return { username: `${prefix}-${made}`, password: `Strong-enough-${prefix}-${made}` };
  };
}
