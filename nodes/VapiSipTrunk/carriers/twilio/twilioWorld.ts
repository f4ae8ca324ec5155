import { asText, type JsonObject } from '../../../shared/protocol/json';
import type { TrunkSpec, TwilioSpec } from '../../spec';
import type { VapiWorld } from '../../vapi/vapiWorld';
import { boughtNumberName } from './names';

/** A list of addresses or of logins, which a trunk lets calls in by. */
export interface AccessList {
  sid: string;
  name: string;
  /** It is attached to our trunk. */
  attached: boolean;
  /** Its addresses, or its logins without their passwords. */
  entries: JsonObject[];
}

/** What was read at Twilio and in Vapi. Objects are as Twilio answered them. */
export interface TwilioWorld {
  vapi: VapiWorld;
  /** Every trunk of the account. */
  trunks: JsonObject[];
  /** The trunk of the domain. */
  trunk?: JsonObject;
  /** Origination URLs of that trunk, the oldest first. */
  originationUrls: JsonObject[];
  /** Lists that carry our name or are attached to the trunk, the oldest first. */
  addressLists: AccessList[];
  credentialLists: AccessList[];
  /** How many lists of each kind the account has. */
  addressListCount: number;
  credentialListCount: number;
  /** Every number of the account. */
  numbers: JsonObject[];
  /** Numbers that could be bought; empty where none is wished for. */
  offers: JsonObject[];
}

const NOTHING_CHOSEN: TwilioSpec = {
  ...{ domain: '', edges: [], terminationEdge: '', secure: false, transferMode: 'disable-all' },
  ...{ moveFromOtherTrunk: false, adoptTrunk: false },
};

/** What was chosen for Twilio. */
export function twilioOf({ twilio }: TrunkSpec): TwilioSpec {
  return twilio ?? NOTHING_CHOSEN;
}

/** ID of the trunk of the domain; undefined before it is made. */
export function trunkSid({ trunk }: Pick<TwilioWorld, 'trunk'>): string | undefined {
  return asText(trunk?.sid);
}

/** A trunk as a finding names it. */
export function nameOfTrunk(sid: string, { trunks }: Pick<TwilioWorld, 'trunks'>): string {
  const trunk = trunks.find((one) => one.sid === sid);
  return trunk === undefined ? sid : `"${String(trunk.friendly_name)}", ${sid}`;
}

/** Other trunks of the account that have the trunk's name. */
export function namesakes({ name }: Pick<TrunkSpec, 'name'>, world: TwilioWorld): JsonObject[] {
  return world.trunks.filter(({ friendly_name, sid }) => friendly_name === name && sid !== world.trunk?.sid);
}

/** Whether the trunk of the domain was made by this node: one that was adopted keeps its name. */
export function isOurTrunk({ name }: TrunkSpec, { trunk }: TwilioWorld): boolean {
  return trunk !== undefined && trunk.friendly_name === name;
}

/** The number of the account, if it has it. */
export function accountNumber(
  { numbers }: Pick<TwilioWorld, 'numbers'>,
  e164: string,
): JsonObject | undefined {
  return numbers.find(({ phone_number }) => phone_number === e164);
}

/** Numbers that are on the trunk of the domain. */
export function numbersOnTrunk(world: TwilioWorld): JsonObject[] {
  const sid = trunkSid(world);
  return sid === undefined ? [] : world.numbers.filter(({ trunk_sid }) => trunk_sid === sid);
}

/** Numbers that were bought for a trunk of this name, in the order of the account. */
export function boughtNumbers(
  { name }: Pick<TrunkSpec, 'name'>,
  { numbers }: Pick<TwilioWorld, 'numbers'>,
): JsonObject[] {
  return numbers.filter(({ friendly_name }) => friendly_name === boughtNumberName(name));
}

/** The list of our name that is used: of several the oldest. */
export function ourList(lists: readonly AccessList[], names: readonly string[]): AccessList | undefined {
  return lists.find(({ name }) => names.includes(name));
}
