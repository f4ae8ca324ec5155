import type { ArgumentProblem } from '../../../nodes/shared/protocol/toolSchema';
import { askAgain } from '../../../nodes/VapiToolTrigger/askAgain';

const missing = (path: string, description?: string): ArgumentProblem => ({
  ...{ path, kind: 'missing', expected: 'text' },
  ...(description === undefined ? {} : { description }),
});
const wrong = (path: string, expected: string, value: unknown): ArgumentProblem => ({
  ...{ path, kind: 'wrong', expected, value },
});

it.each<[ArgumentProblem[], string | undefined]>([
  [[], undefined],
  [
    [missing('date', 'the day of the appointment.')],
    'Missing: date (the day of the appointment). Ask the caller for it and call book again.',
  ],
  [[missing('date'), missing('time')], 'Missing: date, time. Ask the caller for them and call book again.'],
  [
    [wrong('guests', 'a whole number', 'many')],
    'guests must be a whole number, not "many". Correct this and call book again. Ask the caller if you do not know.',
  ],
  [
    [wrong('names[0]', 'text', null)],
    'names[0] must be text, not null. Correct this and call book again. Ask the caller if you do not know.',
  ],
  [
    [wrong('guests', 'a whole number', { n: 5 }), missing('date')],
    'Missing: date. guests must be a whole number, not {"n":5}. Ask the caller for it and call book again.',
  ],
])('%j', (problems, text) => {
  expect(askAgain('book', problems)).toBe(text);
});

it('stays short, however much is wrong', () => {
  const long = 'x'.repeat(10_000);
  const problems = Array.from({ length: 100 }, (_, index) => [
    missing(`p${index}`, long),
    wrong(`q${index}`, 'text', [long]),
  ]).flat();
  expect(askAgain('book', problems)?.length).toBeLessThan(2500);
});
