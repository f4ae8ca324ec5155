import type { WorkflowJson } from './harness/rest';

/** With everything in its name that could break an expression. */
export const CALL = `Dana's "call" {{ 1 }}`;
export const FOUND = 'Read the call';

const vapiApi = { id: 'vapiApi', name: 'Vapi' };
const picked = (value: string): object => ({ __rl: true, mode: 'id', value });
const to = (node: string): object[] => [{ node, type: 'main', index: 0 }];

/**
 * Calls whom `POST /webhook/<id>` names (`run`, `assistantId`, `phoneNumberId`, by choice `earliestStart` and `tools`) and waits
 * for the report; where none comes, reads the call.
 */
export function waitingWorkflow(id: string, waitOptions: object = {}): WorkflowJson & { id: string } {
  return {
    ...{ id, name: `Workflow ${id}` },
    nodes: [
      {
        ...{ id: `${id}-start`, name: 'Start', type: 'n8n-nodes-base.webhook', typeVersion: 2.1 },
        ...{ position: [0, 0], webhookId: `${id}-webhook` },
        parameters: { httpMethod: 'POST', path: id, responseMode: 'onReceived', options: {} },
      },
      {
        ...{ id: `${id}-call`, name: CALL, type: 'n8n-nodes-vapi.vapi', typeVersion: 1 },
        position: [260, 0],
        parameters: {
          ...{ resource: 'call', operation: 'createAndWait', customerNumber: '+14155550123' },
          assistantId: picked('={{ $json.body.assistantId }}'),
          phoneNumberId: picked('={{ $json.body.phoneNumberId }}'),
          variables: { variable: [{ name: 'run', value: '={{ $json.body.run }}' }] },
          additionalFields: { earliestStart: '={{ $json.body.earliestStart }}' },
          waitOptions: { toolsWithoutServer: '={{ $json.body.tools ?? "refuse" }}', ...waitOptions },
        },
        credentials: { vapiApi },
      },
      {
        ...{ id: `${id}-if`, name: 'Report?', type: 'n8n-nodes-base.if', typeVersion: 2.2 },
        position: [520, 0],
        parameters: {
          conditions: {
            options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
            combinator: 'and',
            conditions: [
              {
                ...{ id: 'c1', leftValue: '={{ $json.endedReason }}', rightValue: '' },
                operator: { type: 'string', operation: 'notEmpty', singleValue: true },
              },
            ],
          },
          options: {},
        },
      },
      {
        ...{ id: `${id}-get`, name: FOUND, type: 'n8n-nodes-vapi.vapi', typeVersion: 1 },
        position: [780, 100],
        parameters: {
          ...{ resource: 'call', operation: 'get' },
          callId: picked(
            `={{ $(${JSON.stringify(CALL).replace('{{', '\\u007b\\u007b').replace('}}', '\\u007d\\u007d')}).context.callId }}`,
          ),
        },
        credentials: { vapiApi },
      },
    ],
    connections: {
      Start: { main: [to(CALL)] },
      [CALL]: { main: [to('Report?')] },
      'Report?': { main: [[], to(FOUND)] },
    },
    settings: { executionOrder: 'v1' },
  };
}
