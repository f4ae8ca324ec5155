import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { callIdInUrl, checkControlUrl } from './controlUrl';
import type { ErrorCode } from './errors';
import { fail } from './fail';
import { pauseBefore } from './http/retry';
import { postControl, type ControlOutcome } from './liveControlRequest';
import type { ControlMessage } from './protocol/controlMessages';
import { explainEndedReason } from './protocol/endedReasons';
import { asObject, asText, type JsonObject } from './protocol/json';
import { baseUrlOf, vapiRequest, type VapiApiCredential } from './transport';

/** The call that a message goes to. */
interface Target {
  url: string;
  /** Unknown for a control URL that does not show it. */
  callId: string | undefined;
}

/** After 429 nothing was done; the conversation goes on meanwhile, so this is short. */
const RATE_LIMIT_DELAYS_MS = [500, 1_500];

/** Reading the call, while somebody is on the line. */
const PATIENCE = { totalMs: 20_000, delaysMs: [500, 1_500] };

/** A call that has a control URL only later. */
const NOT_BEGUN = new Set(['scheduled', 'queued']);

/**
 * Sends one message to a call in progress. It is not repeated when its fate is unknown: words would be said twice.
 *
 * @param given ID of a call, or its control URL
 * @returns the ID of the call, where it is known
 * @throws NodeOperationError that says whether the call has ended, cannot be controlled or wants the public key
 */
export async function sendControlMessage(
  context: IExecuteFunctions,
  given: string,
  message: ControlMessage,
  itemIndex: number,
): Promise<string | undefined> {
  const credential = await context.getCredentials<VapiApiCredential>('vapiApi', itemIndex);
  const target = await findTarget(context, given, credential, itemIndex);
  const publicKey = asText(credential.publicKey?.trim());
  let outcome = await postInTurn(context, target.url, message);
  // The key goes out only where it is asked for.
  const keyWanted = wantsKey(outcome);
  if (keyWanted && publicKey !== undefined)
    outcome = await postInTurn(context, target.url, message, publicKey);
  if (outcome.kind === 'taken') return target.callId;
  const [code, value] = await explain(context, outcome, target, publicKey !== undefined);
  throw fail(context.getNode(), code, value, itemIndex);
}

async function findTarget(
  context: IExecuteFunctions,
  given: string,
  credential: VapiApiCredential,
  itemIndex: number,
): Promise<Target> {
  const isUrl = given.includes(':') || given.includes('/');
  const url = isUrl ? given : await readControlUrl(context, given, itemIndex);
  const checked = checkControlUrl(url, credential.region === 'custom' ? baseUrlOf(credential) : undefined);
  if (!checked.ok) throw fail(context.getNode(), 'CONTROL_URL_REFUSED', checked.problem, itemIndex);
  return { url: checked.url, callId: isUrl ? callIdInUrl(checked.url) : given };
}

async function readControlUrl(
  context: IExecuteFunctions,
  callId: string,
  itemIndex: number,
): Promise<string> {
  const call = await readCall(context, callId, itemIndex);
  if (call.status === 'ended')
    throw fail(context.getNode(), 'LIVE_ENDED', howItEnded(call, callId), itemIndex);
  const url = asText(asObject(call.monitor).controlUrl);
  if (url !== undefined) return url;
  const code = NOT_BEGUN.has(String(call.status)) ? 'LIVE_NOT_BEGUN' : 'LIVE_OFF';
  throw fail(context.getNode(), code, callId, itemIndex);
}

async function readCall(context: IExecuteFunctions, callId: string, itemIndex?: number): Promise<JsonObject> {
  const path = `/call/${encodeURIComponent(callId)}`;
  return asObject(await vapiRequest.call(context, { method: 'GET', path, itemIndex, patience: PATIENCE }));
}

function howItEnded(call: JsonObject, callId: string): string {
  const reason = asText(call.endedReason);
  return reason === undefined ? callId : `${explainEndedReason(reason)} (${callId})`;
}

async function postInTurn(
  context: IExecuteFunctions,
  url: string,
  message: ControlMessage,
  publicKey?: string,
): Promise<ControlOutcome> {
  for (let done = 1; ; done++) {
    const outcome = await postControl(context, url, message, publicKey);
    if (outcome.kind !== 'refused' || outcome.status !== 429) return outcome;
    const pause = pauseBefore(done, outcome, Math.random(), RATE_LIMIT_DELAYS_MS);
    if (pause === undefined) return outcome;
    await sleep(pause);
  }
}

function wantsKey(outcome: ControlOutcome): boolean {
  return outcome.kind === 'refused' && (outcome.status === 401 || outcome.status === 403);
}

/** What control URLs answer is undocumented; this is how such services behave once the call is gone. */
async function explain(
  context: IExecuteFunctions,
  outcome: Exclude<ControlOutcome, { kind: 'taken' }>,
  { callId }: Target,
  hasPublicKey: boolean,
): Promise<[ErrorCode, string]> {
  const { text } = outcome;
  if (outcome.kind === 'silent') return ['LIVE_UNCLEAR', text];
  if (outcome.kind === 'refused') {
    const { status } = outcome;
    if (wantsKey(outcome)) return [hasPublicKey ? 'LIVE_KEY_REFUSED' : 'LIVE_KEY_NEEDED', text];
    if (status >= 300 && status < 400) return ['LIVE_REDIRECTED', text];
    if (status === 408) return ['LIVE_UNCLEAR', text];
    if (status === 429) return ['API_RATE_LIMITED', text];
    if (status < 500 && status !== 404 && status !== 410) return ['LIVE_REFUSED', text];
  }
  const call = callId === undefined ? undefined : await lookUp(context, callId);
  if (call?.status === 'ended') return ['LIVE_ENDED', howItEnded(call, callId ?? '')];
  return ['LIVE_GONE', callId === undefined ? text : `${text}, call ${callId}`];
}

/** Only to explain another failure. */
async function lookUp(context: IExecuteFunctions, callId: string): Promise<JsonObject | undefined> {
  try {
    return await readCall(context, callId);
  } catch {
    return undefined;
  }
}
