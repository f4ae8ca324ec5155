import type { INode } from 'n8n-workflow';
import { fail } from '../fail';
import { asArray, asObject, asText, type JsonObject } from '../protocol/json';
import { answersLost, assignmentOf } from './answering';
import { isOwn, isSameTrigger, marked, markerOf, type Owner } from './owner';
import type { Plan, WantedServer, WantedTool } from './plan';
import { labelOf, type Kind, type Stored, type VapiObjects } from './vapiObjects';

/** An object that was there before and gets other fields. */
export interface Change {
  kind: Kind;
  object: Stored;
  fields: JsonObject;
}

/** A tool that is ours: there already, or still to be created. */
export interface Creation {
  object: Stored | undefined;
  fields: JsonObject;
}

/** A plan against what is in Vapi. */
export interface Targets {
  creations: Creation[];
  changes: Change[];
  /** Assistants that get the tools. */
  assistants: Stored[];
}

/**
 * Finds out what a plan means for Vapi as it is. Only reads, so that whatever stands in the way shows before anything
 * is changed.
 *
 * @param tools all tools of the organisation
 * @throws NodeOperationError where another workflow, a tool made by hand or an assignment stands in the way
 */
export async function findTargets(
  vapi: VapiObjects,
  node: INode,
  { owner, plan, tools }: { owner: Owner; plan: Plan; tools: readonly Stored[] },
): Promise<Targets> {
  const creations: Creation[] = [];
  const changes: Change[] = [];
  for (const wanted of plan.tools) {
    const object = findTool(node, owner, plan, wanted, tools);
    const { messages, function: definition } = wanted;
    const isCreation = object === undefined || markerOf(object)?.role === 'created';
    if (isCreation && isOwnOrNew(object, owner)) {
      const server = marked(wanted.server, owner, 'created');
      creations.push({ object, fields: { function: definition, messages, server } });
    } else if (object !== undefined) {
      // Vapi does not wait for the answer of an asynchronous tool.
      const waits = object.async === true ? { async: false } : {};
      const server = marked(wanted.server, owner, 'changed');
      changes.push({ kind: 'tool', object, fields: { function: definition, messages, server, ...waits } });
    }
  }
  const read = async (kind: Kind, id: string): Promise<Stored | undefined> =>
    plan.skipMissing ? await vapi.findOrWarn(kind, id) : await vapi.get(kind, id);
  for (const wanted of plan.servers) {
    const object = await read(wanted.kind, wanted.id);
    if (object === undefined) continue;
    const change = serverChange(node, owner, wanted, object);
    const lost = answersLost(wanted, object, tools);
    if (lost !== undefined) throw fail(node, 'REGISTRATION_SERVER_ANSWERS', `${labelOf(object)}, ${lost}`);
    changes.push(change);
  }
  const assistants: Stored[] = [];
  for (const id of plan.toolAssistants) {
    const assistant = await read('assistant', id);
    if (assistant === undefined) continue;
    // A model cannot be sent without its provider and name, which nobody can guess.
    if (asText(asObject(assistant.model).provider) === undefined) {
      throw fail(node, 'REGISTRATION_NO_MODEL', labelOf(assistant));
    }
    assistants.push(assistant);
  }
  return { creations, changes, assistants };
}

function isOwnOrNew(object: Stored | undefined, owner: Owner): boolean {
  return object === undefined || isOwn(markerOf(object), owner);
}

/** The tool of that name, or undefined if one is to be created. */
function findTool(
  node: INode,
  owner: Owner,
  { existingTools }: Plan,
  { name }: WantedTool,
  tools: readonly Stored[],
): Stored | undefined {
  const named = tools.filter((tool) => tool.type === 'function' && asObject(tool.function).name === name);
  const own = named.find((tool) => isOwn(markerOf(tool), owner));
  if (own !== undefined) return own;
  for (const tool of named) refuseForeign(node, owner, tool);
  // A test borrows the tool of the same trigger's production URL.
  const sibling = named.find((tool) => isSameTrigger(markerOf(tool), owner));
  if (sibling !== undefined) return sibling;
  const [first] = named;
  if (first === undefined) return undefined;
  const labels = named.map(labelOf).join(', ');
  if (existingTools === 'refuse') throw fail(node, 'REGISTRATION_TOOL_EXISTS', labels);
  if (named.length > 1) throw fail(node, 'REGISTRATION_TOOL_AMBIGUOUS', labels);
  return first;
}

function serverChange(node: INode, owner: Owner, wanted: WantedServer, object: Stored): Change {
  const { kind, server, serverMessages, mustBeUnassigned } = wanted;
  refuseForeign(node, owner, object);
  const assigned = assignmentOf(object);
  if (mustBeUnassigned && assigned !== undefined) {
    throw fail(node, 'REGISTRATION_NUMBER_ASSIGNED', `${labelOf(object)}: ${assigned}`);
  }
  const current = Array.isArray(object.serverMessages)
    ? asArray(object.serverMessages).map(String)
    : undefined;
  const messages = serverMessages?.(current);
  return {
    ...{ kind, object },
    fields: {
      server: marked(server, owner, 'changed'),
      ...(messages === undefined ? {} : { serverMessages: messages }),
    },
  };
}

/** Two workflows must not take the same object from each other by turns. */
function refuseForeign(node: INode, owner: Owner, object: Stored): void {
  const marker = markerOf(object);
  if (marker === undefined || isSameTrigger(marker, owner)) return;
  const where = marker.workflowId === owner.workflowId ? 'another trigger of this workflow' : undefined;
  const workflow = where ?? `the workflow "${marker.workflowName}" (${marker.workflowId})`;
  throw fail(node, 'REGISTRATION_TAKEN', `${labelOf(object)} belongs to ${workflow}`);
}
