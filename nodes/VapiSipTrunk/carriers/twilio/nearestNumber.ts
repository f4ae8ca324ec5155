import { asText, type JsonObject } from '../../../shared/protocol/json';
import { finding, type Finding } from '../../findings/finding';

/** So many last digits have to be the same before a number is worth showing. */
const ALIKE = 4;

/** The number of the account that was probably meant: the one with the most digits in common at the end. */
export function nearestNumber(e164: string, numbers: readonly JsonObject[]): string | undefined {
  let best: { number: string; alike: number } | undefined;
  for (const { phone_number } of numbers) {
    const number = asText(phone_number);
    if (number === undefined) continue;
    const alike = commonEnd(number, e164);
    if (alike >= ALIKE && alike > (best?.alike ?? 0)) best = { number, alike };
  }
  return best?.number;
}

function commonEnd(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length += 1;
  return length;
}

/** The account lacks a number: with the one that was probably meant. */
export function notOurs(e164: string, numbers: readonly JsonObject[]): Finding {
  const near = nearestNumber(e164, numbers);
  return finding('SIP_TWILIO_NUMBER_NOT_OURS', near === undefined ? e164 : `${e164} (it has ${near})`);
}
