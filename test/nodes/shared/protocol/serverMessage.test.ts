import fc from 'fast-check';
import { callContext, parseServerMessage } from '../../../../nodes/shared/protocol/serverMessage';
import {
  hasSharedFixtures,
  SHARED_FIXTURES_MISSING,
  sharedFixture,
  sharedFixtures,
} from '../../../support/engineFixtures';
import { describeWith } from '../../../support/needs';

describe('parseServerMessage', () => {
  it.each([
    ['status-update', 'status-update'],
    ['transcript[transcriptType="final"]', 'transcript'],
    ['assistant.somethingNew', 'assistant.somethingNew'],
  ])('reads the type %s as %s', (type, expected) => {
    const message = { type, more: 1 };
    expect(parseServerMessage({ message })).toEqual({ type: expected, message });
  });

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['text', 'message'],
    ['a list', [{ message: { type: 'x' } }]],
    ['no message', {}],
    ['a message that is text', { message: 'x' }],
    ['a message that is a list', { message: [{ type: 'x' }] }],
    ['no type', { message: {} }],
    ['an empty type', { message: { type: '' } }],
    ['a type that is a number', { message: { type: 5 } }],
  ])('finds no envelope in %s', (_, body) => {
    expect(parseServerMessage(body)).toBeUndefined();
  });

  it('never throws', () => {
    const body = fc.oneof(fc.jsonValue(), fc.record({ message: fc.jsonValue() }));
    fc.assert(
      fc.property(body, (value) => {
        const parsed = parseServerMessage(value);
        if (parsed) expect(callContext(parsed.message).variables).toBeDefined();
      }),
    );
  });
});

describe('callContext', () => {
  it('reads a phone call', () => {
    expect(
      callContext({
        call: {
          id: 'call-1',
          assistantId: 'assistant-1',
          customer: { number: '+14155550123' },
          assistantOverrides: { variableValues: { name: 'Dana', slot: 2 } },
        },
        assistant: { id: 'other', variableValues: { name: 'default', clinic: 'Northside' } },
      }),
    ).toEqual({
      callId: 'call-1',
      chatId: undefined,
      callerNumber: '+14155550123',
      assistantId: 'assistant-1',
      // Overrides of the call win over the assistant's own values.
      variables: { name: 'Dana', clinic: 'Northside', slot: 2 },
    });
  });

  it.each<[string, Record<string, unknown>, object]>([
    [
      'a customer beside the call',
      { customer: { number: '+49301234567' } },
      { callerNumber: '+49301234567' },
    ],
    ['a SIP caller', { call: { customer: { sipUri: 'sip:a@b.test' } } }, { callerNumber: 'sip:a@b.test' }],
    ['a chat', { chat: { id: 'chat-1', assistantId: 'a-1' } }, { chatId: 'chat-1', assistantId: 'a-1' }],
    ['an assistant without an id of the call', { assistant: { id: 'a-2' } }, { assistantId: 'a-2' }],
    ['nothing', {}, { callId: undefined, callerNumber: undefined, variables: {} }],
    ['garbage', { call: 5, customer: [], assistant: null }, { callId: undefined, variables: {} }],
  ])('reads %s', (_, message, expected) => {
    expect(callContext(message)).toMatchObject(expected);
  });
});

describeWith(hasSharedFixtures, SHARED_FIXTURES_MISSING, 'payloads of the shared folder', () => {
  it.each([...sharedFixtures('server'), ...sharedFixtures('variants')])('%s', (path) => {
    const body = sharedFixture<{ message: { type: string; call?: { id: string } } }>(path);
    const parsed = parseServerMessage(body);
    expect(parsed?.message).toBe(body.message);
    expect(body.message.type.startsWith(parsed?.type ?? 'missing')).toBe(true);
    expect(parsed?.type).not.toMatch(/[[\]]/);
    expect(callContext(body.message as never).callId).toBe(body.message.call?.id);
  });
});
