import type { IHookFunctions } from 'n8n-workflow';
import { fail } from '../fail';
import { asArray, asObject, type JsonObject } from '../protocol/json';
import type { WebhookProof } from '../webhookAuth';
import { publicUrlProblem } from './publicUrl';
import { serverFor } from './server';

/** Whether the builder wants the trigger to be registered. */
export function isRegistrationOn(context: IHookFunctions): boolean {
  return context.getNodeParameter('registerInVapi', false) === true;
}

/** n8n starts, or another of its main processes takes over: nobody has published anything, nobody reads an error. */
export function isStart(context: IHookFunctions): boolean {
  return ['init', 'leadershipChange'].includes(context.getActivationMode());
}

export function registrationOptions(context: IHookFunctions): JsonObject {
  return asObject(context.getNodeParameter('registrationOptions', {}));
}

/** IDs of a picker, each once; an expression may give them as text with commas. */
export function idsOf(context: IHookFunctions, field: string): string[] {
  const given: unknown = context.getNodeParameter(field, []);
  const list = Array.isArray(given) ? given : text(given).split(',');
  return [...new Set(asArray(list).map(text))].filter((id) => id !== '');
}

/**
 * The URL of the trigger, for production or for a test, whichever n8n is registering.
 *
 * @throws NodeOperationError where Vapi could not reach it
 */
export function urlOf(context: IHookFunctions): string {
  const url = context.getNodeWebhookUrl('default') ?? '';
  const problem = publicUrlProblem(url);
  if (problem !== undefined)
    throw fail(context.getNode(), 'REGISTRATION_URL_NOT_PUBLIC', `${url} ${problem}`);
  return url;
}

/**
 * The server that points to this trigger.
 *
 * @throws NodeOperationError where the proof needs a credential in Vapi
 */
export async function serverOf(
  context: IHookFunctions,
  url: string,
  timeoutSeconds?: number,
): Promise<JsonObject> {
  const isOpen = context.getNodeParameter('authentication') === 'none';
  return serverFor(context.getNode(), {
    url,
    proof: isOpen ? undefined : await context.getCredentials<WebhookProof>('vapiWebhookApi'),
    credentialId: text(registrationOptions(context).credentialId),
    timeoutSeconds,
  });
}

/** Vapi waits this much longer than the workflow may take, so that the fallback still gets there. */
const MARGIN_SECONDS = 5;
/** `server.timeoutSeconds` of the OpenAPI. */
const MAX_TIMEOUT_SECONDS = 300;

/** How long Vapi has to wait for a workflow that may take so long. */
export function timeoutFor(deadlineMs: number): number {
  return Math.min(Math.ceil(deadlineMs / 1000) + MARGIN_SECONDS, MAX_TIMEOUT_SECONDS);
}

/** What an expression gave as text; nothing, where it gave nothing. */
export function text(value: unknown): string {
  return value === undefined || value === null ? '' : String(value).trim();
}
