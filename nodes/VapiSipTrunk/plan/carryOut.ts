import { fail, toNodeError } from '../../shared/fail';
import { asText } from '../../shared/protocol/json';
import { findSought, fits, textAt, type FoundObject } from './findSought';
import type { PlannedCall, Sought } from './plannedCall';
import { fillIn } from './references';
import type { Failure } from './report';
import type { Tools } from './tools';
import type { Sent } from './writer';

/** What became of one step. */
export type Outcome = { ok: true; id: string | undefined } | Failed;

interface Failed {
  ok: false;
  failure: Pick<Failure, 'error' | 'anotherRun'>;
  /** It is in effect for all that, or nobody knows. */
  mayBeDone: boolean;
  /** Of what it made, if that is known. */
  id?: string;
}

/**
 * Between making something and looking whether another run has made it, too. Times of creation at Twilio are whole
 * seconds: what was made in the same second is there by then, so that both runs see both and agree on which stays.
 */
const SETTLE_MS = 1_200;

/**
 * Carries one step out, and finds out whether another run has done the same: of two new objects the older one stays.
 *
 * @param ids of the steps before it
 */
export async function carryOut(
  planned: PlannedCall,
  ids: ReadonlyMap<string, string>,
  tools: Tools,
): Promise<Outcome> {
  const call = fillIn(planned, ids);
  // Money can't be taken back, so this one looks before as well.
  if (call.action === 'buy' && call.sought) {
    const found = await look(call.sought, tools);
    if (!found.ok) return { ...found, mayBeDone: false };
    const [other] = found.objects;
    if (other) return yieldTo(call, other.id, tools);
  }
  const lacking = await whatLacks(call, tools);
  if (lacking) return lacking;
  const taken = await whoseIsThere(call, tools);
  if (taken) return taken;
  const sent = await tools.writer.send(call);
  if (!sent.ok) return await afterFailure(call, sent, tools);
  // It may have gone while the request was on its way.
  const lost = call.method === 'DELETE' ? undefined : await whatLacks(call, tools);
  if (lost) return { ...lost, mayBeDone: true };
  if (call.onlyOurs) {
    await tools.sleep(SETTLE_MS);
    const replaced = await whoseIsThere(call, tools);
    if (replaced) return replaced.failure.anotherRun ? replaced : { ...replaced, mayBeDone: true };
  }
  const id = call.yields === undefined ? undefined : asText(sent.answer[call.yields]);
  if (call.sought === undefined || call.sought.unique === true || id === undefined) return { ok: true, id };
  await tools.sleep(SETTLE_MS);
  const found = await look(call.sought, tools);
  if (!found.ok) return { ...found, mayBeDone: true, id };
  const [oldest] = found.objects;
  if (oldest === undefined || oldest.id === id) return { ok: true, id };
  const undone =
    call.undo && (await tools.writer.send(fillIn(call.undo, new Map([...ids, [call.step, id]]))));
  const yielded = yieldTo(call, oldest.id, tools);
  return undone?.ok === true ? yielded : { ...yielded, mayBeDone: true, id };
}

/** Why a step is not to be, where what it needs is not there any more. */
async function whatLacks(call: PlannedCall, tools: Tools): Promise<Failed | undefined> {
  if (call.onlyWhile === undefined) return undefined;
  const found = await look({ ...call.onlyWhile, created: 'date_created' }, tools);
  if (!found.ok) return { ...found, mayBeDone: false };
  if (found.objects.length > 0) return undefined;
  return yieldTo(call, Object.values(call.onlyWhile.match).join(', '), tools);
}

/** Why a step is not to be, where another run has set the value. */
async function whoseIsThere({ onlyOurs, ...call }: PlannedCall, tools: Tools): Promise<Failed | undefined> {
  if (onlyOurs === undefined) return undefined;
  const found = await look({ ...onlyOurs, created: 'date_created' }, tools);
  if (!found.ok) return { ...found, mayBeDone: false };
  const others = found.objects
    .map(({ object }) => textAt(object, onlyOurs.property))
    .filter((value) => value !== undefined && !onlyOurs.values.includes(value));
  return others.length === 0 ? undefined : yieldTo(call, others.join(', '), tools);
}

async function afterFailure(
  call: PlannedCall,
  { error, mayBeDone, gone }: Extract<Sent, { ok: false }>,
  tools: Tools,
): Promise<Outcome> {
  if (call.method === 'DELETE' && gone) return { ok: true, id: undefined };
  const failed: Failed = { ok: false, failure: { error, anotherRun: false }, mayBeDone };
  if (call.sought === undefined) return failed;
  const found = await look(call.sought, tools);
  if (!found.ok) return failed;
  const [oldest] = found.objects;
  if (oldest === undefined) return { ...failed, mayBeDone: false };
  const { own = {} } = call.sought;
  const mine = mayBeDone ? found.objects.find(({ object }) => fits(object, own)) : undefined;
  if (mine?.id === oldest.id) return { ok: true, id: oldest.id };
  // The older one was not there when the plan was made.
  const yielded = yieldTo(call, oldest.id, tools);
  return mine === undefined ? yielded : { ...yielded, mayBeDone: true, id: mine.id };
}

type Look =
  { ok: true; objects: FoundObject[] } | { ok: false; failure: Pick<Failure, 'error' | 'anotherRun'> };

/** Reading may fail, too; that is no reason to leave without a report. */
async function look(sought: Sought, { reader, node }: Tools): Promise<Look> {
  try {
    return { ok: true, objects: await findSought(reader, sought) };
  } catch (error) {
    return { ok: false, failure: { error: toNodeError(node, error), anotherRun: false } };
  }
}

function yieldTo(call: PlannedCall, id: string, { node }: Tools): Failed {
  return {
    ok: false,
    failure: { error: fail(node, 'SIP_ANOTHER_RUN', `${call.title} (${id})`), anotherRun: true },
    mayBeDone: false,
  };
}
