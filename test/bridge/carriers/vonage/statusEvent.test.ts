import {
  answeredBy,
  dialOutcome,
  isOver,
  isStreamFailure,
  transferNews,
} from '../../../../bridge/src/carriers/vonage/statusEvent';

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

describe('the events of a hand-over at Vonage', () => {
  it.each([
    ['answered', 'answered'],
    ['completed', 'completed'],
    ['busy', 'busy'],
    ['timeout', 'no-answer'],
    ['unanswered', 'no-answer'],
    ['failed', 'failed'],
    ['rejected', 'failed'],
    ['cancelled', undefined],
    ['ringing', undefined],
  ])('%s says %s', (status, news) => {
    expect(transferNews({ status })).toBe(news);
  });

  it.each([
    ['failed', true],
    ['timeout', true],
    ['completed', false],
    ['ringing', false],
  ])('%s of a stream says that it could not be opened: %s', (status, isFailure) => {
    expect(isStreamFailure({ status })).toBe(isFailure);
  });
});
