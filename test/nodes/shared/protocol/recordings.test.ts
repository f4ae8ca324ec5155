import { compact } from '../../../../nodes/shared/protocol/json';
import { recordingLinks } from '../../../../nodes/shared/protocol/recordings';

it('gives a link for each kind, those that need no key first', () => {
  expect(
    recordingLinks({
      recordingUrl: 'plain-mono',
      stereoRecordingUrl: 'plain-stereo',
      videoRecordingUrl: 'plain-video',
      pcapUrl: 'plain-pcap',
      logUrl: 'plain-log',
      recording: {
        stereoUrl: 'nested-stereo',
        videoUrl: 'nested-video',
        mono: {
          combinedUrl: 'nested-mono',
          assistantUrl: 'nested-assistant',
          customerUrl: 'nested-customer',
        },
      },
      presignedMonoUrl: 'mono',
      presignedStereoUrl: 'stereo',
      presignedVideoUrl: 'video',
      presignedAssistantUrl: 'assistant',
      presignedCustomerUrl: 'customer',
      presignedPcapUrl: 'pcap',
      presignedLogUrl: 'log',
      presignedUrlsExpiresAt: '2026-08-20T10:15:34.000Z',
    }),
  ).toEqual({
    recordingUrl: 'stereo',
    stereoRecordingUrl: 'stereo',
    monoRecordingUrl: 'mono',
    assistantRecordingUrl: 'assistant',
    customerRecordingUrl: 'customer',
    videoRecordingUrl: 'video',
    pcapUrl: 'pcap',
    logUrl: 'log',
    linksExpireAt: '2026-08-20T10:15:34.000Z',
  });
});

it('takes the plain ones, and those of the nested form', () => {
  expect(
    compact(
      recordingLinks({
        logUrl: 'log',
        recording: { stereoUrl: 'stereo', mono: { combinedUrl: 'mono', customerUrl: 'customer' } },
      }),
    ),
  ).toEqual({
    recordingUrl: 'stereo',
    stereoRecordingUrl: 'stereo',
    monoRecordingUrl: 'mono',
    customerRecordingUrl: 'customer',
    logUrl: 'log',
  });
});

it.each([
  [{ presignedMonoUrl: 'mono', stereoRecordingUrl: 'stereo' }, {}, 'mono'],
  [{ stereoRecordingUrl: 'stereo', recordingUrl: 'plain' }, {}, 'stereo'],
  [{ recordingUrl: 'plain' }, { recordingUrl: 'old' }, 'plain'],
  [{}, { recordingUrl: 'old', stereoRecordingUrl: 'old-stereo' }, 'old-stereo'],
  [{ recordingUrl: 5, recording: 'x' }, {}, undefined],
])('finds the best link of %j and %j', (artifact, legacy, expected) => {
  expect(recordingLinks(artifact, legacy).recordingUrl).toBe(expected);
});
