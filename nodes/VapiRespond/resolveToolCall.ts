import type { IExecuteFunctions } from 'n8n-workflow';
import { asObject, asText, isObject } from '../shared/protocol/json';
import type { RequestTimes } from './timing';
import { allItems, evaluateOn } from './triggerItems';

/** The call that an input item answers, as the trigger put it on its item. */
export interface AnsweredCall extends RequestTimes {
  toolCallId: string | undefined;
  tool: string;
}

/**
 * Finds the tool call that an input item answers. The id is never typed by the builder:
 * 1. by n8n's item linking back to the trigger,
 * 2. by a `toolCallId` that the item still carries from the trigger,
 * 3. if the whole request had one call only, it is that one. Which outputs lead here cannot be asked of n8n, so with
 *    several calls a guess could give one call the result of another.
 */
export function resolveToolCall(
  context: IExecuteFunctions,
  trigger: string,
  itemIndex: number,
): AnsweredCall | undefined {
  const linked = evaluateOn(context, trigger, 'item.json', itemIndex);
  if (isObject(linked)) return toCall(linked);

  const calls = allItems(context, trigger, itemIndex).map(toCall);
  const own = asText(asObject(context.getInputData()[itemIndex]?.json).toolCallId);
  const carried = calls.find(({ toolCallId }) => own !== undefined && toolCallId === own);
  return carried ?? (calls.length === 1 ? calls[0] : undefined);
}

function toCall(item: Record<string, unknown>): AnsweredCall {
  return {
    toolCallId: asText(item.toolCallId),
    tool: asText(item.tool) ?? '',
    receivedAt: asText(item.receivedAt),
    deadlineAt: asText(item.deadlineAt),
  };
}
