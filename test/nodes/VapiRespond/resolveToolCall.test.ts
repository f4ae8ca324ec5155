import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { resolveToolCall } from '../../../nodes/VapiRespond/resolveToolCall';
import { runWorkflow, type EngineNode } from '../../support/engine';
import { answers, call, chain, RESPOND, respond, text, TRIGGER, trigger } from '../../support/engineRespond';

describe('which call an item answers', () => {
  it('is found by linking when no field of the trigger is left', async () => {
    const run = await runWorkflow({
      nodes: [
        trigger(),
        {
          name: 'Code',
          // Back to front, so that an answer by position would be wrong.
          step: (items) => items.map((_, item) => ({ json: { row: item }, pairedItem: { item } })).reverse(),
        },
        respond(text('={{ $json.row }}')),
      ],
      wires: chain(TRIGGER, 'Code', RESPOND),
      start: [[call('a'), call('b')]],
    });
    expect(answers(run)).toEqual([
      [
        { toolCallId: 'b', kind: 'result', text: '1' },
        { toolCallId: 'a', kind: 'result', text: '0' },
      ],
    ]);
  });

  it('is found by linking through several nodes, against a field that says otherwise', async () => {
    const set: EngineNode['step'] = (items) =>
      items.map(({ json }, item) => ({ json: { ...json, toolCallId: 'b' }, pairedItem: { item } }));
    const run = await runWorkflow({
      nodes: [trigger(), { name: 'Set', step: set }, { name: 'Set 2', step: set }, respond(text('ok'))],
      wires: chain(TRIGGER, 'Set', 'Set 2', RESPOND),
      start: [[call('a')]],
    });
    expect(answers(run)).toEqual([[{ toolCallId: 'a', kind: 'result', text: 'ok' }]]);
  });

  // Three rows in, one without a link out: n8n has nothing to go by.
  const split: EngineNode = {
    name: 'Split',
    step: (items) => items.flatMap(() => [{ json: {} }, { json: {} }, { json: {} }]),
  };
  const merge = (json: INodeExecutionData['json']): EngineNode => ({ name: 'Merge', step: () => [{ json }] });

  it('is the only one there is when linking is lost', async () => {
    const run = await runWorkflow({
      nodes: [trigger(), split, merge({ total: 3 }), respond(text('={{ $json.total }} slots'))],
      wires: chain(TRIGGER, 'Split', 'Merge', RESPOND),
      start: [[call('a')]],
    });
    expect(answers(run)).toEqual([[{ toolCallId: 'a', kind: 'result', text: '3 slots' }]]);
  });

  it('is the one whose id the item still carries when linking is lost', async () => {
    const run = await runWorkflow({
      nodes: [trigger(), split, merge({ toolCallId: 'b' }), respond(text('ok'))],
      wires: chain(TRIGGER, 'Split', 'Merge', RESPOND),
      start: [[call('a'), call('b')]],
    });
    expect(answers(run)).toEqual([[{ toolCallId: 'b', kind: 'result', text: 'ok' }]]);
  });

  it.each([
    ['no id', {}],
    ['an id that nobody asked for', { toolCallId: 'forged' }],
  ])('is not guessed between two calls when linking is lost: %s', async (_, json) => {
    const run = await runWorkflow({
      nodes: [trigger(), split, merge(json), respond(text('ok'))],
      wires: chain(TRIGGER, 'Split', 'Merge', RESPOND),
      start: [[call('a'), call('b')]],
    });
    expect(run.status).toBe('error');
    expect(run.error?.message).toBe('It is not clear which tool call item 0 answers');
    expect(run.error?.description).toContain('pairedItem');
    expect(answers(run)).toEqual([]);
  });

  it('is not guessed when both outputs of the trigger lead through a node that aggregates', async () => {
    const aggregate: EngineNode['step'] = (items) => [
      { json: { say: 'all' }, pairedItem: items.map((_, item) => ({ item })) },
    ];
    const run = await runWorkflow({
      nodes: [
        trigger(['check_availability', 'book_appointment']),
        { name: 'Merge', step: aggregate },
        respond(text('={{ $json.say }}')),
      ],
      wires: [
        { from: TRIGGER, output: 0, to: 'Merge' },
        { from: TRIGGER, output: 1, to: 'Merge' },
        ...chain('Merge', RESPOND),
      ],
      start: [[call('a', { tool: 'check_availability' })], [call('b'), call('c')]],
    });
    // One of the two runs has one item in and is linked; the other must not pass for it.
    expect(
      answers(run)
        .flat()
        .map(({ toolCallId }) => toolCallId),
    ).not.toContain('b');
    expect(run.status).toBe('error');
    expect(run.error?.message).toBe('It is not clear which tool call item 0 answers');
  });

  it.each([
    ['first', ['Other Trigger', TRIGGER]],
    ['last', [TRIGGER, 'Other Trigger']],
  ])('belongs to the trigger that ran, also when another one is connected %s', async (_, order) => {
    const run = await runWorkflow({
      nodes: [trigger(), { ...trigger(), name: 'Other Trigger' }, respond(text('ok'))],
      wires: order.map((from) => ({ from, to: RESPOND })),
      start: [[call('a')]],
    });
    expect(answers(run)).toEqual([[{ toolCallId: 'a', kind: 'result', text: 'ok' }]]);
  });

  it('also works when the trigger has a name with quotes', async () => {
    const name = `Dana's "tools" \\ 1`;
    const run = await runWorkflow({
      nodes: [{ ...trigger(), name }, respond(text('ok'))],
      wires: chain(name, RESPOND),
      start: [[call('a')]],
    });
    expect(answers(run)).toEqual([[{ toolCallId: 'a', kind: 'result', text: 'ok' }]]);
  });
});

it('ends its search for calls also where n8n has an empty list for outputs that are not there', () => {
  const items = (expression: string): unknown[] =>
    expression.includes('.all(0)') ? [{ toolCallId: 'a' }] : [];
  const context = {
    getInputData: () => [{ json: {} }],
    evaluateExpression: (expression: string) =>
      expression.includes('.all(') ? items(expression) : undefined,
  } as unknown as IExecuteFunctions;
  expect(resolveToolCall(context, 'Tools', 0)?.toolCallId).toBe('a');
});
