import { asObject, asText, type JsonObject } from '../protocol/json';

/** Who has written something into Vapi: one trigger of one workflow, for its production or its test URL. */
export interface Owner {
  workflowId: string;
  nodeId: string;
  mode: 'production' | 'test';
  /** For the error of another workflow that wants the same. */
  workflowName: string;
}

/**
 * What a trigger is to an object of Vapi: `created` it (and deletes it again), `changed` it (and restores it), or
 * keeps its `ledger` in it.
 */
export type Role = 'created' | 'changed' | 'ledger';

export type Marker = Owner & { role: Role };

/**
 * The header by which our objects are known: servers take any header, and it is the one free field that tools,
 * assistants and phone numbers have in common (Vapi OpenAPI, Server). Vapi sends it along to our own webhook.
 */
export const MARKER_HEADER = 'x-n8n-registration';

/** The server with the marker. Its value is plain ASCII, whatever the workflow is called. */
export function marked(server: JsonObject, owner: Owner, role: Role): JsonObject {
  const { mode, workflowId, nodeId, workflowName } = owner;
  const value = new URLSearchParams({ role, mode, workflow: workflowId, node: nodeId, name: workflowName });
  return { ...server, headers: { ...asObject(server.headers), [MARKER_HEADER]: value.toString() } };
}

/** The server without the marker, and without headers where it was the only one. */
export function unmarked({ headers, ...server }: JsonObject): JsonObject {
  const rest = Object.entries(asObject(headers)).filter(([name]) => name.toLowerCase() !== MARKER_HEADER);
  return rest.length === 0 ? server : { ...server, headers: Object.fromEntries(rest) };
}

/** Whose an object is; undefined if no trigger has marked it. Header names have no case. */
export function markerOf({ server }: JsonObject): Marker | undefined {
  const headers = Object.entries(asObject(asObject(server).headers));
  const value = asText(headers.find(([name]) => name.toLowerCase() === MARKER_HEADER)?.[1]);
  if (value === undefined) return undefined;
  const fields = new URLSearchParams(value);
  const role = (['created', 'changed', 'ledger'] as const).find((one) => one === fields.get('role'));
  const workflowId = fields.get('workflow');
  const nodeId = fields.get('node');
  if (role === undefined || !workflowId || !nodeId) return undefined;
  const mode = fields.get('mode') === 'test' ? 'test' : 'production';
  return { role, mode, workflowId, nodeId, workflowName: fields.get('name') ?? '' };
}

/** The same trigger for the same kind of URL. */
export function isOwn(marker: Marker | undefined, owner: Owner): marker is Marker {
  return isSameTrigger(marker, owner) && marker?.mode === owner.mode;
}

/** The same trigger, for whichever URL. */
export function isSameTrigger(marker: Marker | undefined, owner: Owner): boolean {
  return marker?.workflowId === owner.workflowId && marker.nodeId === owner.nodeId;
}
