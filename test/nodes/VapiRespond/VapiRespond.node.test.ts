import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { ToolAnswer } from '../../../nodes/shared/protocol/results';
import { LONG_RESULT } from '../../../nodes/VapiRespond/hints';
import { runWorkflow, type EngineNode } from '../../support/engine';
import { answers, call, chain, RESPOND, respond, text, TRIGGER, trigger } from '../../support/engineRespond';

describe('what is answered', () => {
  const cases: Array<[string, INodeParameters, INodeExecutionData[], ToolAnswer]> = [
    [
      'a text from an expression over the trigger item',
      text('={{ "Booked for " + $json.parameters.date }}'),
      [call('a')],
      { toolCallId: 'a', kind: 'result', text: 'Booked for 2026-08-24' },
    ],
    [
      'a text of several lines as one line',
      text('Booked.\nSee you\r\n\tthen.'),
      [call('a')],
      { toolCallId: 'a', kind: 'result', text: 'Booked. See you then.' },
    ],
    [
      'an object in the text field as JSON',
      text('={{ { ok: true, at: "10:00" } }}'),
      [call('a')],
      { toolCallId: 'a', kind: 'result', text: '{"ok":true,"at":"10:00"}' },
    ],
    [
      'an empty text as words, because an empty result counts as none',
      text(''),
      [call('a')],
      { toolCallId: 'a', kind: 'result', text: '(no result)' },
    ],
    [
      'the item as JSON',
      { respondWith: 'item', fields: '' },
      [{ json: { toolCallId: 'a', slot: '10:00' } }],
      { toolCallId: 'a', kind: 'result', text: '{"toolCallId":"a","slot":"10:00"}' },
    ],
    [
      'chosen fields of the item, unknown ones left out',
      { respondWith: 'item', fields: ' slot , missing,, price ' },
      [{ json: { toolCallId: 'a', slot: '10:00', price: 0, secret: 'x' } }],
      { toolCallId: 'a', kind: 'result', text: '{"slot":"10:00","price":0}' },
    ],
    [
      'an error',
      { respondWith: 'error', errorMessage: 'Taken.\nOffer 15:30.' },
      [call('a')],
      { toolCallId: 'a', kind: 'error', text: 'Taken. Offer 15:30.' },
    ],
  ];

  it.each(cases)('%s', async (_, parameters, items, expected) => {
    const run = await runWorkflow({
      nodes: [trigger(), respond(parameters)],
      wires: chain(TRIGGER, RESPOND),
      start: [items],
    });
    expect(run.error).toBeUndefined();
    expect(answers(run)).toEqual([[expected]]);
  });

  it('passes the items on with the answer added, linked to what came in', async () => {
    const run = await runWorkflow({
      nodes: [trigger(), respond(text('Booked'))],
      wires: chain(TRIGGER, RESPOND),
      start: [[call('a', { receivedAt: new Date(Date.now() - 50).toISOString() })]],
    });
    const [item] = run.items(RESPOND);
    expect(item?.pairedItem).toEqual({ item: 0 });
    expect(item?.json).toMatchObject({
      parameters: { date: '2026-08-24' },
      vapiAnswer: { toolCallId: 'a', tool: 'book_appointment', result: 'Booked' },
    });
    const { elapsedMs, late, duplicate } = item?.json.vapiAnswer as Record<string, unknown>;
    expect(elapsedMs).toBeGreaterThanOrEqual(50);
    expect([late, duplicate]).toEqual([undefined, undefined]);
  });

  it('says so when the deadline has passed, and still sends the answer', async () => {
    const past = new Date(Date.now() - 60_000).toISOString();
    const run = await runWorkflow({
      nodes: [trigger(), respond(text('Booked'))],
      wires: chain(TRIGGER, RESPOND),
      start: [[call('a', { receivedAt: past, deadlineAt: past })]],
    });
    expect(run.output(RESPOND)[0]?.vapiAnswer).toMatchObject({ late: true });
    expect(answers(run)).toHaveLength(1);
    expect(run.hints(RESPOND)).toEqual([
      expect.stringContaining(
        'the tool call "book_appointment" was answered with the fallback of "Vapi Tool Trigger"',
      ),
    ]);
  });

  it.each([
    [LONG_RESULT, []],
    [
      LONG_RESULT + 1,
      [expect.stringContaining(`The answer to "book_appointment" has ${LONG_RESULT + 1} characters.`)],
    ],
  ])('sends %d characters whole, and warns of what is long', async (length, hints) => {
    const long = 'x'.repeat(length);
    const run = await runWorkflow({
      nodes: [trigger(), respond(text(long))],
      wires: chain(TRIGGER, RESPOND),
      start: [[call('a')]],
    });
    expect(answers(run)).toEqual([[{ toolCallId: 'a', kind: 'result', text: long }]]);
    expect(run.hints(RESPOND)).toEqual(hints);
  });

  it('answers the deprecated function call, which has no id', async () => {
    const run = await runWorkflow({
      nodes: [trigger(), respond(text('Booked'))],
      wires: chain(TRIGGER, RESPOND),
      start: [[call(undefined)]],
    });
    expect(answers(run)).toEqual([[{ toolCallId: undefined, kind: 'result', text: 'Booked' }]]);
    expect(run.output(RESPOND)[0]?.vapiAnswer).not.toHaveProperty('toolCallId');
  });
});

describe('several items', () => {
  /** One call becomes three rows, as a database node would do. */
  const rows: EngineNode = {
    name: 'Rows',
    step: (items) =>
      items.flatMap((_, item) =>
        ['10:00', '11:00', '10:00'].map((slot) => ({ json: { slot }, pairedItem: { item } })),
      ),
  };

  it.each<[string, INodeParameters, ToolAnswer]>([
    [
      'texts are joined, the same one said once',
      text('={{ $json.slot }}'),
      { toolCallId: 'a', kind: 'result', text: '10:00; 11:00' },
    ],
    [
      'items become a list',
      { respondWith: 'item', fields: 'slot' },
      {
        toolCallId: 'a',
        kind: 'result',
        text: '[{"slot":"10:00"},{"slot":"11:00"},{"slot":"10:00"}]',
      },
    ],
    [
      'errors are joined',
      { respondWith: 'error', errorMessage: '={{ $json.slot }} is taken' },
      { toolCallId: 'a', kind: 'error', text: '10:00 is taken; 11:00 is taken' },
    ],
  ])('of one call are one answer: %s', async (_, parameters, expected) => {
    const run = await runWorkflow({
      nodes: [trigger(), rows, respond(parameters)],
      wires: chain(TRIGGER, 'Rows', RESPOND),
      start: [[call('a')]],
    });
    expect(answers(run)).toEqual([[expected]]);
    expect(run.items(RESPOND)).toHaveLength(3);
  });

  it('of two calls of one tool are two answers in one chunk', async () => {
    const run = await runWorkflow({
      nodes: [trigger(), respond(text('={{ $json.toolCallId }} done'))],
      wires: chain(TRIGGER, RESPOND),
      start: [[call('a'), call('b')]],
    });
    expect(answers(run)).toEqual([
      [
        { toolCallId: 'a', kind: 'result', text: 'a done' },
        { toolCallId: 'b', kind: 'result', text: 'b done' },
      ],
    ]);
  });
});

describe('two tools on two outputs', () => {
  const twoTools = trigger(['check_availability', 'book_appointment']);

  it('are answered in two runs of one node', async () => {
    const run = await runWorkflow({
      nodes: [twoTools, respond(text('={{ $json.tool }} done'))],
      wires: [
        { from: TRIGGER, output: 0, to: RESPOND },
        { from: TRIGGER, output: 1, to: RESPOND },
      ],
      start: [[call('a', { tool: 'check_availability' })], [call('b')]],
    });
    expect(run.runsOf(RESPOND)).toBe(2);
    // In which order n8n runs the two branches is n8n's business: the guard restores Vapi's order.
    expect(answers(run)).toHaveLength(2);
    expect(answers(run)).toEqual(
      expect.arrayContaining([
        [{ toolCallId: 'a', kind: 'result', text: 'check_availability done' }],
        [{ toolCallId: 'b', kind: 'result', text: 'book_appointment done' }],
      ]),
    );
  });

  it('are answered by two nodes, also when linking is lost in both branches', async () => {
    const unlinked: EngineNode['step'] = () => [{ json: {} }, { json: {} }];
    const run = await runWorkflow({
      nodes: [
        twoTools,
        { name: 'First', step: unlinked },
        { name: 'Second', step: unlinked },
        { ...respond(text('one')), name: 'Respond 1' },
        { ...respond(text('two')), name: 'Respond 2' },
      ],
      wires: [
        { from: TRIGGER, output: 0, to: 'First' },
        { from: TRIGGER, output: 1, to: 'Second' },
        ...chain('First', 'Respond 1'),
        ...chain('Second', 'Respond 2'),
      ],
      start: [[call('a', { tool: 'check_availability' })], [call('b')]],
    });
    expect(run.error).toBeUndefined();
    expect(answers(run)).toEqual([
      [{ toolCallId: 'a', kind: 'result', text: 'one' }],
      [{ toolCallId: 'b', kind: 'result', text: 'two' }],
    ]);
  });
});

describe('answering twice', () => {
  it('keeps the first answer of two nodes, and says so at the second', async () => {
    const run = await runWorkflow({
      nodes: [
        trigger(),
        { ...respond(text('first')), name: 'Respond 1' },
        { ...respond(text('second')), name: 'Respond 2' },
      ],
      wires: chain(TRIGGER, 'Respond 1', 'Respond 2'),
      start: [[call('a')]],
    });
    expect(run.status).toBe('success');
    expect(answers(run)).toEqual([[{ toolCallId: 'a', kind: 'result', text: 'first' }]]);
    expect(run.output('Respond 1')[0]?.vapiAnswer).not.toHaveProperty('duplicate');
    expect(run.output('Respond 2')[0]?.vapiAnswer).toMatchObject({ result: 'second', duplicate: true });
    expect(run.hints('Respond 1')).toEqual([]);
    expect(run.hints('Respond 2')).toEqual([
      'This answer was not sent: the tool call "book_appointment" had its answer before. The first one counts.',
    ]);
  });

  it('still knows the first answer after others were given', async () => {
    const names = ['Respond 1', 'Respond 2', 'Respond 3'];
    const run = await runWorkflow({
      nodes: [
        trigger(['x', 'y']),
        ...names.map((name) => ({ ...respond(text(name)), name })),
        { name: 'Back to a', step: () => [{ json: { toolCallId: 'a' }, pairedItem: { item: 5 } }] },
      ],
      wires: [
        { from: TRIGGER, output: 0, to: 'Respond 1' },
        { from: TRIGGER, output: 1, to: 'Respond 2' },
        ...chain('Respond 2', 'Back to a', 'Respond 3'),
      ],
      start: [[call('a')], [call('b')]],
    });
    expect(run.error).toBeUndefined();
    expect(
      answers(run)
        .flat()
        .map(({ toolCallId }) => toolCallId),
    ).toEqual(['a', 'b']);
    expect(run.output('Respond 3')[0]?.vapiAnswer).toMatchObject({ toolCallId: 'a', duplicate: true });
  });

  it('keeps the first answer of two runs of one node, and sends what is new in the second', async () => {
    const run = await runWorkflow({
      nodes: [trigger(['x', 'y']), respond(text('={{ "run " + $runIndex }}'))],
      wires: [
        { from: TRIGGER, output: 0, to: RESPOND },
        { from: TRIGGER, output: 1, to: RESPOND },
      ],
      start: [
        [call('a'), call('b')],
        [call('a'), call('c')],
      ],
    });
    const sent = answers(run);
    expect(sent).toHaveLength(2);
    expect(sent.map((list) => list.map((answer) => answer.text))).toEqual([['run 0', 'run 0'], ['run 1']]);
    expect(
      sent
        .flat()
        .map((answer) => answer.toolCallId)
        .sort(),
    ).toEqual(['a', 'b', 'c']);
  });
});

describe('wrong use', () => {
  const start: EngineNode = { name: 'Start', step: (items) => items };

  it('without a trigger above fails with what to do', async () => {
    const run = await runWorkflow({
      nodes: [start, respond(text('ok'))],
      wires: chain('Start', RESPOND),
      start: [[{ json: {} }]],
    });
    expect(run.status).toBe('error');
    expect(run.error?.message).toBe(
      'There is no Vapi trigger that waits for an answer before "Respond to Vapi"',
    );
    expect(run.error?.description).toContain('Connect this node');
  });

  it('gives error items, linked, when the node is set to continue on fail', async () => {
    const run = await runWorkflow({
      nodes: [start, respond(text('ok'), { continueOnFail: true })],
      wires: chain('Start', RESPOND),
      start: [[{ json: {} }, { json: {} }]],
    });
    expect(run.status).toBe('success');
    expect(run.items(RESPOND)).toEqual([
      expect.objectContaining({
        json: {
          error: 'There is no Vapi trigger that waits for an answer before "Respond to Vapi"',
          details: expect.stringContaining('Connect this node'),
        },
        pairedItem: { item: 0 },
      }),
      expect.objectContaining({ pairedItem: { item: 1 } }),
    ]);
    expect(answers(run)).toEqual([]);
  });

  it('with an expression that throws fails, and answers nothing', async () => {
    const run = await runWorkflow({
      nodes: [trigger(), respond(text('={{ $("Nowhere").first().json.x }}'))],
      wires: chain(TRIGGER, RESPOND),
      start: [[call('a')]],
    });
    expect(run.status).toBe('error');
    expect(answers(run)).toEqual([]);
  });

  it('with an answer to another request fails, and names what fits', async () => {
    const run = await runWorkflow({
      nodes: [trigger(), respond({ respondWith: 'endpointing' })],
      wires: chain(TRIGGER, RESPOND),
      start: [[call('a')]],
    });
    expect(run.error?.message).toBe(
      'Wrong kind of answer: "Vapi Tool Trigger" was asked for a tool, and "Endpointing: Time to Wait" does not answer that; what fits is "Tool: Error" or "Tool: Item as JSON" or "Tool: JSON" or "Tool: Text"',
    );
    expect(answers(run)).toEqual([]);
  });

  it('with a value that has no JSON fails, and the assistant is not told [object Object]', async () => {
    const cyclic: INodeExecutionData['json'] = {};
    cyclic.self = cyclic;
    const run = await runWorkflow({
      nodes: [
        trigger(),
        { name: 'Cycle', step: () => [{ json: cyclic, pairedItem: { item: 0 } }] },
        respond({ respondWith: 'item' }),
      ],
      wires: chain(TRIGGER, 'Cycle', RESPOND),
      start: [[call('a')]],
    });
    expect(run.error?.message).toBe(
      'The answer to the tool call "book_appointment" cannot be written as JSON',
    );
    expect(answers(run)).toEqual([]);
  });

  it('in one item keeps no other call from its answer', async () => {
    const run = await runWorkflow({
      nodes: [trigger(), respond(text('={{ $json.parameters.date.length > 4 ? "ok" : undefined }}'))],
      wires: chain(TRIGGER, RESPOND),
      start: [[call('a', { parameters: { date: '' } }), call('b')]],
    });
    expect(answers(run)).toEqual([[{ toolCallId: 'b', kind: 'result', text: 'ok' }]]);
    expect(run.status).toBe('error');
    expect(run.error?.message).toBe('The answer to the tool call "book_appointment" is undefined');
  });
});
