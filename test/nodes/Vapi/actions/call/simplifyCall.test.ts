import { simplifyCall } from '../../../../../nodes/Vapi/actions/call/simplifyCall';
import { previewKeys } from '../../../../support/engineOperation';

it('has every field that the previews promise, and no other', () => {
  const keys = Object.keys(simplifyCall({})).sort();
  for (const operation of ['get', 'getAll', 'update'])
    expect(previewKeys('call', operation).sort()).toEqual(keys);
});

it('says how a call ended, what to do about it, and where its recordings are', () => {
  const call = simplifyCall({
    startedAt: '2026-11-20T10:00:00.000Z',
    endedAt: '2026-11-20T10:01:30.400Z',
    endedReason: 'call.start.error-subscription-insufficient-credits',
    artifact: { presignedStereoUrl: 'https://storage.example.com/stereo?sig=1' },
  });
  expect(call).toMatchObject({
    durationSeconds: 90,
    endedReasonText: expect.stringContaining('credit'),
    endedReasonAdvice: expect.any(String),
    recordingUrl: 'https://storage.example.com/stereo?sig=1',
  });
});

it.each([
  [{}],
  [{ startedAt: '2026-11-20T10:00:00.000Z' }],
  [{ startedAt: '2026-11-20T10:00:01.000Z', endedAt: '2026-11-20T10:00:00.000Z' }],
  [{ startedAt: 'today', endedAt: 'tomorrow' }],
])('knows no duration of %j', (call) => {
  expect(simplifyCall(call).durationSeconds).toBeUndefined();
});
