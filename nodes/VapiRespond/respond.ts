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
    findAbove(context, type).map(({ name }) => ({ name, answer, ran: hasRun(context, name) })),
  );
  const trigger = triggers.find(({ ran }) => ran === true) ?? triggers.find(({ ran }) => ran === undefined);
  if (trigger === undefined) {
    const names = triggers.map(({ name }) => `"${name}"`).sort();
    const error = nobodyWaits(context, names);
    return { outputs: [], problems: context.getInputData().map((_, item) => ({ item, error })) };
  }
  return await trigger.answer(context, trigger.name);
}

/** @param triggers those above, none of which has run */
function nobodyWaits(context: IExecuteFunctions, triggers: readonly string[]): NodeOperationError {
  const node = context.getNode();
  if (triggers.length > 0) return fail(node, 'TRIGGER_NOT_RUN', triggers.join(' or '));
  const inSubWorkflow = findAbove(context, 'executeWorkflowTrigger').length > 0;
  return fail(node, inSubWorkflow ? 'TRIGGER_IN_OTHER_WORKFLOW' : 'TRIGGER_NOT_FOUND', node.name);
}
