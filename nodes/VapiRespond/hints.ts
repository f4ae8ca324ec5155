import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * From how many characters a result is called long, about 500 tokens of a model. Vapi takes longer ones and marks
 * them itself (`oversized-tool-response`), but does not say from which size on.
 */
export const LONG_RESULT = 2000;

/** Something that the builder should know about this run, shown beside the output of the node. */
function warn(context: IExecuteFunctions, message: string): void {
  context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}

/** @param what the question, e.g. `the tool call "book_appointment"` */
export function warnDuplicate(context: IExecuteFunctions, what: string): void {
  warn(context, `This answer was not sent: ${what} had its answer before. The first one counts.`);
}

export function warnLate(context: IExecuteFunctions, what: string, trigger: string): void {
  warn(
    context,
    `This answer came too late: at its deadline, ${what} was answered with the fallback of "${trigger}". Make the workflow faster, or raise the deadline in the options of the trigger.`,
  );
}

export function warnLong(context: IExecuteFunctions, tool: string, length: number): void {
  warn(
    context,
    `The answer to "${tool}" has ${length} characters. It was sent whole, but long answers make the assistant slow and forgetful: pick the fields that it needs.`,
  );
}

export function warnNoDocuments(context: IExecuteFunctions, items: number): void {
  warn(
    context,
    `No document was sent: none of the ${items} input items gave a text for Content. If there should be one, check the expression of that field.`,
  );
}
