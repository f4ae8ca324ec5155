import fc from 'fast-check';
import { simplifyEndOfCallReport } from '../../../../nodes/shared/protocol/endOfCall';
import type { JsonObject } from '../../../../nodes/shared/protocol/json';
import { hasSharedFixtures, SHARED_FIXTURES_MISSING, sharedFixture } from '../../../support/engineFixtures';
import { describeWith } from '../../../support/needs';

it('flattens a full report', () => {
  expect(
    simplifyEndOfCallReport({
      type: 'end-of-call-report',
      call: {
        id: 'call-1',
        type: 'inboundPhoneCall',
        assistantId: 'assistant-1',
        assistantOverrides: { variableValues: { name: 'Dana' } },
      },
      customer: { number: '+14155550123' },
      phoneNumber: { number: '+14155550199', twilioAuthToken: 'hidden' },
      startedAt: '2026-08-20T09:15:06.000Z',
      endedAt: '2026-08-20T09:15:31.500Z',
      endedReason: 'customer-ended-call',
      cost: 0.05,
      costs: [
        { type: 'model', cost: 0.0066 },
        { type: 'model', cost: 0.0043 },
        { type: 'voice', cost: 0.0168 },
        { type: 'broken' },
        null,
      ],
      analysis: { summary: 'Booked.', successEvaluation: 'true', structuredData: { booked: true } },
      artifact: {
        transcript: 'AI: Hi',
        recordingUrl: 'https://storage.test/plain.wav',
        presignedMonoUrl: 'https://storage.test/mono.wav?s=1',
        presignedStereoUrl: 'https://storage.test/stereo.wav?s=1',
        structuredOutputs: { a: { name: 'Booking' } },
      },
    }),
  ).toEqual({
    event: 'end-of-call-report',
    callId: 'call-1',
    direction: 'inbound',
    customerNumber: '+14155550123',
    phoneNumber: '+14155550199',
    assistantId: 'assistant-1',
    startedAt: '2026-08-20T09:15:06.000Z',
    endedAt: '2026-08-20T09:15:31.500Z',
    durationSeconds: 25.5,
    endedReason: 'customer-ended-call',
    endedReasonText: 'The caller hung up',
    cost: 0.05,
    costBreakdown: { model: 0.0109, voice: 0.0168 },
    summary: 'Booked.',
    successEvaluation: 'true',
    structuredData: { booked: true },
    structuredOutputs: { a: { name: 'Booking' } },
    transcript: 'AI: Hi',
    recordingUrl: 'https://storage.test/stereo.wav?s=1',
    variables: { name: 'Dana' },
  });
});

it('leaves out what the report does not say', () => {
  expect(simplifyEndOfCallReport({})).toEqual({ event: 'end-of-call-report', variables: {} });
});

it.each<[string, JsonObject, string | undefined]>([
  ['inboundPhoneCall', {}, 'inbound'],
  ['outboundPhoneCall', {}, 'outbound'],
  ['webCall', {}, 'web'],
  ['vapi.websocketCall', {}, 'websocket'],
  ['vapi.websocketCall', { metadata: { direction: 'inbound' } }, 'inbound'],
])('says of a call of type %s which way it went', (type, call, expected) => {
  expect(simplifyEndOfCallReport({ call: { ...call, type } }).direction).toBe(expected);
});

it.each<[string, JsonObject, number | undefined]>([
  ['Vapi sends it', { durationSeconds: 12, startedAt: '2026-01-01T00:00:00Z' }, 12],
  [
    'it is computed from the times of the call',
    { call: { startedAt: '2026-01-01T00:00:00Z', endedAt: '2026-01-01T00:01:00Z' } },
    60,
  ],
  ['the call never started', { endedAt: '2026-01-01T00:01:00Z' }, undefined],
  [
    'the times are the wrong way round',
    { startedAt: '2026-01-01T00:01:00Z', endedAt: '2026-01-01T00:00:00Z' },
    undefined,
  ],
  ['the times are no times', { startedAt: 'yesterday', endedAt: 'today' }, undefined],
])('has a duration only if there is one: %s', (_, message, expected) => {
  expect(simplifyEndOfCallReport(message).durationSeconds).toBe(expected);
});

it.each<[string, JsonObject, string]>([
  ['presignedMonoUrl', { presignedMonoUrl: 'mono', stereoRecordingUrl: 'stereo' }, 'mono'],
  ['stereoRecordingUrl', { stereoRecordingUrl: 'stereo', recordingUrl: 'plain' }, 'stereo'],
  ['recordingUrl', { recordingUrl: 'plain' }, 'plain'],
])('takes the next best recording: %s', (_, artifact, expected) => {
  expect(simplifyEndOfCallReport({ artifact, recordingUrl: 'old' }).recordingUrl).toBe(expected);
});

it('never throws', () => {
  const keys = ['call', 'artifact', 'analysis', 'costs', 'startedAt', 'endedAt', 'customer', 'assistant'];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keys), fc.jsonValue()), (message) => {
      expect(simplifyEndOfCallReport(message).event).toBe('end-of-call-report');
    }),
  );
});

describeWith(hasSharedFixtures, SHARED_FIXTURES_MISSING, 'payloads of the shared folder', () => {
  const simplified = (path: string): JsonObject =>
    simplifyEndOfCallReport(sharedFixture<{ message: JsonObject }>(path).message);

  it('server/end-of-call-report.json', () => {
    expect(simplified('server/end-of-call-report.json')).toMatchObject({
      callId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
      direction: 'outbound',
      customerNumber: '+14155550123',
      phoneNumber: '+14155550199',
      durationSeconds: 25,
      endedReasonText: 'The caller hung up',
      cost: 0.0547,
      costBreakdown: { transport: 0.0058, vapi: 0.0208, analysis: 0.0006 },
      summary: 'Dana booked a check-up for 24 August at 10:00.',
      structuredData: { booked: true, reference: 'NS-4471' },
      recordingUrl: expect.stringMatching(/-stereo\.wav\?X-Amz-Signature=/),
      variables: { customerName: 'Dana', appointmentDate: '2026-08-24', items: 2 },
    });
  });

  it('server/end-of-call-report.no-answer.json', () => {
    const row = simplified('server/end-of-call-report.no-answer.json');
    expect(row).toMatchObject({ endedReasonText: 'Nobody answered', cost: 0 });
    for (const key of ['startedAt', 'durationSeconds', 'summary', 'transcript', 'costBreakdown']) {
      expect(row).not.toHaveProperty(key);
    }
  });

  it('variants/end-of-call-report.legacy-toplevel.json', () => {
    expect(simplified('variants/end-of-call-report.legacy-toplevel.json')).toMatchObject({
      durationSeconds: 25,
      summary: 'Dana booked a check-up.',
      cost: 0.0547,
    });
  });
});

it('names the two numbers of a call that the bridge opened, which has no customer', () => {
  const variableValues = { callerNumber: '+14155550123', calledNumber: '+14155550142' };
  const call = { type: 'vapi.websocketCall', assistantOverrides: { variableValues } };
  expect(simplifyEndOfCallReport({ call })).toMatchObject({
    customerNumber: '+14155550123',
    phoneNumber: '+14155550142',
  });
});

it('takes any kind of cost, also one that objects inherit', () => {
  const costs = [
    { type: 'constructor', cost: 0.1 },
    { type: '__proto__', cost: 0.2 },
  ];
  expect(JSON.stringify(simplifyEndOfCallReport({ costs }).costBreakdown)).toBe(
    '{"constructor":0.1,"__proto__":0.2}',
  );
});
