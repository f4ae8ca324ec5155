import { simplifyEvent } from '../../../../nodes/shared/protocol/simplifyEvent';
import type { ServerMessage } from '../../../../nodes/shared/protocol/serverMessage';

const message = (type: string, own: object = {}): ServerMessage => ({
  type,
  message: {
    type,
    timestamp: 1787217301000,
    call: { id: 'call-1', assistantId: 'assistant-1', customer: { number: '+14155550123' } },
    assistant: { model: { provider: 'openai' } },
    artifact: { messages: [] },
    phoneNumber: { twilioAuthToken: 'hidden' },
    ...own,
  },
});

it('keeps who, when and what the event itself says, and drops the envelope', () => {
  expect(simplifyEvent(message('status-update', { status: 'ringing' }))).toEqual({
    event: 'status-update',
    callId: 'call-1',
    customerNumber: '+14155550123',
    assistantId: 'assistant-1',
    timestamp: 1787217301000,
    status: 'ringing',
  });
});

it('passes on what an event of a type says that nobody knows yet', () => {
  expect(simplifyEvent(message('assistant.somethingNew', { mood: { value: 3 } }))).toMatchObject({
    event: 'assistant.somethingNew',
    mood: { value: 3 },
  });
});

it('hides secrets in what the event says', () => {
  const item = simplifyEvent(
    message('transfer-update', { destination: { number: '+1', server: { secret: 's3cr3t', url: 'u' } } }),
  );
  expect(item.destination).toEqual({ number: '+1', server: { secret: '[redacted]', url: 'u' } });
});

it('gives the end-of-call report its own form', () => {
  expect(simplifyEvent(message('end-of-call-report', { endedReason: 'voicemail' }))).toMatchObject({
    event: 'end-of-call-report',
    endedReasonText: 'A voicemail answered',
  });
});
