import { asArray, asObject, type JsonObject } from '../protocol/json';
import type { Attachment } from './ledger';
import type { Stored, VapiObjects } from './vapiObjects';

/** The tools of an assistant's model, by ID; undefined where it has no list. */
export function toolIdsOf(assistant: Stored): string[] | undefined {
  const { toolIds } = asObject(assistant.model);
  return Array.isArray(toolIds) ? toolIds.map(String) : undefined;
}

/** Adds tools to an assistant at the end of its list. PATCH replaces a field whole, so the whole model is sent. */
export async function attach(vapi: VapiObjects, assistant: Stored, ids: readonly string[]): Promise<void> {
  if (missing(assistant, ids).length === 0) return;
  // Read again right before the change: others may have edited the assistant meanwhile.
  const fresh = await vapi.get('assistant', assistant.id);
  const model = { ...asObject(fresh.model), toolIds: [...(toolIdsOf(fresh) ?? []), ...missing(fresh, ids)] };
  await vapi.change('assistant', fresh, { model });
}

/**
 * Takes tools off an assistant and leaves everything else to it, also what others have added meanwhile. An assistant
 * that is gone is fine.
 */
export async function detach(
  vapi: VapiObjects,
  { assistantId, toolIds, hadList }: Attachment,
): Promise<void> {
  const assistant = await vapi.find('assistant', assistantId);
  if (assistant === undefined) return;
  const list = toolIdsOf(assistant) ?? [];
  const rest = list.filter((id) => !toolIds.includes(id));
  if (rest.length === list.length) return;
  const model: JsonObject = { ...asObject(assistant.model), toolIds: rest };
  if (rest.length === 0 && !hadList) delete model.toolIds;
  await vapi.change('assistant', assistant, { model });
}

/**
 * Where tools have to be taken off before they are deleted: from the assistants that got them here, and from those
 * that somebody has given them by hand, which would be left with the ID of nothing.
 */
export async function attachmentsOf(
  vapi: VapiObjects,
  created: readonly string[],
  attachments: readonly Attachment[],
): Promise<Attachment[]> {
  const known = attachments.map((one) => ({ ...one, toolIds: [...one.toolIds, ...created] }));
  if (created.length === 0) return known;
  const others = (await vapi.all('assistant'))
    .filter(({ id }) => !attachments.some(({ assistantId }) => assistantId === id))
    .filter((assistant) => asArray(toolIdsOf(assistant)).some((id) => created.includes(String(id))));
  return [...known, ...others.map(({ id }) => ({ assistantId: id, toolIds: [...created], hadList: true }))];
}

function missing(assistant: Stored, ids: readonly string[]): string[] {
  const list = toolIdsOf(assistant) ?? [];
  return ids.filter((id) => !list.includes(id));
}
