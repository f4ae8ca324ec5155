import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { reportFallback } from '../shared/reportFallback';
import { guardResponse, type Owed } from '../shared/responseGuard';
import { bypassCallBody } from '../shared/twilio/bypassCall';
import { EMPTY_TWIML } from '../shared/twilio/twiml';
import { isOver, parseVoiceRequest, type VoiceRequest } from '../shared/twilio/voiceRequest';
import { findBelow } from '../shared/upstream';
import { decidedTwiml } from './decide';
import { forbid, headerOf, readSigned } from './genuine';
import { callerFields, outcomeFields } from './item';
import { openCall } from './openCall';
import { OwedTwiml, readyTwiml } from './owedTwiml';
import { RecentCalls } from './recentCalls';
import { decisionMs, includesRaw, readFallback, readSettings } from './settings';

const recentCalls = new RecentCalls();

/**
 * One request of Twilio about a call: signature, then TwiML, then the workflow. A genuine request always gets HTTP 200
 * and TwiML: at anything else Twilio tells the caller that an application error has occurred. Never throws.
 */
export async function receiveIncomingCall(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const receivedAt = new Date();
  const proof = await readSigned(context);
  if (!proof.ok) return forbid(context, proof.reason);
  const call = parseVoiceRequest(proof.form);
  if (call === undefined || isOver(call)) return answerTwiml(context, EMPTY_TWIML);

  const key = keyOf(context, call);
  const before = recentCalls.find(key, receivedAt.getTime());
  if (before !== undefined) return answerTwiml(context, await before);

  const raw = includesRaw(context) ? { raw: Object.fromEntries(proof.form) } : {};
  const fields = { ...callerFields(call, receivedAt), ...raw };
  return isDecidedByWorkflow(context)
    ? startDeciding(context, { call, key, receivedAt, fields })
    : await connectAtOnce(context, { call, key, receivedAt, fields });
}

interface Received {
  call: VoiceRequest;
  key: string;
  receivedAt: Date;
  /** What the item says about the caller. */
  fields: IDataObject;
}

/** The trigger itself knows the assistant: the caller is connected, then the workflow starts. */
async function connectAtOnce(context: IWebhookFunctions, received: Received): Promise<IWebhookResponseData> {
  const { call, key, receivedAt, fields } = received;
  const settings = readSettings(context, call);
  let variables: IDataObject = {};
  const body = (): IDataObject | undefined => {
    ({ variables } = settings());
    return bypassCallBody(settings(), call.from);
  };
  const opening = openCall(context, body, readFallback(context, call));
  recentCalls.remember(
    key,
    opening.then(({ twiml }) => twiml),
    receivedAt.getTime(),
  );
  const outcome = await opening;
  hold(context, readyTwiml(outcome.twiml), 1);
  return startWith({ ...fields, ...outcomeFields(outcome, variables) });
}

/** The workflow names the assistant: the guard holds Twilio's request until it has, or its time is up. */
function startDeciding(
  context: IWebhookFunctions,
  { call, key, receivedAt, fields }: Received,
): IWebhookResponseData {
  const deadlineMs = decisionMs(context);
  const undecided = {
    settings: readSettings(context, call),
    callerNumber: call.from,
    fallback: readFallback(context, call),
  };
  const owed = new OwedTwiml((decision) => decidedTwiml(context, undecided, decision));
  recentCalls.remember(key, owed.twiml, receivedAt.getTime());
  hold(context, owed, deadlineMs);
  return startWith({
    ...fields,
    answeredWith: 'workflow',
    request: 'incoming-call',
    requestId: call.callSid,
    deadlineAt: new Date(receivedAt.getTime() + deadlineMs).toISOString(),
  });
}

/** From here on the response belongs to the guard: what n8n writes about the execution must not reach Twilio. */
function hold(context: IWebhookFunctions, owed: Owed, deadlineMs: number): void {
  guardResponse(context.getResponseObject(), {
    ...{ owed, deadlineMs },
    respondNodes: new Set(findBelow(context, 'vapiRespond').map(({ name }) => name)),
    onFallback: reportFallback(context),
  });
}

function startWith(json: IDataObject): IWebhookResponseData {
  return { noWebhookResponse: true, workflowData: [[{ json }]] };
}

/** Answers without starting an execution. */
function answerTwiml(context: IWebhookFunctions, twiml: string): IWebhookResponseData {
  hold(context, readyTwiml(twiml), 1);
  return { noWebhookResponse: true };
}

/**
 * What makes a request the same as an earlier one. A call rings once, so until it is answered its SID is enough. Later
 * it may be sent here several times by other TwiML, and each is a request of its own, told by Twilio's token, or the
 * signature where there is none.
 */
function keyOf(context: IWebhookFunctions, { callSid, status }: VoiceRequest): string {
  const { headers, url } = context.getRequestObject();
  const place = `${context.getWorkflow().id} ${context.getNode().id} ${url.split('?')[0]} ${callSid}`;
  if (status === 'ringing') return place;
  const token = headerOf(headers, 'i-twilio-idempotency-token');
  return `${place} ${token ?? headerOf(headers, 'x-twilio-signature')}`;
}

function isDecidedByWorkflow(context: IWebhookFunctions): boolean {
  try {
    return context.getNodeParameter('decidedBy', 'trigger') === 'workflow';
  } catch {
    return false;
  }
}
