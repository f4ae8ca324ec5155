import type { INode } from 'n8n-workflow';
import { fail } from '../fail';
import { toE164 } from '../phone';
import { asText } from '../protocol/json';
import { VAPI_ID } from './picker';

/** Whether a field holds an expression: at activation there is nothing yet that it could be evaluated on. */
export function isExpression(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('=');
}

/**
 * A phone number that was written into a field of a trigger; an empty field and an expression are fine.
 *
 * @throws NodeOperationError for what is no number
 */
export function checkNumber(node: INode, value: unknown): void {
  const number = written(value);
  if (number !== undefined && toE164(number) === undefined) throw fail(node, 'PHONE_NOT_E164', number);
}

/**
 * The ID of an assistant, likewise.
 *
 * @throws NodeOperationError for what is no ID
 */
export function checkAssistantId(node: INode, value: unknown): void {
  const id = written(value);
  if (id !== undefined && !new RegExp(VAPI_ID).test(id)) throw fail(node, 'ASSISTANT_ID_INVALID', id);
}

function written(value: unknown): string | undefined {
  return isExpression(value) ? undefined : asText(asText(value)?.trim());
}
