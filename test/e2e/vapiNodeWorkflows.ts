import type { WorkflowJson } from './harness/rest';

type Workflow = WorkflowJson & { id: string };
type Node = Record<string, unknown> & { name: string };

const picked = (value: string): object => ({ __rl: true, mode: 'id', value });

/** IDs of what the workflows call with. */
export interface Line {
  assistantId: string;
  phoneNumberId: string;
}

/** Customers of the batch: enough for many requests, few enough for the editor. */
export const CUSTOMERS = 1_000;

export const customer = (n: number): string => `+1415555${String(n).padStart(4, '0')}`;

/** `POST /webhook/<id>` starts the workflow. */
function webhook(id: string, parameters: object = {}): Node {
  return {
    ...{ id: `${id}-start`, name: 'Start', type: 'n8n-nodes-base.webhook', typeVersion: 2.1 },
    ...{ webhookId: `${id}-webhook` },
    parameters: { httpMethod: 'POST', path: id, responseMode: 'lastNode', options: {}, ...parameters },
  };
}

function vapi(name: string, resource: string, operation: string, parameters: object = {}): Node {
  return {
    ...{ id: `n-${name}`, name, type: 'n8n-nodes-vapi.vapi', typeVersion: 1 },
    parameters: { resource, operation, ...parameters },
    credentials: { vapiApi: { id: 'vapiApi', name: 'Vapi' } },
  };
}

/** Nodes one behind the other. */
function line(id: string, nodes: readonly Node[]): Workflow {
  const links = nodes
    .slice(1)
    .map((next, index) => [
      nodes[index]?.name ?? '',
      { main: [[{ node: next.name, type: 'main', index: 0 }]] },
    ]);
  return {
    ...{ id, name: `Workflow ${id}` },
    nodes: nodes.map((node, index) => ({ ...node, position: [index * 200, 0] })),
    connections: Object.fromEntries(links) as Record<string, unknown>,
    settings: { executionOrder: 'v1' },
  };
}

const call = ({ assistantId, phoneNumberId }: Line): object => ({
  assistantId: picked(assistantId),
  phoneNumberId: picked(phoneNumberId),
  customerNumber: '={{ $json.body.number }}',
});

/** Calls `{number, name, visits}` and answers with the call. */
export function outboundWorkflow(on: Line): Workflow {
  const variable = [
    { name: 'name', type: 'string', value: '={{ $json.body.name }}' },
    { name: 'visits', type: 'number', value: '={{ $json.body.visits }}' },
  ];
  return line('outbound', [
    webhook('outbound'),
    vapi('Call', 'call', 'create', { ...call(on), variables: { variable } }),
  ]);
}

/** Calls, lets the assistant say `{words}`, ends the call and looks at it. */
export function liveWorkflow(on: Line): Workflow {
  return line('live', [
    webhook('live'),
    vapi('Call', 'call', 'create', call(on)),
    vapi('Say', 'liveCall', 'say', {
      liveCall: picked('={{ $json.id }}'),
      content: "={{ $('Start').item.json.body.words }}",
    }),
    vapi('End', 'liveCall', 'end', {
      liveCall: { __rl: true, mode: 'controlUrl', value: "={{ $('Call').item.json.controlUrl }}" },
    }),
    vapi('Look', 'call', 'get', { callId: picked('={{ $json.callId }}') }),
    vapi('Too late', 'liveCall', 'say', { liveCall: picked('={{ $json.id }}'), content: 'Hello?' }),
  ]);
}

/** Answers with the recording of the call `{id}`. */
export function recordingWorkflow(): Workflow {
  return line('recording', [
    webhook('recording', { responseData: 'firstEntryBinary', responseBinaryPropertyName: 'data' }),
    vapi('Download', 'call', 'downloadRecording', {
      callId: picked('={{ $json.body.id }}'),
      recording: 'stereo-recording',
    }),
  ]);
}

/** Calls a thousand customers, faster than Vapi lets it. */
export function batchWorkflow({ assistantId, phoneNumberId }: Line): Workflow {
  const rows = Array.from({ length: CUSTOMERS }, (_, n) => ({ phone: customer(n), row: n }));
  return line('batch', [
    {
      ...{ id: 'n-Begin', name: 'Begin', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 },
      parameters: {},
    },
    {
      ...{ id: 'n-Sheet', name: 'Sheet', type: 'n8n-nodes-base.set', typeVersion: 3.4 },
      parameters: { mode: 'raw', jsonOutput: JSON.stringify({ rows }), options: {} },
    },
    {
      ...{ id: 'n-Rows', name: 'Rows', type: 'n8n-nodes-base.splitOut', typeVersion: 1 },
      parameters: { fieldToSplitOut: 'rows', options: {} },
    },
    vapi('Call all', 'call', 'createMany', {
      assistantId: picked(assistantId),
      phoneNumberId: picked(phoneNumberId),
      customerNumber: '={{ $json.phone }}',
      variables: { variable: [{ name: 'row', value: '={{ $json.row }}' }] },
      batchOptions: { batchSize: 40 },
      options: { itemsPerSecond: 6, concurrency: 1 },
    }),
  ]);
}
