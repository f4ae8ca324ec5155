import {
  answeredBy,
  dialledOutcome,
  isTransferAnswered,
  parsePlivoStatus,
  transferOutcome,
} from '../../../../bridge/src/carriers/plivo/statusCallback';

it.each([
  [{ Event: 'StartStream', StreamID: 's' }, 'other'],
  [{ Event: 'StopStream', StreamID: 's', CallStatus: 'completed' }, 'other'],
  [{ Event: 'DroppedStream', StreamID: 's' }, 'stream-failed'],
  [{ Event: 'failed', StreamID: 's' }, 'stream-failed'],
  [{ Event: 'Hangup', CallStatus: 'completed' }, 'call-over'],
  [{ CallStatus: 'no-answer' }, 'call-over'],
  [{ CallStatus: 'in-progress' }, 'other'],
  [{}, 'other'],
])('%j: %s', (form, status) => {
  expect(parsePlivoStatus(form as Record<string, string>)).toBe(status);
});

describe('what becomes of a hand-over at Plivo', () => {
  it.each([
    ['completed', 'completed'],
    ['busy', 'busy'],
    ['no-answer', 'no-answer'],
    ['timeout', 'no-answer'],
    ['failed', 'failed'],
    [undefined, 'failed'],
  ])('is told by DialStatus %s: %s', (status, outcome) => {
    expect(transferOutcome(status === undefined ? {} : { DialStatus: status })).toBe(outcome);
  });

  it.each([
    ['answer', true],
    ['connected', true],
    ['hangup', false],
    ['digits', false],
  ])('is answered by DialAction %s: %s', (action, isAnswered) => {
    expect(isTransferAnswered({ DialAction: action })).toBe(isAnswered);
  });
});

describe('what becomes of a call out at Plivo', () => {
  it.each([
    ['completed', 'caller-hung-up'],
    ['busy', 'callee-busy'],
    ['no-answer', 'callee-no-answer'],
    ['timeout', 'callee-no-answer'],
    ['cancel', 'dial-canceled'],
    ['failed', 'dial-failed'],
    ['another word', 'dial-failed'],
  ])('is told by CallStatus %s: %s', (status, reason) => {
    expect(dialledOutcome({ CallStatus: status })).toBe(reason);
  });

  it.each([
    [{ Machine: 'true' }, 'machine'],
    [{ Machine: 'True' }, 'machine'],
    [{ Machine: 'false' }, 'human'],
    [{}, undefined],
  ])('was answered as %j says: %s', (form, result) => {
    expect(answeredBy(form)).toBe(result);
  });
});
