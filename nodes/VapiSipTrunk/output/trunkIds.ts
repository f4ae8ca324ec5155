import type { IDataObject } from 'n8n-workflow';
import { compact } from '../../shared/protocol/json';
import { CARRIERS } from '../carriers';
import { vapiSipUri } from '../presets/vapiSip';
import type { TrunkNumber, TrunkSpec } from '../spec';
import { CREDENTIAL_STEP } from '../vapi/credentialSteps';
import { numberStep } from '../vapi/numberSteps';

/** IDs that the next node is likely to need, by names that a reader knows; all of them are below `ids`. */
export function trunkIds(spec: TrunkSpec, ids: Readonly<Record<string, string>>): IDataObject {
  const credentialId = ids[CREDENTIAL_STEP];
  const numbers = numbersOf(spec, ids);
  const ofNumbers = {
    phoneNumbers: numbers.map(({ e164 }) => e164),
    phoneNumberIds: numbers.map((number) => ids[numberStep(number)]),
    sipUris: credentialId === undefined ? undefined : sipUris(spec, numbers, credentialId),
  };
  return compact({
    credentialId,
    ...(numbers.length > 0 ? ofNumbers : {}),
    ...Object.fromEntries(
      Object.entries(CARRIERS[spec.carrier].ids).map(([name, step]) => [name, ids[step]]),
    ),
  });
}

/** Those that Vapi has by now, also one that was bought: it is stored as it is written. */
function numbersOf({ numbers }: TrunkSpec, ids: Readonly<Record<string, string>>): TrunkNumber[] {
  const prefix = numberStep({ e164: '' });
  return Object.keys(ids)
    .filter((step) => step.startsWith(`${prefix}+`) || numbers.some((number) => step === numberStep(number)))
    .map((step) => step.slice(prefix.length))
    .map((e164) => numbers.find((number) => number.e164 === e164) ?? { e164, inVapi: e164 });
}

/** Where the carrier sends calls to each number. */
function sipUris(
  { region, transport }: TrunkSpec,
  numbers: readonly TrunkNumber[],
  credentialId: string,
): string[] {
  return numbers.map(({ inVapi }) => vapiSipUri(inVapi, credentialId, region, transport));
}
