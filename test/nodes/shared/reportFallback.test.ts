import { reportFallback } from '../../../nodes/shared/reportFallback';
import { webhookCall } from '../../support/engineWebhook';

it.each<['ended' | 'deadline', string]>([
  ['ended', 'the execution ended, failed or was suspended before Respond to Vapi had answered'],
  ['deadline', 'the deadline passed before Respond to Vapi had answered'],
])('names trigger, workflow and reason in the log: %s', (why, reason) => {
  const { context, log } = webhookCall({});
  reportFallback(context)(why);
  expect(log).toEqual([
    ['warn', `"Vapi Trigger" of workflow workflow-1 answered with its fallback: ${reason}`, undefined],
  ]);
});
