import { parsePlivoStatus } from '../../../../bridge/src/carriers/plivo/statusCallback';

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
