import type { IExecuteFunctions } from 'n8n-workflow';
import { isObject, type JsonObject } from '../shared/protocol/json';

/** Did this trigger start the execution? Undefined where n8n cannot say. */
export function hasRun(context: IExecuteFunctions, trigger: string): boolean | undefined {
  const answer = evaluateOn(context, trigger, 'isExecuted', 0);
  return typeof answer === 'boolean' ? answer : undefined;
}

/**
 * n8n 2.41 refuses to name items of an output that is not there, which ends the search. Should another version give an
 * empty list instead, this does; a trigger has one output a tool, and no assistant has so many.
 */
const MAX_OUTPUTS = 200;

/** The JSON of the trigger's items over all its outputs: which of them lead here cannot be asked of n8n. */
export function allItems(context: IExecuteFunctions, trigger: string, itemIndex: number): JsonObject[] {
  const all: JsonObject[] = [];
  for (let output = 0; output < MAX_OUTPUTS; output++) {
    const items = evaluateOn(context, trigger, `all(${output}).map((item) => item.json)`, itemIndex);
    if (!Array.isArray(items)) break;
    all.push(...items.filter(isObject));
  }
  return all;
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
