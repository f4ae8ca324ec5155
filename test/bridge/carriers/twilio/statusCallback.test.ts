import {
  answeredBy,
  dialOutcome,
  isOver,
  parseTwilioStatus,
} from '../../../../bridge/src/carriers/twilio/statusCallback';

describe('parseTwilioStatus', () => {
  it.each([
    ['31920 - Stream - WebSocket - Handshake Error', '31920'],
    ['wss://bridge.test/secret answered 403 (31920)', '31920'],
    ['+14155550199', 'unknown'],
    ['handshake failed', 'unknown'],
    [undefined, 'unknown'],
  ])('reads of a stream error (%s) its number only', (text, code) => {
    const form = { StreamEvent: 'stream-error', StreamError: text, CallStatus: 'completed' };
    expect(parseTwilioStatus(form)).toEqual({ kind: 'stream-error', code });
  });

  it.each(['completed', 'busy', 'failed', 'no-answer', 'canceled'])(
    'takes %s for the end of a call',
    (status) => {
      expect(parseTwilioStatus({ CallStatus: status })).toEqual({ kind: 'call-over', status });
    },
  );

  it('notices that a call out was answered', () => {
    expect(parseTwilioStatus({ CallStatus: 'in-progress' })).toEqual({ kind: 'answered' });
  });

  it.each([
    [{}],
    [{ CallStatus: 'ringing' }],
    [{ CallStatus: ['completed'] }],
    [{ StreamEvent: 'stream-started', CallStatus: 'completed' }],
    [{ StreamEvent: 'stream-stopped' }],
  ])('makes nothing of %j', (form) => {
    expect(parseTwilioStatus(form)).toEqual({ kind: 'other' });
  });
});

describe('the forms of calls out and of <Dial>', () => {
  it('tell who has answered, in one word', () => {
    expect(answeredBy({ AnsweredBy: 'machine_start' })).toBe('machine_start');
    expect(answeredBy({ AnsweredBy: 'human, and so on' })).toBeUndefined();
    expect(answeredBy({})).toBeUndefined();
  });

  it.each([
    ['completed', 'completed'],
    ['answered', 'completed'],
    ['busy', 'busy'],
    ['no-answer', 'no-answer'],
    ['failed', 'failed'],
    ['canceled', 'failed'],
    [undefined, 'failed'],
  ])('tell what became of a <Dial>: %s', (status, outcome) => {
    expect(dialOutcome({ DialCallStatus: status })).toBe(outcome);
  });

  it('tell whether the caller is gone', () => {
    expect([isOver({ CallStatus: 'completed' }), isOver({ CallStatus: 'in-progress' })]).toEqual([
      true,
      false,
    ]);
  });
});
