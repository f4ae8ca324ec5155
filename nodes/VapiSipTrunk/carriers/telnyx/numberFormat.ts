import { asObject, asText } from '../../../shared/protocol/json';
import { finding, type Finding } from '../../findings/finding';
import type { TrunkSpec } from '../../spec';
import { credentialIdIn, isSameNumber } from '../../vapi/vapiWorld';
import type { TelnyxWorld } from './telnyxWorld';

/** Telnyx's `dnis_number_format` for numbers as they are wanted in Vapi; undefined where none is wanted. */
export function wantedFormat({ numbers: [first] }: TrunkSpec): string | undefined {
  return first && formatOf(first.inVapi);
}

/** How the connection writes the called number now; undefined where it isn't shown. */
export function presentFormat({ connections }: TelnyxWorld): string | undefined {
  return asText(asObject(asObject(connections[0]).inbound).dnis_number_format);
}

/** Numbers of the trunk that are in Vapi and not among the wanted ones, as they are stored. */
export function otherNumbers(spec: TrunkSpec, { vapi }: TelnyxWorld): string[] {
  const ours = credentialIdIn(vapi);
  return vapi.numbers
    .filter(({ credentialId }) => ours !== undefined && credentialId === ours)
    .filter(({ number }) => !spec.numbers.some(({ e164 }) => isSameNumber(number, e164)))
    .map(({ number }) => String(number));
}

/**
 * Numbers that Vapi stores in another form than Telnyx asks for. A connection writes all of its numbers in one form,
 * so that a new number can spoil it for those that are there.
 *
 * @param numbers as Vapi has them, or will have them
 * @param format of the connection, as it will be; without one nothing is known
 */
export function formatFindings(numbers: readonly string[], format: string | undefined): Finding[] {
  if (format === undefined) return [];
  const wrong = numbers.filter((text) => format.toLowerCase() !== formatOf(text));
  return wrong.length === 0
    ? []
    : [finding('SIP_TELNYX_NUMBER_FORMAT', `${wrong.join(', ')} (the connection's form is ${format})`)];
}

function formatOf(inVapi: string): string {
  return inVapi.startsWith('+') ? '+e164' : 'e164';
}
