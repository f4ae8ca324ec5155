import type { IHookFunctions } from 'n8n-workflow';
import { fail } from '../shared/fail';
import { toE164 } from '../shared/phone';
import { asArray, asObject, asText } from '../shared/protocol/json';
import { variablesFrom } from '../shared/fields/variables';

/**
 * Looks at the fields when the workflow is published, so that the builder hears of a mistake and not a caller. Fields
 * that are expressions are left alone: they may need what Twilio sends.
 */
export function checkFields(context: IHookFunctions): void {
  const node = context.getNode();
  const { assistantId, decidedBy, fallbackNumber, rules, variables } = node.parameters;

  const number = asText(fallbackNumber)?.trim();
  if (number !== undefined && number !== '' && !isExpression(number) && toE164(number) === undefined) {
    throw fail(node, 'PHONE_NOT_E164', number);
  }
  const rows = asArray(asObject(variables).variable).map((row) => asObject(row) as { name?: string });
  variablesFrom(
    node,
    rows.filter(({ name }) => !isExpression(name)),
  );
  const chosen = asText(asObject(assistantId).value);
  const ruled = asArray(asObject(rules).rule).some((rule) => asText(asObject(rule).assistantId));
  if (decidedBy !== 'workflow' && chosen === undefined && !ruled && !isExpression(assistantId)) {
    throw fail(node, 'INPUT_MISSING', 'Assistant');
  }
}

function isExpression(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('=');
}
