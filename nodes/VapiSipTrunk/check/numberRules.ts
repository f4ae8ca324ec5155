import { asText, type JsonObject } from '../../shared/protocol/json';
import { finding, type Finding } from '../findings/finding';
import type { AnsweredBy, TrunkNumber, TrunkSpec } from '../spec';
import { answersDifferently, describeNumber, isAnswered } from '../vapi/numberSteps';
import { isSameNumber, numberKey } from '../vapi/vapiWorld';

/** What is wrong with the phone numbers in Vapi. */
export function checkNumbers(
  { numbers: wanted, answeredBy }: TrunkSpec,
  numbers: readonly JsonObject[],
  credentialId: string,
): Finding[] {
  const ours = numbers.filter((one) => one.credentialId === credentialId);
  const others = numbers.filter((one) => !ours.includes(one));
  return [
    ...wanted.flatMap((one) => checkWanted(one, ours, others)),
    ...doubled(ours),
    ...ours.flatMap((one) => checkAnswer(one, answeredBy)),
  ];
}

function checkWanted(
  { e164, inVapi }: TrunkNumber,
  ours: readonly JsonObject[],
  others: readonly JsonObject[],
): Finding[] {
  const isIt = ({ number }: JsonObject): boolean => isSameNumber(number, e164);
  const found = ours.find(isIt);
  const elsewhere = others
    .filter(isIt)
    .map((one) => finding('SIP_NUMBER_ELSEWHERE_IN_VAPI', describeNumber(one)));
  if (found === undefined) return [finding('SIP_NUMBER_NOT_IN_VAPI', inVapi), ...elsewhere];
  if (found.number === inVapi) return elsewhere;
  return [finding('SIP_NUMBER_FORMAT', `${String(found.number)} instead of ${inVapi}`), ...elsewhere];
}

function doubled(ours: readonly JsonObject[]): Finding[] {
  const seen = new Set<string>();
  return ours.flatMap((one) => {
    const key = numberKey(asText(one.number) ?? '');
    if (seen.has(key)) return [finding('SIP_NUMBER_DOUBLED', describeNumber(one))];
    seen.add(key);
    return [];
  });
}

/** Without a choice anybody may answer, as long as somebody does. */
function checkAnswer(number: JsonObject, answeredBy: AnsweredBy): Finding[] {
  if (!isAnswered(number)) return [finding('SIP_NUMBER_UNANSWERED', String(number.number))];
  return answersDifferently(number, answeredBy)
    ? [finding('SIP_NUMBER_ANSWERED_OTHERWISE', String(number.number))]
    : [];
}
