import type { Vapi } from '@vapi-ai/server-sdk';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { errorItem, fail, toNodeError } from '../../../shared/fail';
import { asObject, asText, isObject, type JsonObject } from '../../../shared/protocol/json';
import { redactSecrets } from '../../../shared/protocol/redact';
import { simplifyEvent } from '../../../shared/protocol/simplifyEvent';
import { vapiRequest } from '../../../shared/transport';
import { forgetCall, rememberCall } from '../../waiting/awaitedCall';
import { deadline } from '../../waiting/deadline';
import { keepAnswering } from '../../waiting/keepAnswering';
import { resumeUrl } from '../../waiting/resumeUrl';
import { readTalkers } from '../../waiting/talkers';
import { errorWithoutToken, withoutToken } from '../../waiting/withoutToken';
import { wantsSimple } from '../../../shared/actions/output';
import type { BatchOperation } from '../../../shared/actions/operation';
import { readCallBody } from './callBody';
import { hintIfBlocked } from './concurrency';
import { createAndWaitProperties, readWaitOptions } from './createAndWaitFields';
import { mustNotRetry } from '../../../shared/actions/mustNotRetry';

/** n8n answers once the execution was accepted, which takes as long as others are before it. */
const REPORT_TIMEOUT_SECONDS = 60;

/**
 * Without a plan Vapi never tries again. The first pause covers the moment before n8n has saved that it waits, all of
 * them (about half an hour) a restart of n8n. The SDK has another type for `type`.
 */
const BACKOFF_PLAN = { type: 'exponential', maxRetries: 10, baseDelaySeconds: 2 };

/** Places a call and suspends the execution until its report comes in. Source: n8n.md, 3; OpenAPI, Server. */
export const createAndWait: BatchOperation = {
  option: {
    name: 'Create and Wait for Report',
    // Not "sendAndWait", which n8n treats in its own way.
    value: 'createAndWait',
    action: 'Create a call and wait for its report',
    description:
      'Let an assistant call a phone number, and go on with its end-of-call report, which the Vapi Trigger then does not get. This places a real call that costs money.',
    displayOptions: { hide: { '@tool': [true] } },
  },
  properties: createAndWaitProperties,
  executeAll: async (context) => {
    try {
      return await placeAndWait(context);
    } catch (error) {
      const nodeError = toNodeError(context.getNode(), error, 0);
      if (!context.continueOnFail()) throw nodeError;
      return context.getInputData().map((_, item) => errorItem(nodeError, item));
    }
  },
};

async function placeAndWait(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
  const node = context.getNode();
  const items = context.getInputData();
  if (context.isToolExecution()) throw fail(node, 'WAIT_AS_TOOL', createAndWait.option.name, 0);
  forgetCall(context);
  mustNotRetry(context);
  if (items.length > 1) throw fail(node, 'WAIT_SEVERAL_ITEMS', String(items.length));

  // All that can go wrong, before the call is placed.
  const { marginMinutes, keepOldUrl } = readWaitOptions(context);
  const simple = wantsSimple(context, 0);
  const body = readCallBody(context, 0);
  mustBeSuitable(context, body);
  const url = resumeUrl(context);
  const token = new URL(url).searchParams.get('signature');
  const server: Omit<Vapi.Server, 'backoffPlan'> & { backoffPlan: object } = {
    url,
    timeoutSeconds: REPORT_TIMEOUT_SECONDS,
    backoffPlan: BACKOFF_PLAN,
  };
  const talkers = await readTalkers(context, body);
  const overrides = {
    ...(await keepAnswering(context, { body, talkers, keepOldUrl })),
    server,
    serverMessages: ['end-of-call-report'],
  };
  const field = isSquad(body) ? 'squadOverrides' : 'assistantOverrides';
  const call = await place(context, { ...body, [field]: { ...asObject(body[field]), ...overrides } }, token);
  const callId = asText(call.id);
  if (callId === undefined) throw fail(node, 'WAIT_NO_CALL_ID', Object.keys(call).join(', ') || 'nothing', 0);
  rememberCall(context, callId);
  if (call.status === 'ended') return [withoutToken(itemOfEnded(call, simple), token)];
  hintIfBlocked(context, call);
  const assistants = talkers.map(({ assistant }) => assistant);
  await context.putExecutionToWait(deadline(body, assistants, marginMinutes, Date.now()));
  // n8n drops this once the report is in, and after the deadline gives it out itself.
  return items;
}

async function place(
  context: IExecuteFunctions,
  body: IDataObject,
  token: string | null,
): Promise<JsonObject> {
  try {
    return asObject(await vapiRequest.call(context, { method: 'POST', path: '/call', body, itemIndex: 0 }));
  } catch (error) {
    const node = context.getNode();
    throw errorWithoutToken(node, toNodeError(node, error, 0), token);
  }
}

function isSquad({ squad, squadId }: JsonObject): boolean {
  return isObject(squad) || asText(squadId) !== undefined;
}

/** Calls of which this execution could learn nothing, or that need something done while it waits. */
function mustBeSuitable(context: IExecuteFunctions, body: JsonObject): void {
  const problems: Array<[boolean, string]> = [
    [
      body.workflow !== undefined || body.workflowId !== undefined,
      'a workflow of Vapi has no server of its own',
    ],
    [body.customers !== undefined, 'several customers are several calls'],
    [asObject(body.transport).provider === 'vapi.websocket', 'somebody has to join a WebSocket call'],
    [body.phoneCallProviderBypassEnabled === true, 'somebody has to give the TwiML to Twilio'],
  ];
  const problem = problems.find(([applies]) => applies);
  if (problem) throw fail(context.getNode(), 'WAIT_CALL_UNSUITABLE', problem[1], 0);
}

/** A call that was over at once, as its report would look like. There is nothing to wait for. */
function itemOfEnded(call: JsonObject, simple: boolean): INodeExecutionData {
  const type = 'end-of-call-report';
  const message = {
    type,
    endedReason: call.endedReason,
    artifact: call.artifact,
    analysis: call.analysis,
    call,
  };
  const json = simple ? simplifyEvent({ type, message }) : redactSecrets(message);
  return { json: json as IDataObject, pairedItem: { item: 0 } };
}
