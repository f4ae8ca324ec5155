import type { INodeExecutionData } from 'n8n-workflow';
import { runWorkflow, type EngineNode, type EngineRun } from '../../support/engine';
import { answers, call, chain, RESPOND, respond, text, TRIGGER, trigger } from '../../support/engineRespond';

const passOn: EngineNode['step'] = (items) => items;

/** Starts at the first node; the others are wired to Respond to Vapi without having run. */
async function run(names: string[], waiting: EngineNode[] = []): Promise<EngineRun> {
  return await runWorkflow({
    nodes: [...names.map((name) => ({ name, step: passOn })), ...waiting, respond(text('ok'))],
    wires: [...chain(...names, RESPOND), ...waiting.map(({ name }) => ({ from: name, to: RESPOND }))],
    start: [[{ json: {} }] satisfies INodeExecutionData[]],
  });
}

it.each<[string, string[], EngineNode[], string, string]>([
  [
    'there is no trigger',
    ['Start'],
    [],
    'There is no Vapi trigger that waits for an answer before "Respond to Vapi"',
    'Connect this node',
  ],
  [
    'the trigger is in the workflow that called this one',
    ['executeWorkflowTrigger'],
    [],
    '"Respond to Vapi" is in a sub-workflow, where no Vapi trigger waits for an answer',
    'Let the sub-workflow give its data back',
  ],
  [
    'another trigger has started the workflow',
    ['Manual'],
    [trigger()],
    `The workflow was not started by "${TRIGGER}": nobody waits for an answer`,
    'pin data',
  ],
  [
    'none of several triggers has started the workflow',
    ['Manual'],
    [trigger(), { ...trigger(), name: 'Other' }],
    `The workflow was not started by "Other" or "${TRIGGER}": nobody waits for an answer`,
    'pin data',
  ],
])('says in words that %s', async (_, names, waiting, message, fix) => {
  const result = await run(names, waiting);
  expect(result.status).toBe('error');
  expect(result.error?.message).toBe(message);
  expect(result.error?.description).toContain(fix);
  expect(answers(result)).toEqual([]);
});

it('answers a tool call beside a request trigger that did not run', async () => {
  const result = await runWorkflow({
    nodes: [trigger(), { name: 'vapiRequestTrigger', step: passOn }, respond(text('ok'))],
    wires: [
      { from: 'vapiRequestTrigger', to: RESPOND },
      { from: TRIGGER, to: RESPOND },
    ],
    start: [[call('a')]],
  });
  expect(answers(result)).toEqual([[{ toolCallId: 'a', kind: 'result', text: 'ok' }]]);
});
