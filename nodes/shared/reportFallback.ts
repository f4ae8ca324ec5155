import type { IWebhookFunctions } from 'n8n-workflow';
import type { EndOfWait } from './responseGuard';

const REASONS: Record<Exclude<EndOfWait, 'complete'>, string> = {
  ended: 'the execution ended, failed or was suspended before Respond to Vapi had answered',
  deadline: 'the deadline passed before Respond to Vapi had answered',
};

/**
 * Tells n8n's log that the guard answered in the workflow's place. The execution itself cannot be told: it is over by
 * then, or runs in another process. One that still reaches Respond to Vapi gets a hint there.
 */
export function reportFallback(context: IWebhookFunctions): (why: keyof typeof REASONS) => void {
  const { name } = context.getNode();
  const workflow = context.getWorkflow().id;
  return (why) =>
    context.logger.warn(`"${name}" of workflow ${workflow} answered with its fallback: ${REASONS[why]}`);
}
