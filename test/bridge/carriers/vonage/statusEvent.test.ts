import { answeredBy, dialOutcome, isOver } from '../../../../bridge/src/carriers/vonage/statusEvent';

it.each(['completed', 'failed', 'rejected', 'busy', 'cancelled', 'timeout', 'unanswered'])(
  '%s is the end of a leg',
  (status) => expect(isOver({ status })).toBe(true),
);

it.each(['started', 'ringing', 'answered', 'machine', undefined, 5])('%s is not', (status) => {
  expect(isOver({ status })).toBe(false);
});

it.each([
  [{ status: 'busy' }, 'callee-busy', undefined],
  [{ status: 'timeout' }, 'callee-no-answer', undefined],
  [{ status: 'cancelled' }, 'dial-canceled', undefined],
  [{ status: 'machine' }, undefined, 'machine'],
  [{ status: 'human' }, undefined, 'human'],
  [{ status: 'answered' }, undefined, undefined],
])('%j ends a call out with %s; answered by %s', (event, outcome, result) => {
  expect(dialOutcome(event)).toBe(outcome);
  expect(answeredBy(event)).toBe(result);
});
