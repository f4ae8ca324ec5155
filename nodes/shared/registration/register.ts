import type { INode } from 'n8n-workflow';
import type { JsonObject } from '../protocol/json';
import { attach, attachmentsOf, detach, toolIdsOf } from './attachments';
import { includes, isEqual } from './equal';
import {
  findLedger,
  isApplied,
  saveLedger,
  serverBefore,
  traceOf,
  type Attachment,
  type Ledger,
  type SavedObject,
} from './ledger';
import { isOwn, markerOf, type Owner } from './owner';
import type { Plan } from './plan';
import { restoreAll, restoreObject } from './restore';
import { findTargets, type Change, type Targets } from './targets';
import type { Stored, VapiObjects } from './vapiObjects';

/** How many values of one field are remembered as ours: the newest, and those of activations that broke off. */
const APPLIED_KEPT = 4;

/**
 * Brings Vapi to what the plan says, from wherever it is: nothing yet, all of it (n8n started again), another plan
 * (published anew), or half of one (broken off). Reads everything, notes in the ledger what will have to be put back,
 * and only then changes anything; what is right already is not written again.
 *
 * @throws NodeOperationError where something stands in the way, NodeApiError where Vapi refuses or fails
 */
export async function register(vapi: VapiObjects, node: INode, owner: Owner, plan: Plan): Promise<void> {
  let tools = await vapi.all('tool');
  // A test that was broken off has left its URL in what belongs to production.
  const test: Owner = { ...owner, mode: 'test' };
  if (owner.mode === 'production' && (await restoreAll(vapi, test, tools))) tools = await vapi.all('tool');

  const targets = await findTargets(vapi, node, { owner, plan, tools });
  const ledger = findLedger(tools, owner);
  await restoreUnwanted(vapi, owner, { tools, ledger, targets });
  const attachments = toAttachments(targets, ledger);
  const saved = await saveLedger(vapi, owner, plan.url, {
    holder: ledger.holder,
    objects: targets.changes.map((change) => toSaved(change, owner, ledger)),
    attachments,
  });

  const newIds = await writeTools(vapi, targets);
  const objects = structuredClone(saved.objects);
  for (const change of targets.changes.filter(needsChange)) {
    const answer = await vapi.change(change.kind, change.object, change.fields);
    noteStored(objects, change, answer);
  }
  await saveLedger(vapi, owner, plan.url, {
    holder: saved.holder,
    objects,
    attachments: attachments.map((one) => ({ ...one, toolIds: [...one.toolIds, ...newIds] })),
  });
  const toolIds = [...existingIds(targets), ...newIds];
  for (const assistant of targets.assistants) await attach(vapi, assistant, toolIds);
}

/** Writes the tools that are ours alone. Answers the IDs of those that are new. */
async function writeTools(vapi: VapiObjects, { creations }: Targets): Promise<string[]> {
  const newIds: string[] = [];
  for (const { object, fields } of creations) {
    if (object === undefined) newIds.push((await vapi.create('tool', { type: 'function', ...fields })).id);
    else if (needsChange({ object, fields })) await vapi.change('tool', object, fields);
  }
  return newIds;
}

/** Tools of the plan that are there already, ours and taken over ones. */
function existingIds({ creations, changes }: Targets): string[] {
  const taken = changes.filter(({ kind }) => kind === 'tool');
  return [...creations, ...taken].flatMap(({ object }) => (object === undefined ? [] : [object.id]));
}

/** Undoes what an earlier plan has done and this one no longer wants. */
async function restoreUnwanted(
  vapi: VapiObjects,
  owner: Owner,
  { tools, ledger, targets }: { tools: readonly Stored[]; ledger: Ledger; targets: Targets },
): Promise<void> {
  const kept = targets.creations.map(({ object }) => object?.id);
  const created = tools.filter((tool) => {
    const marker = markerOf(tool);
    return isOwn(marker, owner) && marker.role === 'created';
  });
  const unwanted = created.filter(({ id }) => !kept.includes(id)).map(({ id }) => id);
  for (const attachment of await attachmentsOf(vapi, unwanted, ledger.attachments)) {
    const { assistantId, toolIds } = attachment;
    const stays = targets.assistants.some(({ id }) => id === assistantId);
    const wanted = existingIds(targets);
    // An assistant that is no longer chosen loses all of them, a chosen one those that are no longer declared.
    const lost = stays
      ? toolIds.filter((id) => !wanted.includes(id))
      : [...toolIds, ...created.map(({ id }) => id)];
    await detach(vapi, { ...attachment, toolIds: lost });
  }
  const changed = targets.changes.map(({ object }) => object.id);
  for (const object of ledger.objects) {
    if (!changed.includes(object.id)) await restoreObject(vapi, owner, object);
  }
  for (const id of unwanted) await vapi.remove('tool', id);
}

/** What has to be put back for a change: as the ledger has it, unless somebody has edited the object since. */
function toSaved({ kind, object, fields }: Change, owner: Owner, ledger: Ledger): SavedObject {
  const known = ledger.objects.find(({ id }) => id === object.id)?.fields ?? {};
  const isMarked = isOwn(markerOf(object), owner);
  const entries = Object.entries(fields).map(([name, value]) => {
    const saved = known[name];
    const applied = saved?.applied ?? [];
    const isOurs = saved !== undefined && isApplied(name, object[name], saved);
    const before = isOurs ? saved.previous : object[name];
    const previous = name === 'server' && isMarked ? serverBefore(object.server, saved) : before;
    const trace = traceOf(name, value);
    const written = applied.some((one) => isEqual(one, trace)) ? applied : [...applied, trace];
    return [
      name,
      { ...(previous === undefined ? {} : { previous }), applied: written.slice(-APPLIED_KEPT) },
    ] as const;
  });
  return { kind, id: object.id, fields: { ...known, ...Object.fromEntries(entries) } };
}

/** Remembers what Vapi made of a value: it may drop or add things, and has to be recognised later. */
function noteStored(objects: SavedObject[], { object, fields }: Change, answer: Stored): void {
  const saved = objects.find(({ id }) => id === object.id)?.fields ?? {};
  for (const [name, { applied }] of Object.entries(saved)) {
    const stored = traceOf(name, answer[name]);
    if (!(name in fields) || includes(stored, traceOf(name, fields[name]))) continue;
    if (!applied.some((one) => isEqual(one, stored))) applied.push(stored);
  }
}

/** Chosen assistants, with the tools that they get here; what they had before is not ours to take away. */
function toAttachments(targets: Targets, ledger: Ledger): Attachment[] {
  return targets.assistants.map((assistant) => {
    const list = toolIdsOf(assistant);
    const known = ledger.attachments.find(({ assistantId }) => assistantId === assistant.id);
    const added = existingIds(targets).filter((id) => known?.toolIds.includes(id) || !list?.includes(id));
    return {
      assistantId: assistant.id,
      toolIds: added,
      hadList: known?.hadList ?? list !== undefined,
    };
  });
}

function needsChange({ object, fields }: { object: Stored; fields: JsonObject }): boolean {
  return Object.entries(fields).some(([name, value]) => !isEqual(object[name], value));
}
