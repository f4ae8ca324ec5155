import type { IExecuteFunctions } from 'n8n-workflow';
import { asObject } from '../../../shared/protocol/json';

/** Executions that have been warned: a batch would say the same a hundred times. */
const warned = new WeakSet<IExecuteFunctions>();

/**
 * Tells the builder in the editor that calls wait because all lines of the organisation are busy.
 *
 * @param answer of `POST /call`: a call or a batch
 */
export function hintIfBlocked(context: IExecuteFunctions, answer: unknown): void {
  if (!isBlocked(answer) || warned.has(context)) return;
  warned.add(context);
  context.addExecutionHints({
    message:
      'All lines of the organisation were busy: Vapi took the call, but places it when another one has ended (concurrencyBlocked). Place fewer calls at once, or raise the concurrency limit in Vapi.',
    type: 'warning',
    location: 'outputPane',
  });
}

/** Whether Vapi says that an answer's call waits for a line. */
export function isBlocked(answer: unknown): boolean {
  return asObject(asObject(answer).subscriptionLimits).concurrencyBlocked === true;
}
