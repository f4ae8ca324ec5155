import type { WorkflowJson } from './harness/rest';
import { bearerCredential } from './toolCallClient';

type Workflow = WorkflowJson & { id: string };

/** Of the trigger in all of these workflows. */
export const TRIGGER = 'Trigger';

/** What the assistant is told by the workflows of {@link toolWorkflow}. */
export const RESULT = 'Booked for 2026-08-24.';

/** A tool that has a required date; its own description is what a builder edits first. */
export function toolNamed(name: string, description = `Does ${name}`): object {
  return {
    ...{ name, description, parametersAs: 'fields' },
    parameters: {
      parameter: [{ name: 'date', type: 'date', description: 'the day of the appointment', required: true }],
    },
  };
}

/** A trigger, and Respond to Vapi behind its outputs where the trigger owes an answer. */
function workflow(
  id: string,
  type: string,
  parameters: object,
  answer?: { outputs: number; fields: object },
): Workflow {
  const toAnswer = [{ node: 'Answer', type: 'main', index: 0 }];
  return {
    ...{ id, name: `Workflow ${id}` },
    nodes: [
      {
        ...{ id: `${id}-trigger`, name: TRIGGER, type: `n8n-nodes-vapi.${type}`, typeVersion: 1 },
        ...{ position: [0, 0], webhookId: `${id}-webhook` },
        parameters: { authentication: 'vapiWebhookApi', path: id, registerInVapi: true, ...parameters },
        credentials: {
          vapiApi: { id: 'vapi', name: 'Vapi' },
          vapiWebhookApi: { id: bearerCredential.id, name: bearerCredential.name },
        },
      },
      ...(answer === undefined
        ? []
        : [
            {
              ...{ id: `${id}-answer`, name: 'Answer', type: 'n8n-nodes-vapi.vapiRespond', typeVersion: 1 },
              ...{ position: [260, 0], parameters: answer.fields },
            },
          ]),
    ],
    connections:
      answer === undefined
        ? {}
        : { [TRIGGER]: { main: Array.from({ length: answer.outputs }, () => toAnswer) } },
    settings: { executionOrder: 'v1' },
  };
}

interface ToolSpec {
  /** Those that get the tools. */
  assistants?: readonly string[];
  /** Further fields of the trigger. */
  parameters?: object;
  /** What Respond to Vapi says. */
  result?: string;
}

/** A Vapi Tool Trigger that registers these tools, all of its outputs with one Respond to Vapi. */
export function toolWorkflow(
  id: string,
  tools: readonly object[],
  { assistants = [], parameters = {}, result = '=Booked for {{ $json.parameters.date }}.' }: ToolSpec = {},
): Workflow {
  return workflow(
    id,
    'vapiToolTrigger',
    { tools: { tool: tools }, registrationAssistants: assistants, ...parameters },
    { outputs: tools.length, fields: { respondWith: 'text', result } },
  );
}

/** A Vapi Trigger for two events of an assistant and a phone number. */
export function eventWorkflow(id: string, assistant: string, number: string): Workflow {
  return workflow(id, 'vapiTrigger', {
    ...{ events: ['end-of-call-report', 'hang'], simple: true },
    ...{ registrationAssistants: [assistant], registrationPhoneNumbers: [number] },
  });
}

/** A Vapi Request Trigger that says which assistant takes the calls of a phone number. */
export function requestWorkflow(id: string, number: string, assistant: string): Workflow {
  return workflow(
    id,
    'vapiRequestTrigger',
    { requests: ['assistant-request'], registrationPhoneNumbers: [number] },
    {
      outputs: 1,
      fields: {
        ...{ respondWith: 'assistant', target: 'assistant' },
        assistantId: { __rl: true, mode: 'id', value: assistant },
      },
    },
  );
}
