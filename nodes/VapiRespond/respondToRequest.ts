import type { IExecuteFunctions } from 'n8n-workflow';
import { fail, toNodeError } from '../shared/fail';
import { asText, isObject, type JsonObject } from '../shared/protocol/json';
import type { RequestKind } from '../shared/protocol/requests';
import { answerKinds } from './answers';
import { AnswerFields } from './answers/answerFields';
import { answersToolCalls, type RequestAnswerKind } from './answers/answerKind';
import { warnDuplicate, warnLate } from './hints';
import { mismatch } from './mismatch';
import type { Responded } from './respond';
import { sendAnswer } from './sendAnswer';
import { timing } from './timing';
import { allItems, evaluateOn } from './triggerItems';

/** Key in the execution's flow context: a request has one answer, also with several such nodes. */
const ANSWERED = 'vapiAnsweredRequest';

/**
 * Answers the one request that started the execution, from the first input item, and passes all items on with
 * `vapiAnswer` added. A request that was answered before is not answered again: the first answer counts. Where a
 * field is wrong, nothing is sent: the trigger then gives its fallback as soon as the execution is over.
 */
export async function respondToRequest(context: IExecuteFunctions, trigger: string): Promise<Responded> {
  const items = context.getInputData();
  const answered = context.getContext('flow') as Record<string, boolean | undefined>;
  const duplicate = answered[ANSWERED] === true;
  let asked: JsonObject;
  let request: RequestKind;
  try {
    asked = askedBy(context, trigger);
    request = asked.request as RequestKind;
    const answerKind = chosenKind(context, trigger, request);
    if (!duplicate) {
      const body = await answerKind.body(new AnswerFields(context, 0), asked);
      await sendAnswer(context, { kind: request, body });
      answered[ANSWERED] = true;
    }
  } catch (error) {
    const failure = toNodeError(context.getNode(), error, 0);
    return { outputs: [], problems: items.map((_, item) => ({ item, error: failure })) };
  }
  const times = timing({ receivedAt: asText(asked.receivedAt), deadlineAt: asText(asked.deadlineAt) });
  if (duplicate) warnDuplicate(context, 'the request');
  else if (times.late) warnLate(context, 'the request', trigger);
  const vapiAnswer = { request, ...times, ...(duplicate ? { duplicate } : {}) };
  const outputs = items.map((item, index) => ({
    ...item,
    json: { ...item.json, vapiAnswer },
    pairedItem: { item: index },
  }));
  return { outputs, problems: [] };
}

/** The trigger's one item, on whichever of its outputs it is. */
function askedBy(context: IExecuteFunctions, trigger: string): JsonObject {
  const linked = evaluateOn(context, trigger, 'item.json', 0);
  const asked = isObject(linked) ? linked : allItems(context, trigger, 0)[0];
  if (asked === undefined || asText(asked.request) === undefined) {
    throw fail(context.getNode(), 'REQUEST_NOT_FOUND', trigger, 0);
  }
  return asked;
}

function chosenKind(context: IExecuteFunctions, trigger: string, request: RequestKind): RequestAnswerKind {
  const kind = answerKinds[context.getNodeParameter('respondWith', 0) as string];
  if (kind === undefined) throw fail(context.getNode(), 'INPUT_MISSING', 'Respond With', 0);
  if (answersToolCalls(kind) || !kind.requests.includes(request)) {
    throw fail(context.getNode(), 'ANSWER_KIND_MISMATCH', mismatch(trigger, request, kind), 0);
  }
  return kind;
}
