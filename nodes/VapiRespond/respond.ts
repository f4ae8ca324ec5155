import type { IExecuteFunctions, INodeExecutionData, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { fail } from '../shared/fail';
import { findAbove } from '../shared/upstream';
import { respondToRequest } from './respondToRequest';
import { respondToToolCalls } from './respondToToolCalls';
import { hasRun } from './triggerItems';

/** What came of the input items: the items passed on, and what is wrong with the others. */
export interface Responded {
  /** By input item; a hole for each item with a problem. */
  outputs: INodeExecutionData[];
  problems: Array<{ item: number; error: NodeApiError | NodeOperationError }>;
}

/** How each trigger that owes an answer gets it. */
const TRIGGERS = {
  vapiToolTrigger: respondToToolCalls,
  vapiRequestTrigger: respondToRequest,
  vapiTwilioTrigger: respondToRequest,
};

/** Answers whoever started this execution. A workflow may have several triggers: the one that has run counts. */
export async function respond(context: IExecuteFunctions): Promise<Responded> {
  const triggers = Object.entries(TRIGGERS).flatMap(([type, answer]) =>
    findAbove(context, type).map(({ name }) => ({ name, answer })),
  );
  const trigger = triggers.find(({ name }) => hasRun(context, name)) ?? triggers[0];
  if (trigger === undefined) {
    const error = fail(context.getNode(), 'TRIGGER_NOT_FOUND', context.getNode().name);
    return { outputs: [], problems: context.getInputData().map((_, item) => ({ item, error })) };
  }
  return await trigger.answer(context, trigger.name);
}
