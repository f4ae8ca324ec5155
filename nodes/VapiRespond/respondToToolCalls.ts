import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { fail, toNodeError } from '../shared/fail';
import { toSingleLine, type ToolAnswer } from '../shared/protocol/results';
import { answerKinds } from './answers';
import { answersToolCalls, type AnsweringItem } from './answers/answerKind';
import { resolveToolCall, type AnsweredCall } from './resolveToolCall';
import type { Responded } from './respond';
import { sendAnswer } from './sendAnswer';
import { timing } from './timing';

interface Group {
  call: AnsweredCall;
  items: AnsweringItem[];
}

/** Key in the execution's flow context under which the answered ids are kept between the runs of all such nodes. */
const ANSWERED = 'vapiAnsweredToolCalls';

/**
 * Answers the tool calls that the input items belong to, with one chunk for all of them, and passes the items on
 * with `vapiAnswer` added. A call that was answered before is not answered again: the first answer counts. An item
 * that belongs to no call, or whose fields fail, keeps no other call from its answer.
 */
export async function respondToToolCalls(context: IExecuteFunctions, trigger: string): Promise<Responded> {
  const items = context.getInputData();
  const answered = context.getContext('flow') as Record<string, string[] | undefined>;
  const before = answered[ANSWERED] ?? [];
  const answers: ToolAnswer[] = [];
  const { groups, problems } = groupByCall(context, trigger);
  const outputs: INodeExecutionData[] = [];
  for (const group of groups) {
    try {
      const answer = answerOf(context, group);
      const duplicate = before.includes(answer.toolCallId ?? '');
      if (!duplicate) answers.push(answer);
      for (const { index } of group.items) {
        outputs[index] = {
          ...items[index],
          json: { ...items[index]?.json, vapiAnswer: summary(answer, group.call, duplicate) },
          pairedItem: { item: index },
        };
      }
    } catch (error) {
      const failure = toNodeError(context.getNode(), error, group.items[0]?.index);
      problems.push(...group.items.map(({ index }) => ({ item: index, error: failure })));
    }
  }
  answered[ANSWERED] = [...before, ...answers.map(({ toolCallId }) => toolCallId ?? '')];
  if (answers.length > 0) await sendAnswer(context, { kind: 'tool-calls', answers });
  return { outputs, problems };
}

function groupByCall(
  context: IExecuteFunctions,
  trigger: string,
): { groups: Group[]; problems: Responded['problems'] } {
  const groups = new Map<string | undefined, Group>();
  const problems: Responded['problems'] = [];
  for (const [index, { json }] of context.getInputData().entries()) {
    const call = resolveToolCall(context, trigger, index);
    if (call === undefined) {
      const error = fail(context.getNode(), 'TOOL_CALL_NOT_FOUND', `item ${index}`, index);
      problems.push({ item: index, error });
      continue;
    }
    const group = groups.get(call.toolCallId) ?? { call, items: [] };
    group.items.push({ index, json });
    groups.set(call.toolCallId, group);
  }
  return { groups: [...groups.values()], problems };
}

function answerOf(context: IExecuteFunctions, { call, items }: Group): ToolAnswer {
  const index = items[0]?.index ?? 0;
  const chosen = context.getNodeParameter('respondWith', index) as string;
  const answerKind = answerKinds[chosen];
  if (answerKind === undefined) throw fail(context.getNode(), 'INPUT_MISSING', 'Respond With', index);
  if (!answersToolCalls(answerKind)) {
    throw fail(
      context.getNode(),
      'ANSWER_KIND_MISMATCH',
      `${answerKind.option.name}" to a "tool call`,
      index,
    );
  }
  const content = answerKind.content(context, items);
  if (content === undefined) throw fail(context.getNode(), 'ANSWER_UNDEFINED', call.tool, index);
  return { toolCallId: call.toolCallId, kind: answerKind.kind, text: toSingleLine(content) };
}

function summary(
  answer: ToolAnswer,
  call: AnsweredCall,
  duplicate: boolean,
): Record<string, string | number | boolean> {
  return {
    ...(answer.toolCallId === undefined ? {} : { toolCallId: answer.toolCallId }),
    tool: call.tool,
    [answer.kind]: answer.text,
    ...timing(call),
    ...(duplicate ? { duplicate } : {}),
  };
}
