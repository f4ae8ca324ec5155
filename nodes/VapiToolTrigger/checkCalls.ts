import { asObject, type JsonObject } from '../shared/protocol/json';
import type { ToolAnswer } from '../shared/protocol/results';
import type { ToolCall } from '../shared/protocol/toolCalls';
import { checkArguments } from '../shared/protocol/toolSchema';
import { readDateTime } from '../shared/protocol/zonedTime';
import { askAgain } from './askAgain';
import { dateTimeReader, spokenTime, type ZonelessTimes } from '../shared/protocol/businessTime';
import type { DeclaredTool } from './declaredTools';

/** How arguments are checked, from the options of the trigger. */
export interface CheckPlan {
  timeZone: string;
  zonelessTimes: ZonelessTimes;
  receivedAt: Date;
}

export interface CheckedCalls {
  /** Calls with arguments that can be used, in the types that the tool declares. Those of unknown tools as they came. */
  calls: ToolCall[];
  /** What the assistant is told about the others. */
  answers: ToolAnswer[];
}

/** Checks each call against the parameters of its tool. */
export function checkCalls(
  calls: readonly ToolCall[],
  tools: readonly DeclaredTool[],
  plan: CheckPlan,
): CheckedCalls {
  const readers = dateTimeReader(plan.timeZone, plan.zonelessTimes, plan.receivedAt);
  const checked: CheckedCalls = { calls: [], answers: [] };
  for (const call of calls) {
    const schema = parametersOf(call, tools);
    const { values, problems } = checkArguments(schema, call.arguments, readers);
    const complaint = isBroken(call, schema)
      ? `The arguments are no JSON object; they may have been cut off. Call ${call.name} again with all of them.`
      : askAgain(call.name, problems);
    if (complaint === undefined) checked.calls.push({ ...call, arguments: values });
    else checked.answers.push({ toolCallId: call.id, kind: 'error', text: complaint });
  }
  return checked;
}

/**
 * Vapi cuts a model off at its `maxTokens`, in the middle of the arguments (which are then kept as text). Asking for what seems to be missing would be misleading.
 */
function isBroken(call: ToolCall, schema: JsonObject): boolean {
  const declared = Object.keys(asObject(schema.properties));
  return '_raw' in call.arguments && declared.length > 0 && !declared.includes('_raw');
}

/** The arguments of a call that are dates and times with a zone, as one says them, by name. */
export function spokenTimes(
  call: ToolCall,
  tools: readonly DeclaredTool[],
  { timeZone, locale }: { timeZone: string; locale: string },
): Record<string, string> {
  const properties = asObject(parametersOf(call, tools).properties);
  const spoken = Object.entries(call.arguments).flatMap<[string, string]>(([name, value]) => {
    const { format } = asObject(Object.hasOwn(properties, name) ? properties[name] : undefined);
    if (format !== 'date-time' || typeof value !== 'string') return [];
    const { wall, offset } = readDateTime(value) ?? {};
    if (wall === undefined || offset === undefined) return [];
    return [[name, spokenTime(new Date(wall - offset), timeZone, locale)]];
  });
  return Object.fromEntries(spoken);
}

function parametersOf(call: ToolCall, tools: readonly DeclaredTool[]): JsonObject {
  return tools.find(({ name }) => name !== '' && name === call.name)?.parameters ?? {};
}
