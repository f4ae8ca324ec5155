import type { IExecuteFunctions } from 'n8n-workflow';
import { toNodeError } from '../../../../shared/fail';
import { asObject, asText, type JsonObject } from '../../../../shared/protocol/json';
import { codeOf, vapiRequest } from '../../../../shared/transport';
import { readTalkers, type Talker } from '../../../waiting/talkers';
import { overridesField } from '../whoTalks';
import { problem, type Problem, type ProblemCode } from './problems';

const UNKNOWN: Readonly<Record<string, ProblemCode>> = {
  assistant: 'ASSISTANT_UNKNOWN',
  squad: 'SQUAD_UNKNOWN',
  tool: 'TOOL_UNKNOWN',
};

/** Who may talk in a call. */
export interface FoundTalkers {
  /** Of the assistant or squad. */
  name: string | undefined;
  /** With all overrides applied but the variables of the call, and with the stored tools under `tools`. */
  assistants: JsonObject[];
  /** What Vapi does not have; an assistant of it is empty. */
  problems: Problem[];
}

/**
 * Reads the assistant, or the squad with its members, and their stored tools, each once.
 *
 * @throws NodeApiError where Vapi cannot be asked; an ID that it does not know is a problem
 */
export async function findTalkers(
  context: IExecuteFunctions,
  itemIndex: number,
  body: JsonObject,
): Promise<FoundTalkers> {
  const problems: Problem[] = [];
  const found = new Map<string, JsonObject>();
  const read = async (kind: string, id: unknown): Promise<JsonObject> => {
    const path = `/${kind}/${encodeURIComponent(String(id))}`;
    const known = found.get(path);
    if (known !== undefined) return known;
    const object = await readOrUndefined(context, itemIndex, path);
    if (object === undefined) problems.push(problem(UNKNOWN[kind] ?? 'TOOL_UNKNOWN', String(id)));
    found.set(path, object ?? {});
    return object ?? {};
  };

  const field = overridesField(body);
  const { variableValues, ...overrides } = asObject(body[field]);
  const talkers = await readTalkers(context, { ...body, [field]: overrides }, read);
  // The squad is read before its members, and the assistant before its tools.
  const [first] = found.values();
  return {
    name: asText(asObject(body.assistant ?? body.squad ?? first).name),
    assistants: talkers.map(withTools),
    problems,
  };
}

/** Stored tools have texts with placeholders, and fill variables. */
function withTools({ assistant, tools }: Talker): JsonObject {
  const stored = tools.filter(({ source }) => source !== 'model.tools' && source !== 'tools:append');
  return stored.length > 0 ? { ...assistant, tools: stored.map(({ tool }) => tool) } : assistant;
}

/**
 * An object of Vapi; undefined for one that Vapi does not know.
 *
 * @throws NodeApiError for every other failure
 */
export async function readOrUndefined(
  context: IExecuteFunctions,
  itemIndex: number,
  path: string,
): Promise<JsonObject | undefined> {
  try {
    return asObject(await vapiRequest.call(context, { method: 'GET', path, itemIndex }));
  } catch (error) {
    const code = codeOf(error);
    if (code === 'API_NOT_FOUND' || code === 'API_NOT_AN_ID') return undefined;
    throw toNodeError(context.getNode(), error, itemIndex);
  }
}
