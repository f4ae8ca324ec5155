import { createHash } from 'node:crypto';
import { asArray, asObject, asText, type JsonObject } from '../protocol/json';
import { includes, isEqual } from './equal';
import { isOwn, marked, markerOf, unmarked, type Owner } from './owner';
import type { Kind, Stored, VapiObjects } from './vapiObjects';

/** A field that a trigger has replaced. */
export interface SavedField {
  /** What was there before; left out where the field was not set. */
  previous?: unknown;
  /** What the trigger wrote, newest last, by which it knows its own value again; of a server see `traceOf`. */
  applied: unknown[];
}

/** The part of a value by which it is known again. Of a server the URL: it has a marker, and its headers a secret. */
export function traceOf(field: string, value: unknown): unknown {
  return field === 'server' ? { url: asObject(value).url } : value;
}

/** Whether a field still is what the trigger wrote. */
export function isApplied(field: string, value: unknown, { applied }: SavedField): boolean {
  return applied.some((written) => includes(traceOf(field, value), written));
}

/**
 * What a server with our marker goes back to: what was there before; or where somebody has written another URL into
 * it since, that. A ledger that was lost knows neither, and a dead URL must not stay.
 */
export function serverBefore(server: unknown, saved: SavedField | undefined): unknown {
  const isOurs = saved === undefined || isApplied('server', server, saved);
  return isOurs ? saved?.previous : unmarked(asObject(server));
}

/** An object that was there before and got other fields. */
export interface SavedObject {
  kind: Kind;
  id: string;
  fields: Record<string, SavedField>;
}

/** An assistant that got tools. */
export interface Attachment {
  assistantId: string;
  /** The tools that it got here. */
  toolIds: string[];
  /** Whether its model had a list of tools before. */
  hadList: boolean;
}

/** What has to be put back, kept in Vapi itself. */
export interface Ledger {
  /** The tool that holds it, if it was written yet. */
  holder?: Stored;
  objects: SavedObject[];
  attachments: Attachment[];
}

const DESCRIPTION =
  'Kept by n8n, not a tool for assistants. It holds what a workflow has changed in Vapi, so that n8n can restore it. ' +
  'It goes away when the workflow is unpublished. Workflow: ';

/** The ledger of a trigger among all tools; an empty one if there is none, or nobody can read it any more. */
export function findLedger(tools: readonly Stored[], owner: Owner): Ledger {
  const holder = tools.find((tool) => {
    const marker = markerOf(tool);
    return isOwn(marker, owner) && marker.role === 'ledger';
  });
  const content = holder === undefined ? {} : read(holder);
  return { ...(holder && { holder }), ...toContent(content) };
}

/**
 * Writes what the ledger holds, before anything is changed in Vapi. An empty one is taken away.
 *
 * @param url goes into the holder, so that it looks like any tool of this trigger
 */
export async function saveLedger(
  vapi: VapiObjects,
  owner: Owner,
  url: string,
  { holder, objects, attachments: all }: Ledger,
): Promise<Ledger> {
  // In an order of their own, so that the same content is never written twice.
  const attachments = all
    .filter(({ toolIds }) => toolIds.length > 0)
    .map((one) => ({ ...one, toolIds: [...one.toolIds].sort() }));
  const content: JsonObject = { objects, attachments };
  if (objects.length + attachments.length === 0) {
    if (holder !== undefined) await vapi.remove('tool', holder.id);
    return { objects, attachments };
  }
  const fields = {
    function: { name: holderName(owner), description: (DESCRIPTION + owner.workflowName).slice(0, 1000) },
    server: marked({ url }, owner, 'ledger'),
    // Base64, because Vapi looks for templates in these values, and what was saved may hold some.
    parameters: [{ key: 'ledger', value: Buffer.from(JSON.stringify(content)).toString('base64') }],
  };
  if (holder === undefined) {
    const created = await vapi.create('tool', { type: 'function', ...fields });
    return { holder: created, objects, attachments };
  }
  const same = isEqual(read(holder), content) && isEqual(holder.server, fields.server);
  return { holder: same ? holder : await vapi.change('tool', holder, fields), objects, attachments };
}

/** A name that no builder gives a tool, of characters that Vapi takes. */
function holderName({ workflowId, nodeId, mode }: Owner): string {
  const digest = createHash('sha256').update(`${workflowId}/${nodeId}`).digest('hex').slice(0, 12);
  return `n8n_ledger_${mode}_${digest}`;
}

function read(holder: Stored): JsonObject {
  const entry = asArray(holder.parameters)
    .map(asObject)
    .find(({ key }) => key === 'ledger');
  try {
    return asObject(JSON.parse(Buffer.from(asText(entry?.value) ?? '', 'base64').toString('utf8')));
  } catch {
    // Somebody has edited it. What it held is lost, and servers that we set are unset instead of restored.
    return {};
  }
}

function toContent(content: JsonObject): Pick<Ledger, 'objects' | 'attachments'> {
  const objects = asArray(content.objects).map(asObject) as unknown as SavedObject[];
  return {
    objects: objects.filter(({ kind, id, fields }) => kind && id && typeof fields === 'object'),
    attachments: (asArray(content.attachments).map(asObject) as unknown as Attachment[]).filter(
      ({ assistantId, toolIds }) => assistantId && Array.isArray(toolIds),
    ),
  };
}
