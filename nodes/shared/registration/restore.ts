import type { JsonObject } from '../protocol/json';
import { attachmentsOf, detach } from './attachments';
import { findLedger, isApplied, serverBefore, type SavedObject } from './ledger';
import { isOwn, markerOf, type Owner } from './owner';
import type { Stored, VapiObjects } from './vapiObjects';

/**
 * Puts back one object: each field that still is what we wrote gets its old value, in one PATCH. A field that
 * somebody has edited since is theirs and stays. An object that is gone is fine.
 */
export async function restoreObject(
  vapi: VapiObjects,
  owner: Owner,
  { kind, id, fields }: SavedObject,
): Promise<void> {
  const object = await vapi.find(kind, id);
  if (object === undefined) return;
  const changes: JsonObject = {};
  for (const [name, saved] of Object.entries(fields)) {
    if (name !== 'server') {
      if (isApplied(name, object[name], saved)) changes[name] = saved.previous ?? null;
    } else if (isOwn(markerOf(object), owner)) {
      changes.server = serverBefore(object.server, saved) ?? null;
    }
  }
  if (Object.keys(changes).length > 0) await vapi.change(kind, object, changes);
}

/**
 * Puts Vapi back to what it was before this trigger: assistants lose its tools, changed objects are restored, created
 * tools and at last the ledger deleted. Whatever fails is left for the next time, and the rest is done nevertheless.
 *
 * @param tools all tools of the organisation
 * @returns whether there was anything
 * @throws the first error, when everything was tried
 */
export async function restoreAll(
  vapi: VapiObjects,
  owner: Owner,
  tools: readonly Stored[],
): Promise<boolean> {
  const ledger = findLedger(tools, owner);
  const saved = ledger.objects.map(({ id }) => id);
  const ours = (role: string): Stored[] =>
    tools.filter((tool) => {
      const marker = markerOf(tool);
      return isOwn(marker, owner) && marker.role === role;
    });
  const created = ours('created').map(({ id }) => id);
  // The ledger was lost: nobody knows what was there, but a dead URL it must not be.
  const orphans = ours('changed').filter(({ id }) => !saved.includes(id));
  const holders = ours('ledger');
  if (created.length + orphans.length + holders.length === 0) return false;

  const errors: unknown[] = [];
  const attempt = async (step: () => Promise<void>): Promise<boolean> => {
    try {
      await step();
      return true;
    } catch (error) {
      errors.push(error);
      return false;
    }
  };
  const detached = await attempt(async () => {
    for (const attachment of await attachmentsOf(vapi, created, ledger.attachments)) {
      await detach(vapi, attachment);
    }
  });
  for (const object of ledger.objects) {
    await attempt(async () => await restoreObject(vapi, owner, object));
  }
  for (const tool of orphans) {
    await attempt(async () => void (await vapi.change('tool', tool, { server: null })));
  }
  // A deleted tool on an assistant's list could break its calls.
  if (detached) for (const id of created) await attempt(async () => await vapi.remove('tool', id));
  if (errors.length === 0) {
    for (const { id } of holders) await attempt(async () => await vapi.remove('tool', id));
  }
  if (errors.length > 0) throw errors[0];
  return true;
}
