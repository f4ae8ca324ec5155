import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { fail, toNodeError } from '../shared/fail';
import { hasJson, toSingleLine, type ToolAnswer } from '../shared/protocol/results';
import { answerKinds } from './answers';
import { answersToolCalls, type AnsweringItem } from './answers/answerKind';
import { readSpokenMessage } from './answers/spokenMessage';
import { LONG_RESULT, warnDuplicate, warnLate, warnLong } from './hints';
import { mismatch } from './mismatch';
import { resolveToolCall, type AnsweredCall } from './resolveToolCall';
import type { Responded } from './respond';
import { MAX_ANSWER_LENGTH, sendAnswer } from './sendAnswer';
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
      const answer = answerOf(context, trigger, group);
      const duplicate = before.includes(answer.toolCallId ?? '');
      if (!duplicate) answers.push(answer);
      const vapiAnswer = summary(answer, group.call, duplicate);
      warnAbout(context, trigger, group.call, vapiAnswer);
      for (const { index } of group.items) {
        outputs[index] = {
          ...items[index],
          json: { ...items[index]?.json, vapiAnswer },
          pairedItem: { item: index },
        };
      }
    } catch (error) {
      const failure = toNodeError(context.getNode(), error, group.items[0]?.index);
      problems.push(...group.items.map(({ index }) => ({ item: index, error: failure })));
    }
  }
  if (answers.length > 0) await sendAnswer(context, { kind: 'tool-calls', answers });
  answered[ANSWERED] = [...before, ...answers.map(({ toolCallId }) => toolCallId ?? '')];
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

function answerOf(context: IExecuteFunctions, trigger: string, { call, items }: Group): ToolAnswer {
  const index = items[0]?.index ?? 0;
  const node = context.getNode();
  const answerKind = answerKinds[context.getNodeParameter('respondWith', index) as string];
  if (answerKind === undefined) throw fail(node, 'INPUT_MISSING', 'Respond With', index);
  if (!answersToolCalls(answerKind)) {
    throw fail(node, 'ANSWER_KIND_MISMATCH', mismatch(trigger, undefined, answerKind), index);
  }
  const content = answerKind.content(context, items);
  if (content === undefined) throw fail(node, 'ANSWER_UNDEFINED', call.tool, index);
  if (!hasJson(content)) throw fail(node, 'ANSWER_NOT_JSON', call.tool, index);
  const text = toSingleLine(content);
  // Here, so that it costs no other call its answer.
  if (text.length > MAX_ANSWER_LENGTH) {
    throw fail(node, 'ANSWER_TOO_LONG', `${text.length} characters`, index);
  }
  const message = readSpokenMessage(context, items);
  return {
    toolCallId: call.toolCallId,
    kind: answerKind.kind,
    text,
    ...(message === undefined ? {} : { message }),
  };
}

interface Summary {
  toolCallId?: string;
  tool: string;
  result?: string;
  error?: string;
  spokenMessage?: string;
  elapsedMs?: number;
  late?: true;
  duplicate?: true;
}

function summary(
  answer: ToolAnswer,
  call: AnsweredCall,
  duplicate: boolean,
): Summary & Record<string, unknown> {
  return {
    ...(answer.toolCallId === undefined ? {} : { toolCallId: answer.toolCallId }),
    tool: call.tool,
    [answer.kind]: answer.text,
    ...(answer.message === undefined ? {} : { spokenMessage: answer.message.content }),
    ...timing(call),
    ...(duplicate ? { duplicate } : {}),
  };
}

/** What is not sent cannot be late or long. */
function warnAbout(
  context: IExecuteFunctions,
  trigger: string,
  { tool }: AnsweredCall,
  { duplicate, late, result, error }: Summary,
): void {
  const what = `the tool call "${tool}"`;
  const { length } = result ?? error ?? '';
  if (duplicate) warnDuplicate(context, what);
  else if (late) warnLate(context, what, trigger);
  else if (length > LONG_RESULT) warnLong(context, tool, length);
}
