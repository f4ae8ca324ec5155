import { ExecutionLifecycleHooks, LoadOptionsContext, WorkflowExecute } from 'n8n-core';
import {
  createRunExecutionData,
  NodeConnectionTypes,
  setSafeRegexEngine,
  Workflow,
  type IConnections,
  type IDataObject,
  type INode,
  type INodeExecutionData,
  type INodeParameters,
  type IRun,
  type IWorkflowBase,
  type IWorkflowExecuteAdditionalData,
  type NodeOperationError,
  type StructuredChunk,
} from 'n8n-workflow';
import { EngineCredentials, type CredentialValues } from './engineCredentials';
import { EngineTypes, stepType, type Step } from './engineTypes';
import { untimedRegexes } from './untimedRegexes';

// n8n logs each failed run, with stack traces; the tests look at the outcome itself.
process.env.N8N_LOG_LEVEL ??= 'silent';

setSafeRegexEngine(untimedRegexes);

/** A node of a test workflow: one of ours by type, or a step that the test writes. */
export interface EngineNode {
  name: string;
  /** `vapi`, `vapiRespond` …; left out for a step. */
  type?:
    | 'vapi'
    | 'vapiBridge'
    | 'vapiRequestTrigger'
    | 'vapiRespond'
    | 'vapiSipTrunk'
    | 'vapiToolTrigger'
    | 'vapiTrigger'
    | 'vapiTwilioTrigger';
  step?: Step;
  parameters?: INodeParameters;
  continueOnFail?: boolean;
  retryOnFail?: boolean;
}

/** `from` (output `output`, 0 if left out) to `to`. */
export interface EngineWire {
  from: string;
  output?: number;
  to: string;
}

export interface EngineWorkflow {
  /** The first is where the run starts. */
  nodes: EngineNode[];
  wires?: EngineWire[];
  /** Items of each output of the start node if it is a trigger, else its input as the only entry. */
  start: INodeExecutionData[][];
  credentials?: CredentialValues;
}

/** What a run left behind. */
export interface EngineRun {
  status: IRun['status'];
  /** Why the run failed. */
  error: NodeOperationError | undefined;
  /** What nodes streamed to the webhook's response, as n8n would write it, a chunk a line. */
  chunks: StructuredChunk[];
  /** How often a node ran. */
  runsOf(node: string): number;
  /** JSON of the items that a node gave in one of its runs. */
  output(node: string, run?: number): INodeExecutionData['json'][];
  /** The same as whole items, with their links. */
  items(node: string, run?: number): INodeExecutionData[];
  /** Until when the run is suspended, if it is. */
  waitTill: Date | undefined;
  /** What a node keeps for later runs and for expressions: `$('<node>').context`. */
  context(node: string): IDataObject;
  /** What a node told the builder beside its output. */
  hints(node: string, run?: number): string[];
}

/** Runs a workflow in n8n's own engine, as it would run behind a production webhook in streaming mode. */
export async function runWorkflow(spec: EngineWorkflow): Promise<EngineRun> {
  const workflow = buildWorkflow(spec.nodes, spec.wires ?? []);
  const chunks: StructuredChunk[] = [];
  const hooks = new ExecutionLifecycleHooks('webhook', '1', workflowData(workflow));
  hooks.addHandler('sendChunk', (chunk) => void chunks.push(chunk));

  const node = workflow.getNode(spec.nodes[0]?.name ?? '');
  if (node === null) throw new Error('A test workflow needs a node.');
  const data = createRunExecutionData({
    executionData: { nodeExecutionStack: [{ node, data: { main: spec.start }, source: null }] },
  });
  const engine = new WorkflowExecute(additionalData(spec.credentials ?? {}, hooks), 'webhook', data);
  await workflow.expression.acquireIsolate();
  const run = await engine.processRunExecutionData(workflow);
  const { runData, error } = run.data.resultData;
  const items = (name: string, index = 0): INodeExecutionData[] =>
    runData[name]?.[index]?.data?.main?.[0] ?? [];
  return {
    status: run.status,
    error: error as NodeOperationError | undefined,
    chunks,
    runsOf: (name) => runData[name]?.length ?? 0,
    items,
    waitTill: run.data.waitTill ?? undefined,
    context: (name) => run.data.executionData?.contextData[`node:${name}`] ?? {},
    output: (name, index) => items(name, index).map(({ json }) => json),
    hints: (name, index = 0) => (runData[name]?.[index]?.hints ?? []).map(({ message }) => message),
  };
}

/** The context in which the editor calls the methods of a picker. */
export function pickerContext(node: EngineNode, credentials: CredentialValues): LoadOptionsContext {
  const workflow = buildWorkflow([node], []);
  const added = workflow.getNode(node.name);
  if (added === null) throw new Error(`The node "${node.name}" got lost.`);
  return new LoadOptionsContext(workflow, added, additionalData(credentials), '');
}

function buildWorkflow(specs: readonly EngineNode[], wires: readonly EngineWire[]): Workflow {
  const steps = Object.fromEntries(specs.flatMap(({ name, step }) => (step ? [[name, step]] : [])));
  const nodeTypes = new EngineTypes(steps);
  const connections: IConnections = {};
  for (const { from, output = 0, to } of wires) {
    const outputs = ((connections[from] ??= {})[NodeConnectionTypes.Main] ??= []);
    while (outputs.length <= output) outputs.push([]);
    outputs[output]?.push({ node: to, type: NodeConnectionTypes.Main, index: 0 });
  }
  return new Workflow({
    id: 'w1',
    name: 'Test workflow',
    active: false,
    nodes: specs.map((spec, index) => toNode(spec, index, nodeTypes)),
    connections,
    nodeTypes,
    settings: { executionOrder: 'v1' },
  });
}

function toNode(spec: EngineNode, index: number, nodeTypes: EngineTypes): INode {
  const type = spec.type === undefined ? stepType(spec.name) : `n8n-nodes-vapi.${spec.type}`;
  const { credentials = [] } = nodeTypes.getByNameAndVersion(type).description;
  return {
    id: `n${index}`,
    name: spec.name,
    type,
    typeVersion: 1,
    // n8n runs nodes from left to right and top to bottom.
    position: [index * 200, index * 100],
    parameters: spec.parameters ?? {},
    continueOnFail: spec.continueOnFail,
    retryOnFail: spec.retryOnFail,
    waitBetweenTries: 1,
    credentials: Object.fromEntries(credentials.map(({ name }) => [name, { id: '1', name }])),
  };
}

function additionalData(
  credentials: CredentialValues,
  hooks?: ExecutionLifecycleHooks,
): IWorkflowExecuteAdditionalData {
  // Only what these runs touch: anything else fails loudly as undefined.
  const data: Partial<IWorkflowExecuteAdditionalData> & { hooks?: ExecutionLifecycleHooks } = {
    hooks,
    streamingEnabled: true,
    credentialsHelper: new EngineCredentials(credentials),
    executionId: '1',
    currentNodeExecutionIndex: 0,
    webhookBaseUrl: 'https://n8n.test/webhook',
    webhookWaitingBaseUrl: 'https://n8n.test/webhook-waiting',
    formWaitingBaseUrl: 'https://n8n.test/form-waiting',
    variables: {},
  };
  return data as IWorkflowExecuteAdditionalData;
}

function workflowData({ id, name, connectionsBySourceNode, nodes, settings }: Workflow): IWorkflowBase {
  const date = new Date(0);
  return {
    id,
    name: name ?? '',
    active: false,
    isArchived: false,
    activeVersionId: null,
    createdAt: date,
    updatedAt: date,
    connections: connectionsBySourceNode,
    nodes: Object.values(nodes),
    settings,
  };
}
