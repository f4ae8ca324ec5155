import type { IConnections, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { runWorkflow, type EngineNode, type EngineRun, type EngineWire } from '../engine';
import type { CredentialValues } from '../engineCredentials';
import type { Step } from '../engineTypes';

/** A node as n8n exports it, as far as a run goes. */
export interface NodeJson {
  name: string;
  type: string;
  typeVersion: number;
  position: [number, number];
  parameters: INodeParameters;
}

/** A workflow as n8n exports it, as far as a run goes. */
export interface WorkflowJson {
  name: string;
  nodes: NodeJson[];
  connections: IConnections;
}

const VAPI_NODE = 'n8n-nodes-vapi.vapi';

/** A Vapi node of a {@link line}. */
export function vapiNode(
  name: string,
  resource: string,
  operation: string,
  parameters: INodeParameters = {},
): NodeJson {
  return {
    name,
    type: VAPI_NODE,
    typeVersion: 1,
    position: [0, 0],
    parameters: { resource, operation, ...parameters, options: { itemsPerSecond: 1000 } },
  };
}

/** A node whose behaviour the test gives in {@link RunOptions}. */
export function stepNode(name: string): NodeJson {
  return { name, type: `test.${name}`, typeVersion: 1, position: [0, 0], parameters: {} };
}

/** Nodes one behind the other. */
export function line(name: string, nodes: readonly NodeJson[]): WorkflowJson {
  const connections: IConnections = {};
  nodes.slice(1).forEach((next, index) => {
    const from = nodes[index]?.name ?? '';
    connections[from] = { main: [[{ node: next.name, type: 'main', index: 0 }]] };
  });
  return {
    name,
    nodes: nodes.map((node, index) => ({ ...node, position: [index * 200, 0] })),
    connections,
  };
}

export interface RunOptions {
  credentials: CredentialValues;
  /** Items that the first node gets; one empty item if left out. */
  items?: INodeExecutionData[];
  /** What the nodes of {@link stepNode} do, by name. */
  steps?: Readonly<Record<string, Step>>;
}

/** Runs a workflow from its JSON in n8n's own engine, from the first node on. */
export async function runWorkflowJson(
  text: string,
  { credentials, items = [{ json: {} }], steps = {} }: RunOptions,
): Promise<EngineRun> {
  const { nodes, connections } = JSON.parse(text) as WorkflowJson;
  return await runWorkflow({
    nodes: nodes.map((node) => engineNode(node, steps)),
    wires: wiresOf(connections),
    start: [items],
    credentials,
  });
}

function engineNode({ name, type, parameters }: NodeJson, steps: RunOptions['steps'] = {}): EngineNode {
  if (type === VAPI_NODE) return { name, type: 'vapi', parameters };
  const step = steps[name];
  if (step === undefined) throw new Error(`The test says nothing about the node "${name}" of type ${type}.`);
  return { name, step };
}

function wiresOf(connections: IConnections): EngineWire[] {
  return Object.entries(connections).flatMap(([from, { main = [] }]) =>
    main.flatMap((targets, output) => (targets ?? []).map(({ node }) => ({ from, output, to: node }))),
  );
}

/** Each operation that a workflow's Vapi nodes are set to, as `resource.operation`. */
export function operationsOf({ nodes }: WorkflowJson): string[] {
  return nodes
    .filter(({ type }) => type === VAPI_NODE)
    .map(({ parameters }) => `${String(parameters.resource)}.${String(parameters.operation)}`);
}
