import { isSafeObjectProperty, type INode } from 'n8n-workflow';
import { fail } from '../shared/fail';
import { asObject, isObject, type JsonObject } from '../shared/protocol/json';
import { readSchema } from '../shared/protocol/parameterSchema';
import { readDeclaredTools, toolRows, type DeclaredTool, type FieldReader } from './declaredTools';
import { readOptions } from './options';

/** `OpenAIFunction.name` in Vapi's OpenAPI. */
const TOOL_NAME = /^[A-Za-z0-9_-]{1,64}$/;
/** Vapi's gitops notes: `function.description` is shorter than this. */
const DESCRIPTION_LIMIT = 1000;
/** What the strictest model takes as the name of a parameter. */
const PARAMETER_NAME = /^[A-Za-z0-9_.-]{1,64}$/;

/**
 * Looks at the fields for what would fail with each call, or be refused by Vapi. For activation: the webhook itself
 * takes what is there, because a caller is waiting.
 *
 * @throws NodeOperationError for the first problem
 */
export function checkFields(context: FieldReader & { getNode(): INode; getTimezone(): string }): void {
  const node = context.getNode();
  const tools = readDeclaredTools(context);
  toolRows(context).forEach((row, index) => checkTool(node, row, tools[index], tools.slice(0, index)));
  readOptions(context);
}

function checkTool(
  node: INode,
  row: JsonObject,
  tool: DeclaredTool | undefined,
  before: readonly DeclaredTool[],
): void {
  const { name = '', description = '', parameters = {} } = tool ?? {};
  if (!TOOL_NAME.test(name)) throw fail(node, 'TOOL_NAME_INVALID', name);
  if (before.some((other) => other.name === name)) throw fail(node, 'TOOL_NAME_TWICE', name);
  if (description.length >= DESCRIPTION_LIMIT) throw fail(node, 'TOOL_DESCRIPTION_TOO_LONG', name);
  if (row.parametersAs === 'json' && !isParametersSchema(row.schema)) {
    throw fail(node, 'TOOL_SCHEMA_INVALID', name);
  }
  for (const parameter of Object.keys(asObject(parameters.properties))) {
    // In an expression `$json.parameters.caller` would be an error (docs/decisions/0003-parameters-not-arguments.md).
    if (PARAMETER_NAME.test(parameter) && isSafeObjectProperty(parameter)) continue;
    throw fail(node, 'TOOL_PARAMETER_NAME_INVALID', `"${parameter}" of the tool "${name}"`);
  }
}

function isParametersSchema(given: unknown): boolean {
  const schema = readSchema(given);
  if (schema === undefined) return false;
  const { type = 'object', properties = {} } = schema;
  return type === 'object' && isObject(properties);
}
