import type { IExecuteFunctions } from 'n8n-workflow';
import { fail, toNodeError } from '../shared/fail';
import { asObject, asText } from '../shared/protocol/json';
import type { RequestKind } from '../shared/protocol/requests';
import { answerKinds } from './answers';
import { answersToolCalls, type RequestAnswerKind } from './answers/answerKind';
import type { Responded } from './respond';
import { sendAnswer } from './sendAnswer';
import { timing } from './timing';
import { evaluateOn } from './triggerItems';

/** Key in the execution's flow context: a request has one answer, also with several such nodes. */
const ANSWERED = 'vapiAnsweredRequest';

/**
 * Answers the one request that started the execution, from the first input item, and passes all items on with
 * `vapiAnswer` added. A request that was answered before is not answered again: the first answer counts.
 */
export async function respondToRequest(context: IExecuteFunctions, trigger: string): Promise<Responded> {
  const items = context.getInputData();
  const asked = asObject(evaluateOn(context, trigger, 'first().json', 0));
  const kind = (asText(asked.request) ?? '') as RequestKind;
  const answered = context.getContext('flow') as Record<string, boolean | undefined>;
  const duplicate = answered[ANSWERED] === true;
  try {
    const answerKind = chosenKind(context, kind);
    if (!duplicate) {
      const body = await answerKind.body(context, 0);
      answered[ANSWERED] = true;
      await sendAnswer(context, { kind, body });
    }
  } catch (error) {
    const failure = toNodeError(context.getNode(), error, 0);
    return { outputs: [], problems: items.map((_, item) => ({ item, error: failure })) };
  }
  const times = { receivedAt: asText(asked.receivedAt), deadlineAt: asText(asked.deadlineAt) };
  const vapiAnswer = { request: kind, ...timing(times), ...(duplicate ? { duplicate } : {}) };
  const outputs = items.map((item, index) => ({
    ...item,
    json: { ...item.json, vapiAnswer },
    pairedItem: { item: index },
  }));
  return { outputs, problems: [] };
}

function chosenKind(context: IExecuteFunctions, request: RequestKind): RequestAnswerKind {
  const kind = answerKinds[context.getNodeParameter('respondWith', 0) as string];
  if (kind === undefined) throw fail(context.getNode(), 'INPUT_MISSING', 'Respond With', 0);
  if (answersToolCalls(kind) || !kind.requests.includes(request)) {
    const value = `${kind.option.name}" to a "${request}`;
    throw fail(context.getNode(), 'ANSWER_KIND_MISMATCH', value, 0);
  }
  return kind;
}
