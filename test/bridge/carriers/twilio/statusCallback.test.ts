import { parseTwilioStatus } from '../../../../bridge/src/carriers/twilio/statusCallback';

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

  it.each([
    [{}],
    [{ CallStatus: 'in-progress' }],
    [{ CallStatus: ['completed'] }],
    [{ StreamEvent: 'stream-started', CallStatus: 'completed' }],
    [{ StreamEvent: 'stream-stopped' }],
  ])('makes nothing of %j', (form) => {
    expect(parseTwilioStatus(form)).toEqual({ kind: 'other' });
  });
});
