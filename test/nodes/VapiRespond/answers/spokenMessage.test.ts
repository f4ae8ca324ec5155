import type { INodeParameters } from 'n8n-workflow';
import { runWorkflow, type EngineNode, type EngineRun } from '../../../support/engine';
import { answers, call, chain, RESPOND, respond, TRIGGER, trigger } from '../../../support/engineRespond';

async function run(parameters: INodeParameters, ...between: EngineNode[]): Promise<EngineRun> {
  return await runWorkflow({
    nodes: [trigger(), ...between, respond(parameters)],
    wires: chain(TRIGGER, ...between.map(({ name }) => name), RESPOND),
    start: [[call('a')]],
  });
}

it.each<[string, INodeParameters, object]>([
  [
    'a result',
    { respondWith: 'text', result: 'ok', toolOptions: { spokenMessage: '=Booked for {{ $json.tool }}.' } },
    { toolCallId: 'a', kind: 'result', text: 'ok', message: { content: 'Booked for book_appointment.' } },
  ],
  [
    'an error, after which the call ends',
    {
      respondWith: 'error',
      errorMessage: 'no',
      toolOptions: { spokenMessage: 'Please call later.', endCall: true },
    },
    {
      toolCallId: 'a',
      kind: 'error',
      text: 'no',
      message: { content: 'Please call later.', endCall: true },
    },
  ],
  [
    'nothing, where the message is empty',
    { respondWith: 'text', result: 'ok', toolOptions: { spokenMessage: '={{ $json.nothing }}' } },
    { toolCallId: 'a', kind: 'result', text: 'ok' },
  ],
])('goes with %s', async (_, parameters, expected) => {
  expect(answers(await run(parameters))).toEqual([[expected]]);
});

it('is in the output of the node', async () => {
  const result = await run({ respondWith: 'text', result: 'ok', toolOptions: { spokenMessage: 'Done.' } });
  expect(result.output(RESPOND)[0]?.vapiAnswer).toMatchObject({ result: 'ok', spokenMessage: 'Done.' });
});

it('is said once for several items of a call', async () => {
  const rows: EngineNode = {
    name: 'Rows',
    step: (items) =>
      items.flatMap((_, item) => ['a', 'b', 'a'].map((slot) => ({ json: { slot }, pairedItem: { item } }))),
  };
  const result = await run(
    { respondWith: 'text', result: 'ok', toolOptions: { spokenMessage: '={{ $json.slot }}' } },
    rows,
  );
  expect(answers(result)[0]?.[0]?.message).toEqual({ content: 'a; b' });
});

it.each<[string, INodeParameters, string]>([
  [
    'is refused where Vapi would refuse it',
    { spokenMessage: 'x'.repeat(1001) },
    'Spoken Message has 1001 characters, 1000 are allowed',
  ],
  ['is missed where the call is to end after it', { endCall: true }, 'Spoken Message, after which the call'],
])('%s', async (_, toolOptions, expected) => {
  const result = await run({ respondWith: 'text', result: 'ok', toolOptions });
  expect(result.error?.message).toContain(expected);
  expect(answers(result)).toEqual([]);
});
