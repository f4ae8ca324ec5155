import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

/**
 * Notes the call that the execution waits for, where `webhook()` and the builder's expressions find it:
 * `$('<node>').context.callId`. Of what `execute()` writes, this alone is there later, in another process, too.
 */
export function rememberCall(context: IExecuteFunctions, callId: string): void {
  context.getContext('node').callId = callId;
}

/** Forgets the call of an earlier round of a loop: an item that gets no call must not be taken for that one. */
export function forgetCall(context: IExecuteFunctions): void {
  delete context.getContext('node').callId;
}

/** The call that the execution waits for. */
export function awaitedCall(context: IWebhookFunctions): string | undefined {
  const { name } = context.getNode();
  const callId: unknown = context.evaluateExpression(`{{ $("${escaped(name)}").context.callId }}`, 0);
  return typeof callId === 'string' && callId !== '' ? callId : undefined;
}

/** Quotes, backslashes and braces of a node's name must not end the text or the expression. */
function escaped(name: string): string {
  const code = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return name.replace(/[^A-Za-z0-9 ]/g, code);
}
