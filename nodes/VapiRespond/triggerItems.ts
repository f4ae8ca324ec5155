import type { IExecuteFunctions } from 'n8n-workflow';

/** Did this trigger start the execution? */
export function hasRun(context: IExecuteFunctions, trigger: string): boolean {
  return evaluateOn(context, trigger, 'isExecuted', 0) === true;
}

/**
 * Asks n8n about the trigger by an expression, `$('<trigger>').<member>`. Undefined where n8n cannot answer: linking
 * is lost, or the node did not run.
 */
export function evaluateOn(
  context: IExecuteFunctions,
  trigger: string,
  member: string,
  itemIndex: number,
): unknown {
  try {
    return context.evaluateExpression(`{{ $(${JSON.stringify(trigger)}).${member} }}`, itemIndex);
  } catch {
    return undefined;
  }
}
