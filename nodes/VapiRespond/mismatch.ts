import { findRequest, type RequestKind } from '../shared/protocol/requests';
import { answerKinds } from './answers';
import { answersToolCalls, type AnswerKind } from './answers/answerKind';

/**
 * Why an answer does not fit, in words: what the trigger was asked for, what was chosen, and what would fit.
 *
 * @param request undefined for tool calls
 */
export function mismatch(trigger: string, request: RequestKind | undefined, chosen: AnswerKind): string {
  const fitting = Object.values(answerKinds)
    .filter((kind) =>
      answersToolCalls(kind)
        ? request === undefined
        : request !== undefined && kind.requests.includes(request),
    )
    .map(({ option }) => `"${option.name}"`)
    .sort((a, b) => a.localeCompare(b));
  const asked = request === undefined ? 'a tool' : (findRequest(request)?.name ?? request);
  const wanted = fitting.length > 0 ? `; what fits is ${fitting.join(' or ')}` : '';
  return `"${trigger}" was asked for ${asked}, and "${chosen.option.name}" does not answer that${wanted}`;
}
