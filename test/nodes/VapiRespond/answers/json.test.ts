import type { INodeParameters } from 'n8n-workflow';
import { runWorkflow, type EngineNode, type EngineRun } from '../../../support/engine';
import { answers, call, chain, RESPOND, respond, TRIGGER, trigger } from '../../../support/engineRespond';

const rows: EngineNode = {
  name: 'Rows',
  step: (items) =>
    items.flatMap((_, item) => [1, 2].map((slot) => ({ json: { slot }, pairedItem: { item } }))),
};

async function run(resultJson: INodeParameters[string], ...between: EngineNode[]): Promise<EngineRun> {
  return await runWorkflow({
    nodes: [trigger(), ...between, respond({ respondWith: 'json', resultJson })],
    wires: chain(TRIGGER, ...between.map(({ name }) => name), RESPOND),
    start: [[call('a')]],
  });
}

it.each<[string, INodeParameters[string], string]>([
  [
    'JSON as it is written',
    '{\n  "free": [ "10:00" ],\n  "note": "a b"\n}',
    '{"free":["10:00"],"note":"a b"}',
  ],
  ['JSON with an expression in it', '={ "day": "{{ $json.parameters.date }}" }', '{"day":"2026-08-24"}'],
  [
    'an object',
    '={{ { day: $json.parameters.date, text: "two\\nlines" } }}',
    '{"day":"2026-08-24","text":"two\\nlines"}',
  ],
  ['a list', '={{ [1, 2] }}', '[1,2]'],
  ['a number', '={{ 0 }}', '0'],
  ['false', '={{ false }}', 'false'],
])('%s', async (_, given, text) => {
  expect(answers(await run(given))).toEqual([[{ toolCallId: 'a', kind: 'result', text }]]);
});

it('makes a list of several items', async () => {
  const [sent] = answers(await run('={{ { slot: $json.slot } }}', rows));
  expect(sent).toEqual([{ toolCallId: 'a', kind: 'result', text: '[{"slot":1},{"slot":2}]' }]);
});

it.each<[string, INodeParameters[string], string]>([
  ['no JSON', '{ free: 10:00 }', 'Result (JSON) is not valid JSON'],
  ['a text', '={{ "Booked." }}', 'Result (JSON) is not valid JSON'],
  ['nothing', '={{ undefined }}', 'The answer to the tool call "book_appointment" is undefined'],
])('says what is wrong: %s', async (_, given, expected) => {
  const result = await run(given);
  expect(result.error?.message).toBe(expected);
  expect(answers(result)).toEqual([]);
});
