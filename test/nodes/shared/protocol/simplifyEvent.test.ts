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

it('hides secrets in a report, too', () => {
  const item = simplifyEvent(
    message('end-of-call-report', {
      analysis: { structuredData: { password: 's3cr3t', reference: 'NS-1' } },
    }),
  );
  expect(item.structuredData).toEqual({ password: '[redacted]', reference: 'NS-1' });
});

it('says in words why a call is over', () => {
  expect(simplifyEvent(message('status-update', { endedReason: 'voicemail' }))).toMatchObject({
    endedReason: 'voicemail',
    endedReasonText: 'A voicemail answered',
  });
});

it('leaves out the conversation where it is not what the event is about', () => {
  const own = { messages: [{ role: 'bot' }], messagesOpenAIFormatted: [{ role: 'assistant' }] };
  expect(simplifyEvent(message('status-update', own))).not.toHaveProperty('messages');
  const update = simplifyEvent(message('conversation-update', own));
  expect(update.messages).toEqual([{ role: 'assistant' }]);
  expect(update).not.toHaveProperty('messagesOpenAIFormatted');
  expect(simplifyEvent(message('conversation-update', { messages: [1] })).messages).toEqual([1]);
});

it('names assistants instead of repeating them', () => {
  const assistant = { id: 'a-1', name: 'Billing', model: { messages: ['a long prompt'] } };
  expect(
    simplifyEvent(
      message('transfer-update', { toAssistant: assistant, fromAssistant: null, toStepRecord: {} }),
    ),
  ).toEqual({
    event: 'transfer-update',
    callId: 'call-1',
    customerNumber: '+14155550123',
    assistantId: 'assistant-1',
    timestamp: 1787217301000,
    toAssistant: { id: 'a-1', name: 'Billing' },
    fromAssistant: null,
  });
});

it('gives a chat with what was asked and answered', () => {
  const chat = {
    ...{ id: 'chat-1', sessionId: 'session-1', assistantId: 'a-1', input: 'Open?', cost: 0.01 },
    output: [{ role: 'assistant', content: 'Yes.' }, { role: 'tool' }, { content: 'Till five.' }],
  };
  expect(simplifyEvent({ type: 'chat.created', message: { chat } })).toEqual({
    ...{ event: 'chat.created', chatId: 'chat-1', sessionId: 'session-1', assistantId: 'a-1' },
    ...{ input: 'Open?', output: 'Yes.\nTill five.', cost: 0.01 },
  });
});

it('gives a session with its state', () => {
  const session = {
    ...{ id: 'session-1', status: 'active', name: 'Dana', assistantId: 'a-1', orgId: 'o-1' },
    ...{ customer: { number: '+14155550123' }, messages: [{ role: 'user', content: 'Open?' }] },
  };
  expect(simplifyEvent({ type: 'session.created', message: { session } })).toEqual({
    ...{
      event: 'session.created',
      sessionId: 'session-1',
      status: 'active',
      name: 'Dana',
      assistantId: 'a-1',
    },
    ...{ customerNumber: '+14155550123', messages: [{ role: 'user', content: 'Open?' }] },
  });
});
