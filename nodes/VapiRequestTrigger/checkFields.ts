import type { IHookFunctions } from 'n8n-workflow';
import { checkAssistantId, checkNumber } from '../shared/fields/written';
import { asArray, asObject } from '../shared/protocol/json';

/**
 * Looks at the default answers of the ticked requests when the workflow is published, so that the builder hears of a
 * mistake and not a caller. Fields that are expressions are left alone: they may need what Vapi sends.
 *
 * @throws NodeOperationError for the first mistake
 */
export function checkFields(context: IHookFunctions): void {
  const node = context.getNode();
  const { requests = ['assistant-request'], ...fields } = node.parameters;
  const isTicked = (kind: string): boolean => asArray(requests).includes(kind);

  if (isTicked('transfer-destination-request')) checkNumber(node, fields.defaultTransferNumber);
  if (isTicked('assistant-request')) checkAssistantId(node, asObject(fields.defaultAssistant).value);
  const handoff = asObject(fields.defaultHandoffAssistant);
  if (isTicked('handoff-destination-request') && handoff.mode !== 'name')
    checkAssistantId(node, handoff.value);
}
