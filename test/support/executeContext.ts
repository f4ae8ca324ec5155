import { ExecuteContext } from 'n8n-core';
import {
  createRunExecutionData,
  NodeConnectionTypes,
  Workflow,
  type INode,
  type INodeType,
  type INodeTypes,
  type IExecuteFunctions,
  type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { EngineCredentials, type CredentialValues } from './engineCredentials';

export const CONTEXT_NODE = 'SIP trunk';

/** n8n's own context of an action node with one item, for code that is below any node: real requests, real errors. */
export function executeContext(credentials: CredentialValues, abortSignal?: AbortSignal): IExecuteFunctions {
  const names = Object.keys(credentials);
  const type: INodeType = {
    description: {
      ...{ displayName: CONTEXT_NODE, name: 'stage', group: ['transform'], version: 1, description: '' },
      ...{ defaults: { name: CONTEXT_NODE }, inputs: [NodeConnectionTypes.Main], outputs: [] },
      ...{ properties: [], credentials: names.map((name) => ({ name })) },
    },
  };
  const nodeTypes: INodeTypes = {
    getByName: () => type,
    getByNameAndVersion: () => type,
    getKnownTypes: () => ({}),
  };
  const node: INode = {
    ...{ id: 'n1', name: CONTEXT_NODE, type: 'test.stage', typeVersion: 1, position: [0, 0], parameters: {} },
    credentials: Object.fromEntries(names.map((name) => [name, { id: '1', name }])),
  };
  const workflow = new Workflow({
    ...{ id: 'w1', name: 'Test workflow', active: false, nodes: [node], connections: {}, nodeTypes },
  });
  const data = {
    credentialsHelper: new EngineCredentials(credentials),
    variables: {},
  } as unknown as IWorkflowExecuteAdditionalData;
  const input = { main: [[{ json: {} }]] };
  const run = createRunExecutionData({});
  const executeData = { node, data: input, source: null };
  return new ExecuteContext(
    ...([workflow, node, data, 'manual', run, 0] as const),
    [],
    input,
    executeData,
    [],
    abortSignal,
  );
}
