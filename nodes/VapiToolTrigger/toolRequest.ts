import { asText, isObject, type JsonObject } from '../shared/protocol/json';
import { toText } from '../shared/protocol/parameterSchema';
import type { ToolAnswer } from '../shared/protocol/results';
import { callContext, type CallContext, type ServerMessage } from '../shared/protocol/serverMessage';
import { parseToolCalls, type ToolCall } from '../shared/protocol/toolCalls';
import type { DeclaredTool } from './declaredTools';
import { OwedBareAnswer } from './owedBareAnswer';
import { OwedResults, type OwedToolAnswer } from './owedResults';

/** One request for tools, whatever form it had. */
export interface ToolRequest {
  calls: ToolCall[];
  identity: CallContext;
  /** What Vapi sent, for the builder who wants to see it. */
  raw: JsonObject;
  /** What is owed for it. */
  owe: (fallbackOf: (call: ToolCall) => string, known: readonly ToolAnswer[]) => OwedToolAnswer;
}

/** The request of a function tool: a server message with any number of calls, none if it holds none. */
export function readServerMessage({ message }: ServerMessage): ToolRequest {
  const calls = parseToolCalls(message);
  return {
    calls,
    identity: callContext(message),
    raw: message,
    owe: (fallbackOf, known) => new OwedResults(calls, fallbackOf, known),
  };
}

/**
 * Which tool an API Request tool stands for: the one that the URL names (`?tool=book_appointment`), or the only one
 * that is declared. Undefined if that leaves it open, or if the body looks like a server message that went wrong.
 */
export function toolOfBareBody(
  body: unknown,
  query: JsonObject,
  tools: readonly DeclaredTool[],
): string | undefined {
  if (!isObject(body)) return undefined;
  const named = toText(asText(query.tool));
  if (named !== '') return named;
  return isObject(body.message) || tools.length !== 1 ? undefined : asText(tools[0]?.name);
}

/**
 * The request of an API Request tool. Its body is the arguments and nothing else, so who is calling stands in it only
 * if the builder put it there as static body fields: `callId`, `callerNumber` and `assistantId` are taken from them.
 * Not so where the tool declares a parameter of that name, which the model fills in.
 */
export function readBareBody(body: JsonObject, tool: string, tools: readonly DeclaredTool[]): ToolRequest {
  const call: ToolCall = { id: undefined, name: tool, arguments: body };
  const declared = tools.find(({ name }) => name === tool)?.parameters.properties;
  const fixed = (name: string): string | undefined =>
    isObject(declared) && Object.hasOwn(declared, name) ? undefined : asText(body[name]);
  return {
    calls: [call],
    identity: {
      callId: fixed('callId'),
      callerNumber: fixed('callerNumber'),
      assistantId: fixed('assistantId'),
      variables: {},
    },
    raw: body,
    owe: (fallbackOf, [known]) => new OwedBareAnswer(fallbackOf(call), known),
  };
}
