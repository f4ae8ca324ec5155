import type { TwilioNumber } from '../types';

/** When something was made and changed. Twilio shows whole seconds. */
export interface Dated {
  createdAt: Date;
  updatedAt: Date;
}

export interface OriginationUrl extends Dated {
  sid: string;
  friendlyName: string;
  sipUrl: string;
  weight: number;
  priority: number;
  enabled: boolean;
}

export interface Trunk extends Dated {
  sid: string;
  friendlyName: string | null;
  domainName: string | null;
  secure: boolean;
  cnamLookupEnabled: boolean;
  transferMode: string;
  transferCallerId: string;
  disasterRecoveryUrl: string | null;
  disasterRecoveryMethod: string | null;
  originationUrls: OriginationUrl[];
  /** SIDs of the attached lists, and since when. */
  ipLists: Map<string, Date>;
  credentialLists: Map<string, Date>;
}

export interface IpAddress extends Dated {
  sid: string;
  friendlyName: string;
  ipAddress: string;
  cidrPrefixLength: number;
}

export interface IpList extends Dated {
  sid: string;
  friendlyName: string;
  addresses: IpAddress[];
}

export interface SipCredential extends Dated {
  sid: string;
  username: string;
  /** Twilio keeps a hash; the emulator keeps it so that a test can tell whether a login would work. */
  password: string;
}

export interface CredentialList extends Dated {
  sid: string;
  friendlyName: string;
  credentials: SipCredential[];
}

/** What an account has for Elastic SIP Trunking. */
export interface TrunkingState {
  readonly accountSid: string;
  readonly trunks: Trunk[];
  readonly ipLists: IpList[];
  readonly credentialLists: CredentialList[];
  /** The account's numbers. */
  readonly numbers: TwilioNumber[];
  /** Numbers that the account may buy, E.164. */
  readonly forSale: string[];
  /** Termination domains that nobody else may have: those of other accounts, and deleted ones. */
  readonly takenDomains: string[];
  /** A deleted trunk's domain stays reserved. */
  readonly keepDeletedDomains: boolean;
}

/** An account without trunks. */
export function newTrunkingState(
  given: Pick<TrunkingState, 'accountSid' | 'numbers'> &
    Partial<Pick<TrunkingState, 'forSale' | 'takenDomains' | 'keepDeletedDomains'>>,
): TrunkingState {
  return {
    ...{ trunks: [], ipLists: [], credentialLists: [] },
    ...{ forSale: [], takenDomains: [], keepDeletedDomains: false, ...given },
  };
}

/** Dates of something that is made now. */
export function madeNow(): Dated {
  const now = new Date();
  return { createdAt: now, updatedAt: now };
}
