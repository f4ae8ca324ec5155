import type { IExecuteFunctions, INodeExecutionData, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { fail, toNodeError } from '../shared/fail';
import { encodeAnswers } from '../shared/protocol/answerChunk';
import { toSingleLine, type ToolAnswer } from '../shared/protocol/results';
import { findAbove } from '../shared/upstream';
import { answerKinds } from './answers';
import type { AnsweringItem } from './answers/answerKind';
import { hasRun, resolveToolCall, type AnsweredCall } from './resolveToolCall';

interface Group {
  call: AnsweredCall;
  items: AnsweringItem[];
}

/** Key in the execution's flow context under which the answered ids are kept between the runs of all such nodes. */
const ANSWERED = 'vapiAnsweredToolCalls';

/** What came of the input items: the items passed on, and what is wrong with the others. */
export interface Responded {
  /** By input item; a hole for each item with a problem. */
  outputs: INodeExecutionData[];
  problems: Array<{ item: number; error: NodeApiError | NodeOperationError }>;
}

/**
 * Answers the tool calls that the input items belong to, with one chunk for all of them, and passes the items on
 * with `vapiAnswer` added. A call that was answered before is not answered again: the first answer counts. An item
 * that belongs to no call, or whose fields fail, keeps no other call from its answer.
 */
export async function respond(context: IExecuteFunctions): Promise<Responded> {
  const items = context.getInputData();
  const triggers = findAbove(context, 'vapiToolTrigger').map((node) => node.name);
  const trigger = triggers.find((name) => hasRun(context, name)) ?? triggers[0];
  if (trigger === undefined) {
    const error = fail(context.getNode(), 'TRIGGER_NOT_FOUND', context.getNode().name);
    return { outputs: [], problems: items.map((_, item) => ({ item, error })) };
  }

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
  // Typed as void, but a worker hands the chunk to Redis: it must be there before this node is done.
  if (answers.length > 0)
    await (context.sendChunk('item', 0, encodeAnswers(answers)) as unknown as Promise<void>);
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
  const content = answerKind.content(context, items);
  if (content === undefined) throw fail(context.getNode(), 'ANSWER_UNDEFINED', call.tool, index);
  return { toolCallId: call.toolCallId, kind: answerKind.kind, text: toSingleLine(content) };
}

function summary(
  answer: ToolAnswer,
  call: AnsweredCall,
  duplicate: boolean,
): Record<string, string | number | boolean> {
  const now = Date.now();
  const elapsedMs = call.receivedAt === undefined ? undefined : now - Date.parse(call.receivedAt);
  return {
    ...(answer.toolCallId === undefined ? {} : { toolCallId: answer.toolCallId }),
    tool: call.tool,
    [answer.kind]: answer.text,
    ...(elapsedMs === undefined ? {} : { elapsedMs }),
    ...(duplicate ? { duplicate } : {}),
    // The trigger has sent the fallback by now.
    ...(call.deadlineAt !== undefined && now > Date.parse(call.deadlineAt) ? { late: true } : {}),
  };
}
