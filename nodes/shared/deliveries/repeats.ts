import { createHash } from 'node:crypto';
import type { IWebhookFunctions } from 'n8n-workflow';
import { asArray } from '../protocol/json';
import { DeliveryMemory, type DeliveryState } from './deliveryMemory';

/** Vapi repeats a delivery for three hours at most (ten times, from ten seconds on), the bridge for a day. */
const memory = new DeliveryMemory(10_000, 24 * 60 * 60 * 1000);

/** Entries in the workflow's static data; n8n writes all of it to its database with each change. */
const STORED_EVENTS = 200;

/**
 * Whether an event has come before. Within a process the answer is exact. For other processes and after a restart
 * there is a list in the workflow's static data, which n8n saves only once it has accepted the execution; requests
 * at the same time may overwrite each other's entry there, a webhook has no atomic store. So an event is never lost,
 * and seldom doubled; who needs more compares `eventKey` in a database of their own.
 *
 * In the editor everything counts as new: a builder posts the same sample again and again.
 */
export function deliveryState(context: IWebhookFunctions, eventKey: string): DeliveryState {
  if (isTest(context)) return 'new';
  const known = memory.state(memoryKey(context, eventKey), Date.now());
  if (known !== 'new') return known;
  return storedEvents(context).includes(digest(eventKey)) ? 'started' : 'new';
}

/**
 * To be called when nothing can fail any more but n8n's start of the execution.
 *
 * @param isFrequent one of those that come many times a minute: they would push the others out of the list, with a
 *   write to the database each
 */
export function rememberDelivery(context: IWebhookFunctions, eventKey: string, isFrequent: boolean): void {
  if (isTest(context)) return;
  memory.begin(memoryKey(context, eventKey), context.getResponseObject(), Date.now());
  if (isFrequent) return;
  const events = [...storedEvents(context), digest(eventKey)].slice(-STORED_EVENTS);
  context.getWorkflowStaticData('node').recentEvents = events;
}

function isTest(context: IWebhookFunctions): boolean {
  return context.getMode() === 'manual';
}

/** Two triggers may listen to the same call, in one workflow or in several. */
function memoryKey(context: IWebhookFunctions, eventKey: string): string {
  return digest(JSON.stringify([context.getWorkflow().id, context.getNode().id, eventKey]));
}

function storedEvents(context: IWebhookFunctions): unknown[] {
  return asArray(context.getWorkflowStaticData('node').recentEvents);
}

/** Ids come from outside and may be of any length. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
