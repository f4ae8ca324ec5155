import { randomBytes } from 'node:crypto';
import { serverOf, toolName } from './assistant';
import type { CallRecord } from './callRecord';
import { type JsonObject, objectAt, objectsAt, stringAt } from './json';
import type { Messenger } from './messenger';
import { renderDeep } from './render';
import type { CallToolsStep, ToolCallShape } from './script';
import { type PlacedToolCall, judgeFunctionAnswer, judgeToolAnswer } from './toolAnswers';
import { NO_RESULT, type Server, type ToolOutcome } from './types';

/** Calls that go out in one message. */
interface Group {
  server: Server;
  waits: boolean;
  calls: PlacedToolCall[];
}

/**
 * Plays one turn of tool calls: one POST for all calls that share a server, several where they don't. An async
 * tool is posted and not waited for.
 *
 * @returns one outcome a call, in the order of the step
 */
export function runToolCalls(
  step: CallToolsStep,
  call: CallRecord,
  messenger: Messenger,
): Promise<ToolOutcome[]> {
  return new ToolTurn(step, call, messenger).run();
}

class ToolTurn {
  private readonly groups: Group[] = [];
  private readonly placed: PlacedToolCall[] = [];
  private readonly shape: ToolCallShape;

  constructor(
    private readonly step: CallToolsStep,
    private readonly call: CallRecord,
    private readonly messenger: Messenger,
  ) {
    this.shape = step.shape ?? 'openapi';
  }

  async run(): Promise<ToolOutcome[]> {
    const outcomes = new Map<string, ToolOutcome>();
    const order: string[] = [];
    for (const { name, id = `call_${randomBytes(12).toString('hex')}`, arguments: args = {} } of this.step
      .tools) {
      order.push(id);
      const reason = this.place(id, name, args);
      if (!reason) continue;
      this.call.problems.push(reason);
      outcomes.set(id, { toolCallId: id, name, noResult: reason, ms: 0 });
    }
    this.announce();
    const answered = await Promise.all(this.groups.map((group) => this.post(group)));
    for (const outcome of answered.flat()) outcomes.set(outcome.toolCallId, outcome);
    const inOrder = order.flatMap((id) => outcomes.get(id) ?? []);
    for (const outcome of inOrder) this.note(outcome);
    return inOrder;
  }

  /** Puts a call into its group, or says why it can't be placed. */
  private place(id: string, name: string, args: JsonObject): string | undefined {
    const { tools } = this.call.setup.assistant;
    const tool = tools.find((candidate) => toolName(candidate) === name);
    if (!tool) {
      const known = tools.map((candidate) => toolName(candidate) ?? String(candidate.type)).join(', ');
      return `The script calls the tool "${name}", which the assistant doesn't have; it has: ${known || 'none'}.`;
    }
    const own = serverOf(tool);
    const server = own ?? this.messenger.server;
    if (!server)
      return `The tool "${name}" has no server, nor has its assistant, phone number or organisation.`;
    if (!this.messenger.mayPostToolCalls(own !== undefined))
      return `The tool "${name}" has no server of its own, and serverMessages has no "tool-calls".`;
    const toolCall = { id, name, arguments: { ...args, ...this.staticParameters(tool) }, tool };
    this.placed.push(toolCall);
    const waits = tool.async !== true;
    const same = this.groups.find(
      (group) => group.waits === waits && JSON.stringify(group.server) === JSON.stringify(server),
    );
    if (same) same.calls.push(toolCall);
    else this.groups.push({ server, waits, calls: [toolCall] });
    return undefined;
  }

  /** Merged after the model's arguments, invisible to the model (Vapi docs: static tool parameters). */
  private staticParameters(tool: JsonObject): JsonObject {
    const values = this.call.templateValues();
    return Object.fromEntries(
      objectsAt(tool, 'parameters').map((entry) => [String(entry.key), renderDeep(entry.value, values)]),
    );
  }

  /** History, time line and the client's notice. */
  private announce(): void {
    if (this.placed.length === 0) return;
    this.call.conversation.called(this.placed.map(openApiCall));
    for (const entry of this.placed)
      this.call.tell('tool-called', `${entry.name}(${JSON.stringify(entry.arguments)})`);
    this.messenger.emitToClient('tool-calls', toolCallFields(this.placed, 'openapi'));
  }

  private async post(group: Group): Promise<ToolOutcome[]> {
    const type = this.shape === 'function-call' ? 'function-call' : 'tool-calls';
    const posting = this.messenger.ask(group.server, type, toolCallFields(group.calls, this.shape));
    if (!group.waits)
      return group.calls.map(({ id, name }) => ({ toolCallId: id, name, result: 'Success.', ms: 0 }));
    const post = await posting;
    const outcomes =
      this.shape === 'function-call'
        ? judgeFunctionAnswer(group.calls, post)
        : judgeToolAnswer(group.calls, post);
    this.call.problems.push(...post.problems);
    return outcomes;
  }

  private note(outcome: ToolOutcome): void {
    this.call.toolResults.push(outcome);
    this.call.conversation.answered(outcome);
    this.call.tell('tool-answered', `${outcome.name}: ${describe(outcome)}`, outcome.ms);
  }
}

function describe(outcome: ToolOutcome): string {
  if (outcome.noResult !== undefined) return `${NO_RESULT} (${outcome.noResult})`;
  return outcome.error !== undefined ? `error: ${outcome.error}` : (outcome.result ?? '');
}

function openApiCall(call: PlacedToolCall): JsonObject {
  const args = JSON.stringify(call.arguments);
  return { id: call.id, type: 'function', function: { name: call.name, arguments: args } };
}

/** Fields of a tool-calls message: the OpenAPI's shape, or one of those seen in docs and in the field. */
function toolCallFields(calls: PlacedToolCall[], shape: ToolCallShape): JsonObject {
  const first = calls[0];
  if (shape === 'function-call')
    return { functionCall: { name: first?.name, parameters: first?.arguments ?? {} } };
  const toolCallList = calls.map((call) => shapeCall(call, shape));
  const toolWithToolCallList = calls.map((call) => shapeTool(call, shape));
  return shape === 'field-arguments-object'
    ? { toolCallList, toolCalls: toolCallList, toolWithToolCallList }
    : { toolCallList, toolWithToolCallList };
}

function shapeCall(call: PlacedToolCall, shape: ToolCallShape): JsonObject {
  const { id, name, arguments: args } = call;
  switch (shape) {
    case 'docs-arguments':
      return { id, name, arguments: args };
    case 'docs-parameters':
      return { id, name, parameters: args };
    case 'field-arguments-object':
      return { id, type: 'function', function: { name, arguments: args } };
    default:
      return openApiCall(call);
  }
}

function shapeTool(call: PlacedToolCall, shape: ToolCallShape): JsonObject {
  const { id, name, arguments: args, tool } = call;
  if (shape === 'docs-parameters') return { name, toolCall: { id, parameters: args } };
  if (shape !== 'docs-arguments') return { ...tool, toolCall: shapeCall(call, shape) };
  const declared = objectAt(tool, 'function');
  return {
    type: 'function',
    name,
    parameters: declared?.parameters ?? {},
    description: stringAt(declared, 'description') ?? '',
    server: tool.server,
    messages: tool.messages ?? [],
    toolCall: { id, type: 'function', function: { name, parameters: args } },
  };
}
