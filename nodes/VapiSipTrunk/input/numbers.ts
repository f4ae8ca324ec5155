import { isTrunkNumber, toE164 } from '../../shared/phone';
import { PRESETS, type CarrierId } from '../presets/table';
import type { TrunkNumber } from '../spec';

/** How numbers are written in Vapi, as the field has it. */
export type NumberFormat = 'carrier' | 'withPlus' | 'withoutPlus' | 'asTyped';

/** Numbers as they were typed, each once, and what is wrong with the others. */
export function readNumbers(
  typed: readonly string[],
  format: NumberFormat,
  carrier: CarrierId,
): { numbers: TrunkNumber[]; problems: string[] } {
  const numbers = new Map<string, TrunkNumber>();
  const problems: string[] = [];
  for (const text of typed) {
    const number = format === 'asTyped' ? exactly(text) : inE164(text, format, carrier);
    if (typeof number === 'string') problems.push(number);
    else numbers.set(number.e164, number);
  }
  return { numbers: [...numbers.values()], problems };
}

/** Extensions have no international form; they stand for themselves. */
function exactly(text: string): TrunkNumber | string {
  const inVapi = text.replace(/\s/g, '');
  if (!isTrunkNumber(inVapi))
    return `Phone number "${text}" is no number of a SIP trunk: write 3 to 40 letters and digits, with or without a plus in front`;
  return { e164: toE164(inVapi) ?? inVapi, inVapi };
}

function inE164(
  text: string,
  format: Exclude<NumberFormat, 'asTyped'>,
  carrier: CarrierId,
): TrunkNumber | string {
  const e164 = toE164(text);
  if (e164 === undefined)
    return `Phone number "${text}" is not in E.164 format: write it with a plus sign and the country code, such as +14155550123`;
  const plus =
    format === 'carrier' ? PRESETS[carrier].numberFormat.value === '+E.164' : format === 'withPlus';
  return { e164, inVapi: plus ? e164 : e164.slice(1) };
}
