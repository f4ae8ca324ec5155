import type { WorkflowJson } from '../e2e/harness/rest';
import { TOKEN } from '../e2e/toolCallClient';

/** For n8n's own Webhook node: the same check as our credential of bearer.  */
export const headerCredential = {
  ...{ id: 'header', name: 'Header', type: 'httpHeaderAuth' },
  data: { name: 'Authorization', value: `Bearer ${TOKEN}` },
};

/** Webhook paths of the two rivals. Both answer `book` with `Booked as <id>` under the call's id. */
export interface Rivals {
  ours: string;
  builtIn: string;
}

/** Trigger → Respond, once with our nodes and once with n8n's own. */
export const plain: Rivals = { ours: 'vapi-plain', builtIn: 'webhook-plain' };
/** The same with an Edit Fields node in between. */
export const withSet: Rivals = { ours: 'vapi-set', builtIn: 'webhook-set' };

/** Only the deadline answers: a Wait node takes longer. */
export const waiting = { path: 'vapi-waiting', deadlineSeconds: 1, waitSeconds: 3 };

type Workflow = WorkflowJson & { id: string };
type Node = { name: string } & Record<string, unknown>;

export const latencyWorkflows: Workflow[] = [
  chain(plain.ours, [vapiTrigger(plain.ours, 15), vapiRespond()]),
  chain(plain.builtIn, [webhook(plain.builtIn), respondToWebhook()]),
  chain(withSet.ours, [vapiTrigger(withSet.ours, 15), editFields(), vapiRespond()]),
  chain(withSet.builtIn, [webhook(withSet.builtIn), editFields(), respondToWebhook()]),
  chain(waiting.path, [
    vapiTrigger(waiting.path, waiting.deadlineSeconds),
    node('Wait', 'n8n-nodes-base.wait', 1.1, { amount: waiting.waitSeconds, unit: 'seconds' }),
    vapiRespond(),
  ]),
];

/** The path is the workflow's id and name, too. */
function chain(path: string, nodes: Node[]): Workflow {
  const links = nodes.slice(1).map(({ name }, index) => {
    const from = nodes[index]?.name ?? '';
    return [from, { main: [[{ node: name, type: 'main', index: 0 }]] }] as const;
  });
  return {
    ...{ id: path, name: path, settings: { executionOrder: 'v1' } },
    nodes: nodes.map((one, index) => ({ ...one, position: [index * 220, 0] })),
    connections: Object.fromEntries(links),
  };
}

function node(name: string, type: string, typeVersion: number, parameters: Record<string, unknown>): Node {
  return { id: name, name, type, typeVersion, parameters };
}

function vapiTrigger(path: string, deadlineSeconds: number): Node {
  const parameters = {
    authentication: 'vapiWebhookApi',
    path,
    tools: { tool: [{ name: 'book' }] },
    options: { deadlineSeconds },
  };
  return {
    ...node('Tools', 'n8n-nodes-vapi.vapiToolTrigger', 1, parameters),
    webhookId: path,
    credentials: { vapiWebhookApi: { id: 'bearer', name: 'Bearer' } },
  };
}

function vapiRespond(): Node {
  const parameters = { respondWith: 'text', result: "=Booked as {{ $('Tools').item.json.toolCallId }}" };
  return node('Respond', 'n8n-nodes-vapi.vapiRespond', 1, parameters);
}

function webhook(path: string): Node {
  const parameters = { httpMethod: 'POST', path, authentication: 'headerAuth', responseMode: 'responseNode' };
  return {
    ...node('Tools', 'n8n-nodes-base.webhook', 2.1, parameters),
    webhookId: path,
    credentials: { httpHeaderAuth: { id: 'header', name: 'Header' } },
  };
}

function respondToWebhook(): Node {
  // The call's arguments cannot be named here: n8n refuses that word in expressions.
  const call = "$('Tools').item.json.body.message.toolCallList[0]";
  const answer = `{ toolCallId: ${call}.id, name: ${call}.function.name, result: 'Booked as ' + ${call}.id }`;
  const parameters = { respondWith: 'json', responseBody: `={{ { results: [${answer}] } }}` };
  return node('Respond', 'n8n-nodes-base.respondToWebhook', 1.5, parameters);
}

function editFields(): Node {
  const assignments = { assignments: [{ id: 'one', name: 'checked', value: 'yes', type: 'string' }] };
  return node('Edit Fields', 'n8n-nodes-base.set', 3.4, { assignments, includeOtherFields: true });
}
