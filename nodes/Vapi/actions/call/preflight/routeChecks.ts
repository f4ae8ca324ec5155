import { asText, type JsonObject } from '../../../../shared/protocol/json';
import { problem, type Problem } from './problems';

/**
 * Area codes behind +1 that are outside the United States and its territories: Canada, then the Caribbean and Bermuda.
 * Written from general knowledge, and new ones are opened now and then: a reason for a warning only.
 */
const NOT_IN_US = new Set(
  [
    '204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438 450 468 474 506 514 519',
    '548 579 581 584 587 604 613 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905 942',
    '242 246 264 268 284 345 441 473 649 658 664 721 758 767 784 809 829 849 868 869 876',
  ].flatMap((codes) => codes.split(' ')),
);

/**
 * What is known about who can call whom.
 *
 * @param from a phone number of Vapi
 * @param customer of the call; without number and SIP address nothing is checked about it
 */
export function checkRoute(from: JsonObject, customer: JsonObject): Problem[] {
  const problems: Problem[] = [];
  const status = asText(from.status);
  if (status !== undefined && status !== 'active') problems.push(problem('PHONE_NUMBER_INACTIVE', status));
  const number = asText(customer.number);
  if (number !== undefined) problems.push(...checkNumber(from, number));
  const provider = asText(from.provider) ?? '';
  if (asText(customer.sipUri) !== undefined && ['twilio', 'vonage', 'telnyx'].includes(provider))
    problems.push(problem('PHONE_TO_SIP', provider));
  return problems;
}

function checkNumber(from: JsonObject, number: string): Problem[] {
  const own = asText(from.number);
  if (own !== undefined && own === number) return [problem('CALLS_ITSELF', number)];
  if (from.provider === 'byo-phone-number') return [];
  if (!number.startsWith('+')) return [problem('NUMBER_UNCHECKED', number)];
  if (from.provider !== 'vapi') return [];
  // Vapi's own numbers are free ones of the US, or SIP addresses.
  if (own === undefined && asText(from.sipUri) !== undefined)
    return [problem('SIP_TO_PHONE', String(from.sipUri))];
  if (!number.startsWith('+1')) return [problem('FREE_NUMBER_ABROAD', number)];
  const limited = problem('FREE_NUMBER_LIMITED');
  return NOT_IN_US.has(number.slice(2, 5))
    ? [problem('FREE_NUMBER_MAYBE_ABROAD', number), limited]
    : [limited];
}

/**
 * Times that have passed.
 *
 * @param now milliseconds since 1970
 */
export function checkSchedule({ earliestAt, latestAt }: JsonObject, now: number): Problem[] {
  const isOver = (time: unknown): boolean => typeof time === 'string' && Date.parse(time) < now;
  if (isOver(latestAt)) return [problem('SCHEDULE_OVER', String(latestAt))];
  return isOver(earliestAt) ? [problem('SCHEDULE_PAST', String(earliestAt))] : [];
}
