import type { IHookFunctions } from 'n8n-workflow';
import { fail } from '../shared/fail';
import { readOverrides } from '../shared/fields/overrides';
import { variablesFrom, type VariableRow } from '../shared/fields/variables';
import { checkAssistantId, checkNumber, isExpression } from '../shared/fields/written';
import { asArray, asObject, asText } from '../shared/protocol/json';

/**
 * Looks at the fields when the workflow is published, so that the builder hears of a mistake and not a caller. Fields
 * that are expressions are left alone: they may need what Twilio sends.
 */
export function checkFields(context: IHookFunctions): void {
  const node = context.getNode();
  const { assistantId, decidedBy, fallbackNumber, options, rules, variables } = node.parameters;

  checkNumber(node, fallbackNumber);
  const rows = asArray(asObject(variables).variable).map((row) => asObject(row) as VariableRow);
  variablesFrom(node, rows.filter(({ name }) => !isExpression(name)).map(withoutExpressions));
  const { assistantOverrides } = asObject(options);
  if (!isExpression(assistantOverrides)) readOverrides(node, assistantOverrides);

  const chosen = asText(asObject(assistantId).value);
  const ruled = asArray(asObject(rules).rule).map((rule) => asText(asObject(rule).assistantId));
  [chosen, ...ruled].forEach((id) => checkAssistantId(node, id));
  if (
    decidedBy !== 'workflow' &&
    chosen === undefined &&
    !ruled.some(Boolean) &&
    !isExpression(assistantId)
  ) {
    throw fail(node, 'INPUT_MISSING', 'Assistant');
  }
}

/** A value by expression is not there yet, and neither is one whose type is not known yet. */
function withoutExpressions(row: VariableRow): VariableRow {
  return isExpression(row.value) || isExpression(row.type) ? { name: row.name } : row;
}
