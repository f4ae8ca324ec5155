import type { JsonObject } from '../shared/protocol/json';
import type { ToolAnswer } from '../shared/protocol/results';
import type { CallContext } from '../shared/protocol/serverMessage';
import type { ToolCall } from '../shared/protocol/toolCalls';
import type { BusinessTime } from '../shared/protocol/businessTime';

/** What an output of the trigger carries: one item a tool call. */
export interface ToolCallItem extends JsonObject {
  tool: string;
  toolCallId: string | undefined;
  /**
   * The arguments of the model. Not called `arguments`, because n8n refuses that property name in expressions
   * (docs/decisions/0003-parameters-not-arguments.md).
   */
  parameters: JsonObject;
  receivedAt: string;
  deadlineAt: string;
  /** What time it is at the business, on request. */
  now?: BusinessTime;
  /** Dates and times among the parameters as one says them, by name, on request. */
  spokenTimes?: Record<string, string>;
  /** The whole message without secrets, on request. */
  raw?: JsonObject;
}

export interface RoutingPlan {
  /** Names of the declared tools, in the order of the outputs; a row without a name keeps its output. */
  tools: readonly string[];
  unknownTools: 'error' | 'output';
}

export interface Routed {
  /** Calls of each output. */
  outputs: ToolCall[][];
  /** Answers that need no workflow. */
  answers: ToolAnswer[];
}

/** Sends each call to the output of its tool. Without declared tools everything goes to the first output. */
export function routeToolCalls(calls: readonly ToolCall[], { tools, unknownTools }: RoutingPlan): Routed {
  if (tools.length === 0) return { outputs: [[...calls]], answers: [] };
  const outputs: ToolCall[][] = tools.map(() => []);
  const others: ToolCall[] = [];
  const answers: ToolAnswer[] = [];
  for (const call of calls) {
    const output = call.name === '' ? undefined : outputs[tools.indexOf(call.name)];
    if (output) output.push(call);
    else if (unknownTools === 'output') others.push(call);
    else answers.push(unknownTool(call, tools));
  }
  if (unknownTools === 'output') outputs.push(others);
  return { outputs, answers };
}

function unknownTool(call: ToolCall, tools: readonly string[]): ToolAnswer {
  return {
    toolCallId: call.id,
    kind: 'error',
    text: `There is no tool "${call.name}" here. Available: ${tools.filter(Boolean).join(', ')}.`,
  };
}

/** The item of one call: small and flat, so that the next node finds what it needs at once. */
export function toItem(
  call: ToolCall,
  context: CallContext,
  times: { receivedAt: Date; deadlineMs: number },
): ToolCallItem {
  return {
    tool: call.name,
    toolCallId: call.id,
    parameters: call.arguments,
    callId: context.callId,
    ...(context.chatId === undefined ? {} : { chatId: context.chatId }),
    callerNumber: context.callerNumber,
    assistantId: context.assistantId,
    variables: context.variables,
    receivedAt: times.receivedAt.toISOString(),
    deadlineAt: new Date(times.receivedAt.getTime() + times.deadlineMs).toISOString(),
  };
}
