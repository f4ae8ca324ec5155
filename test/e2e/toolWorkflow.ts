import type { WorkflowJson } from './harness/rest';

/** Path, credential and name of a tool workflow of the suite. */
interface ToolWorkflow {
  id: string;
  path: string;
  credential: { id: string; name: string };
  deadlineSeconds: number;
  /** Settings of the workflow besides the execution order. */
  settings?: Record<string, unknown>;
  /** A Wait node before the answer to `check`; n8n suspends an execution that waits for longer than 65 seconds. */
  waitSeconds?: number;
  /** A second respond node after the one that answers `check`. */
  answersTwice?: boolean;
  /** An Edit Fields node instead of the Code node, which obeys nothing but takes no other process. */
  withoutCode?: boolean;
}

/** Each branch does as its arguments say: answers, fails, ends without items, or takes its time. */
const OBEY = `const { parameters } = $input.first().json;
if (parameters.fail) throw new Error('the calendar is on fire');
if (parameters.empty) return [];
if (parameters.waitMs) await new Promise((resolve) => setTimeout(resolve, parameters.waitMs));
return $input.all();`;

export const FALLBACK = 'The calendar cannot be reached. Offer to call back.';

/** What the branch says; `letters` makes the result as long as one wants. */
const SAY = '{{ $json.parameters.say }}{{ "x".repeat($json.parameters.letters ?? 0) }}';

/**
 * Vapi Tool Trigger with two tools, `check` and `book`, each on an output of its own with a Code node and a
 * Respond to Vapi node.
 */
export function toolWorkflow({
  id,
  path,
  credential,
  deadlineSeconds,
  settings,
  waitSeconds,
  answersTwice,
  withoutCode,
}: ToolWorkflow): WorkflowJson & { id: string } {
  const branch = (name: string, y: number): unknown[] => [
    {
      id: `${name}-code`,
      name: `Work: ${name}`,
      ...(withoutCode === true
        ? { type: 'n8n-nodes-base.set', typeVersion: 3.4, parameters: { includeOtherFields: true } }
        : { type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode: OBEY } }),
      position: [260, y],
    },
    {
      id: `${name}-respond`,
      name: `Answer: ${name}`,
      type: 'n8n-nodes-vapi.vapiRespond',
      typeVersion: 1,
      position: [520, y],
      parameters: { respondWith: 'text', result: `=${name} says\n${SAY}` },
    },
  ];
  const to = (node: string): unknown[] => [{ node, type: 'main', index: 0 }];
  return {
    id,
    name: path,
    nodes: [
      {
        id: 'trigger',
        name: 'Tools',
        type: 'n8n-nodes-vapi.vapiToolTrigger',
        typeVersion: 1,
        position: [0, 0],
        webhookId: `${id}-webhook`,
        parameters: {
          authentication: 'vapiWebhookApi',
          path,
          tools: { tool: [{ name: 'check' }, { name: 'book' }] },
          unknownTools: 'error',
          fallbackMessage: FALLBACK,
          options: { deadlineSeconds },
        },
        credentials: { vapiWebhookApi: credential },
      },
      ...branch('check', -120),
      ...branch('book', 120),
      {
        id: 'wait',
        name: 'Wait',
        type: 'n8n-nodes-base.wait',
        typeVersion: 1.1,
        position: [390, -240],
        parameters: { amount: waitSeconds ?? 0, unit: 'seconds' },
      },
      {
        id: 'again',
        name: 'Answer again',
        type: 'n8n-nodes-vapi.vapiRespond',
        typeVersion: 1,
        position: [780, -120],
        parameters: { respondWith: 'text', result: 'something else' },
      },
    ],
    connections: {
      Tools: { main: [to('Work: check'), to('Work: book')] },
      'Work: check': { main: [to(waitSeconds === undefined ? 'Answer: check' : 'Wait')] },
      Wait: { main: [to('Answer: check')] },
      ...(answersTwice === true ? { 'Answer: check': { main: [to('Answer again')] } } : {}),
      'Work: book': { main: [to('Answer: book')] },
    },
    settings: { executionOrder: 'v1', ...settings },
  };
}
