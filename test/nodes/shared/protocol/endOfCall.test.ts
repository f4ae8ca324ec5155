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
      customer: { number: '+14155550123', name: 'Dana Whitfield' },
      phoneNumber: { number: '+14155550199', twilioAuthToken: 'hidden' },
      destination: { type: 'number', number: '+14155550142' },
      startedAt: '2026-08-20T09:15:06.000Z',
      endedAt: '2026-08-20T09:15:31.500Z',
      endedReason: 'customer-ended-call',
      cost: 0.05,
      costs: [
        { type: 'model', cost: 0.0066 },
        { type: 'model', cost: 0.0043 },
        { type: 'voice', cost: 0.0168 },
      ],
      analysis: { summary: 'Booked.', successEvaluation: 'true', structuredData: { booked: true } },
      artifact: {
        transcript: 'AI: Hi',
        messages: [{ role: 'system' }, { role: 'bot' }, { role: 'user' }, { role: 'tool_calls' }, null],
        recordingUrl: 'https://storage.test/plain.wav',
        presignedMonoUrl: 'https://storage.test/mono.wav?s=1',
        presignedStereoUrl: 'https://storage.test/stereo.wav?s=1',
        structuredOutputs: { a: { name: 'Booking', result: { booked: true } } },
      },
    }),
  ).toEqual({
    event: 'end-of-call-report',
    callId: 'call-1',
    direction: 'inbound',
    customerNumber: '+14155550123',
    customerName: 'Dana Whitfield',
    phoneNumber: '+14155550199',
    forwardedTo: '+14155550142',
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
    structuredOutputs: { Booking: { booked: true } },
    transcript: 'AI: Hi',
    messageCount: 2,
    recordingUrl: 'https://storage.test/stereo.wav?s=1',
    stereoRecordingUrl: 'https://storage.test/stereo.wav?s=1',
    monoRecordingUrl: 'https://storage.test/mono.wav?s=1',
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

it.each<[string, JsonObject, JsonObject]>([
  ['the name', { a: { name: 'Mood', result: 'good' } }, { Mood: 'good' }],
  ['the id without a name', { a: { result: 5 } }, { a: 5 }],
  [
    'the id of a second one',
    { a: { name: 'Mood', result: 1 }, b: { name: 'Mood', result: 2 } },
    { Mood: 1, b: 2 },
  ],
  ['a result of null', { a: { name: 'Mood', result: null } }, { Mood: null }],
  ['what has no result as it is', { a: { name: 'Mood' }, b: 7 }, { Mood: { name: 'Mood' }, b: 7 }],
])('gives structured outputs by name: %s', (_, structuredOutputs, expected) => {
  expect(simplifyEndOfCallReport({ artifact: { structuredOutputs } }).structuredOutputs).toEqual(expected);
});

it('takes what stands only in the call', () => {
  const call = {
    ...{ id: 'call-1', cost: 0.2, costBreakdown: { tts: 0.2 }, endedReason: 'voicemail' },
    ...{ artifact: { transcript: 'AI: Hi' }, analysis: { summary: 'Nobody.' } },
  };
  expect(simplifyEndOfCallReport({ call })).toMatchObject({
    ...{ cost: 0.2, costBreakdown: { voice: 0.2 }, endedReasonText: 'A voicemail answered' },
    ...{ transcript: 'AI: Hi', summary: 'Nobody.' },
  });
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
      structuredOutputs: { Booking: { booked: true, reference: 'NS-4471', mood: 'positive' } },
      customerName: 'Dana Whitfield',
      messageCount: 4,
      customerRecordingUrl: expect.stringMatching(/-customer\.wav$/),
      monoRecordingUrl: expect.stringMatching(/-mono\.wav\?X-Amz-Signature=/),
      linksExpireAt: '2026-08-20T10:15:34.000Z',
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
      transcript: 'AI: Hi …',
      cost: 0.0547,
      costBreakdown: { transport: 0.0058, transcriber: 0.0041, model: 0.0066, voice: 0.0168, vapi: 0.0208 },
      recordingUrl: expect.stringMatching(/-stereo\.wav$/),
      monoRecordingUrl: expect.stringMatching(/-mono\.wav$/),
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
