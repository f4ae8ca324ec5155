import { OwedResults, readToolAnswers } from '../../../nodes/VapiToolTrigger/owedResults';
import type { ToolAnswer } from '../../../nodes/shared/protocol/results';
import type { ToolCall } from '../../../nodes/shared/protocol/toolCalls';

const CALLS: ToolCall[] = [
  { id: 'a', name: 'check', arguments: {} },
  { id: 'b', name: 'book', arguments: {} },
];

const result = (toolCallId: string | undefined, text: string): ToolAnswer => ({
  toolCallId,
  kind: 'result',
  text,
});
const sent = (...answers: unknown[]): { kind: string; answers: unknown[] } => ({
  kind: 'tool-calls',
  answers,
});
const bodyOf = (owed: OwedResults): unknown => JSON.parse(String(owed.body().body));

it('is complete when each call has an answer, in Vapi’s order', () => {
  const owed = new OwedResults(CALLS, ({ name }) => `Sorry, no ${name}.`);
  owed.take(sent(result('b', 'booked')));
  expect(owed.isComplete()).toBe(false);
  owed.take(sent(result('a', 'free')));
  expect(owed.isComplete()).toBe(true);
  expect(bodyOf(owed)).toEqual({
    results: [
      { toolCallId: 'a', name: 'check', result: 'free' },
      { toolCallId: 'b', name: 'book', result: 'booked' },
    ],
  });
});

it('keeps the first answer to a call, takes none for calls that nobody made, and fills the rest', () => {
  const owed = new OwedResults(CALLS, ({ name }) => `Sorry, no ${name}.`, [result('a', 'known')]);
  owed.take(sent(result('a', 'second'), result('z', 'forged')));
  expect(bodyOf(owed)).toEqual({
    results: [
      { toolCallId: 'a', name: 'check', result: 'known' },
      { toolCallId: 'b', name: 'book', error: 'Sorry, no book.' },
    ],
  });
});

it('reads answers and leaves out what is none', () => {
  const answer = result('b', 'x');
  expect(
    readToolAnswers(
      sent(null, 1, {}, { toolCallId: 'b', kind: 'other', text: 'x' }, { kind: 'result', text: 5 }, answer),
    ),
  ).toEqual([answer]);
  expect(readToolAnswers({ kind: 'assistant-request', body: {} })).toEqual([]);
});

it('takes the deprecated call, which has no id', () => {
  const owed = new OwedResults([{ id: undefined, name: 'book', arguments: {} }], () => 'Sorry.');
  expect([owed.isComplete(), bodyOf(owed)]).toEqual([false, { result: 'Sorry.' }]);
  owed.take(sent(result(undefined, 'Booked.')));
  expect([owed.isComplete(), bodyOf(owed)]).toEqual([true, { result: 'Booked.' }]);
});

it('does not slow down over a hundred thousand calls', () => {
  const calls = Array.from({ length: 100_000 }, (_, index) => ({
    id: `c${index}`,
    name: 'x',
    arguments: {},
  }));
  const owed = new OwedResults(calls, () => 'Sorry.');
  owed.take(sent(...calls.map(({ id }) => result(id, 'done'))));
  expect(owed.isComplete()).toBe(true);
});

it('reads what is to be said with an answer, and leaves out a message that is none', () => {
  const message = { content: 'Booked.', endCall: true };
  expect(readToolAnswers(sent({ ...result('b', 'x'), message }))).toEqual([{ ...result('b', 'x'), message }]);
  expect(readToolAnswers(sent({ ...result('b', 'x'), message: { content: 5, endCall: 'yes' } }))).toEqual([
    result('b', 'x'),
  ]);
});
