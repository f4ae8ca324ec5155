import fc from 'fast-check';
import { requestItem } from '../../../../nodes/shared/protocol/requestItem';
import { VAPI_REQUESTS, type VapiRequestKind } from '../../../../nodes/shared/protocol/requests';
import { hasSharedFixtures, SHARED_FIXTURES_MISSING, sharedFixture } from '../../../support/engineFixtures';
import { describeWith } from '../../../support/needs';

const call = {
  id: 'call-1',
  assistantId: 'as-1',
  phoneNumberId: 'pn-1',
  customer: { number: '+14155550123', name: 'Dana' },
  assistantOverrides: { variableValues: { tier: 'gold' } },
};
const common = {
  callId: 'call-1',
  callerNumber: '+14155550123',
  assistantId: 'as-1',
  variables: { tier: 'gold' },
};
const phoneNumber = { number: '+14155550199' };
const messagesOpenAIFormatted = [
  { role: 'system', content: 'You are Riley.' },
  { role: 'assistant', content: 'How can I help?' },
  { role: 'user', content: 'Monday?' },
];
const spoken = messagesOpenAIFormatted.slice(1);
const artifact = { messagesOpenAIFormatted };

describe('requestItem', () => {
  it.each<[VapiRequestKind, Record<string, unknown>, Record<string, unknown>]>([
    [
      'assistant-request',
      { call, phoneNumber },
      { ...common, callerName: 'Dana', calledNumber: '+14155550199', phoneNumberId: 'pn-1' },
    ],
    [
      'transfer-destination-request',
      { call, phoneNumber, artifact },
      {
        ...{ ...common, callerName: 'Dana', calledNumber: '+14155550199', phoneNumberId: 'pn-1' },
        ...{ lastUserMessage: 'Monday?', messages: spoken },
      },
    ],
    [
      'handoff-destination-request',
      { call, artifact, parameters: { intent: 'billing' } },
      { ...common, parameters: { intent: 'billing' }, lastUserMessage: 'Monday?', messages: spoken },
    ],
    [
      'knowledge-base-request',
      { call, messagesOpenAIFormatted },
      { ...common, query: 'Monday?', messages: spoken },
    ],
    [
      'call.endpointing.request',
      { call, messages: [{ role: 'user', message: 'Well' }] },
      { ...common, lastUserMessage: 'Well' },
    ],
    [
      'campaign.predial',
      {
        campaignId: 'ca-1',
        contact: {
          ...{ id: 'co-1', number: '+14155550123', name: 'Dana' },
          assistantOverrides: { variableValues: { city: 'Leeds' } },
        },
      },
      {
        ...{
          callId: undefined,
          assistantId: undefined,
          callerNumber: '+14155550123',
          variables: { city: 'Leeds' },
        },
        ...{ campaignId: 'ca-1', contactId: 'co-1', contactName: 'Dana' },
      },
    ],
    [
      'voice-request',
      { call, text: 'Done.', sampleRate: 24000 },
      { ...common, text: 'Done.', sampleRate: 24000 },
    ],
    [
      'chat-completion',
      {
        ...{
          call,
          phoneNumber,
          metadata: { tenant: 't' },
          messages: messagesOpenAIFormatted,
          tools: [{ type: 'function' }],
        },
        ...{ model: 'm', stream: true, temperature: 0.5, max_tokens: 250 },
      },
      {
        ...{ ...common, callerName: 'Dana', calledNumber: '+14155550199', phoneNumberId: 'pn-1' },
        ...{ chatInput: 'Monday?', sessionId: 'call-1', systemPrompt: 'You are Riley.' },
        conversation: 'Assistant: How can I help?\nCaller: Monday?',
        ...{ messages: messagesOpenAIFormatted, tools: [{ type: 'function' }], metadata: { tenant: 't' } },
        ...{ model: 'm', stream: true, temperature: 0.5, maxTokens: 250 },
      },
    ],
  ])('of %s', (kind, message, item) => {
    expect(requestItem(kind, message)).toEqual(item);
  });

  it('keeps the ids of the call, never throws, and never carries secrets, over any message', () => {
    const kinds = fc.constantFrom(...VAPI_REQUESTS.map(({ kind }) => kind));
    fc.assert(
      fc.property(kinds, fc.uuid(), fc.dictionary(fc.string(), fc.anything()), (kind, id, extra) => {
        const item = requestItem(kind, {
          ...extra,
          call: { id },
          phoneNumber: { twilioAuthToken: 's3cr3t' },
        });
        expect(item.callId).toBe(id);
        expect(JSON.stringify(item)).not.toContain('s3cr3t');
      }),
    );
  });
});

describeWith(hasSharedFixtures, SHARED_FIXTURES_MISSING, 'requests of the shared folder', () => {
  const item = (kind: VapiRequestKind, name: string = kind): Record<string, unknown> =>
    requestItem(kind, sharedFixture<{ message: Record<string, unknown> }>(`server/${name}.json`).message);

  it('give what their kind needs', () => {
    expect(item('assistant-request')).toMatchObject({
      calledNumber: '+14155550199',
      callerNumber: '+14155550123',
    });
    expect(item('assistant-request', 'assistant-request.sip')).toMatchObject({
      callerNumber: 'sip:dana@pbx.example.com',
      calledNumber: '+442079460123',
      variables: { accounttier: 'gold' },
    });
    expect(item('transfer-destination-request').lastUserMessage).toBe('Can I come in on Monday at ten?');
    expect(item('handoff-destination-request').parameters).toMatchObject({ customerIntent: 'billing' });
    expect(item('knowledge-base-request').query).toBe('Can I come in on Monday at ten?');
    expect(item('call.endpointing.request').lastUserMessage).toBe('Can I come in on Monday at ten?');
    expect(item('campaign.predial')).toMatchObject({
      contactName: 'Dana Whitfield',
      variables: { city: 'Leeds' },
    });
    expect(item('voice-request')).toMatchObject({ sampleRate: 24000, text: 'Done. Monday the 24th at ten.' });
  });
});
