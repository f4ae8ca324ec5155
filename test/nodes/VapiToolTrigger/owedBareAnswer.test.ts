import { OwedBareAnswer } from '../../../nodes/VapiToolTrigger/owedBareAnswer';

const sent = (text: string, toolCallId?: string): Record<string, unknown> => ({
  kind: 'tool-calls',
  answers: [{ toolCallId, kind: 'result', text }],
});
const bodyOf = (owed: OwedBareAnswer): unknown => JSON.parse(String(owed.body().body));

it('keeps the first answer', () => {
  const owed = new OwedBareAnswer('Sorry.');
  expect([owed.isComplete(), bodyOf(owed)]).toEqual([false, { error: 'Sorry.' }]);
  owed.take(sent('first'));
  owed.take(sent('second'));
  expect([owed.isComplete(), bodyOf(owed)]).toEqual([true, { result: 'first' }]);
});

it('takes no answer to a call with an ID: it asked for none', () => {
  const owed = new OwedBareAnswer('Sorry.');
  owed.take(sent('of another request', 'call-1'));
  expect(owed.isComplete()).toBe(false);
});

it.each([
  ['{"slots": ["10:00"]}', { slots: ['10:00'] }],
  ['["10:00"]', ['10:00']],
  ['5', { result: '5' }],
  ['"10:00"', { result: '"10:00"' }],
  ['null', { result: 'null' }],
  ['{broken', { result: '{broken' }],
])('sends the text %s as %j', (text, body) => {
  const owed = new OwedBareAnswer('Sorry.');
  owed.take(sent(text));
  expect(bodyOf(owed)).toEqual(body);
});
