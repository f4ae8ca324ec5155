import type { INodeParameters } from 'n8n-workflow';
import type { JsonObject } from '../../../../../nodes/shared/protocol/json';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';

const stage = operationStage('call', 'createForInboundTwilioCall', {
  assistantId: picked(IDS.assistant),
  phoneNumberId: picked(IDS.phoneNumber),
  callerNumber: '+14155550123',
});

const TWIML =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Connect><Stream url="wss://vapi.test/1?a=1&amp;b=2"/></Connect></Response>';

const CALL = {
  id: IDS.call,
  type: 'inboundPhoneCall',
  status: 'ringing',
  customer: { number: '+14155550123' },
  phoneCallProviderDetails: { twiml: TWIML },
};

beforeEach(() => {
  stage.vapi.reply = () => ({ status: 201, body: CALL });
});

const BASIC_BODY = {
  phoneCallProviderBypassEnabled: true,
  assistantId: IDS.assistant,
  phoneNumberId: IDS.phoneNumber,
  customer: { number: '+14155550123' },
};

const variables = { variable: [{ name: 'a', value: 1 }] };

const VARIANTS: Array<[string, INodeParameters, object]> = [
  ['an assistant', {}, BASIC_BODY],
  [
    'a hidden caller, who has no number',
    { callerNumber: 'Restricted' },
    { ...BASIC_BODY, customer: { number: 'Restricted', numberE164CheckEnabled: false } },
  ],
  [
    'all fields',
    {
      variables,
      additionalFields: {
        assistantOverrides: '{"firstMessage": "Hello", "variableValues": {"a": 0, "b": 2}}',
        assistantVersion: '3',
        metadata: { entry: [{ name: 'line', value: 'north' }] },
        extraJson: '{"name": "Inbound", "customer": {"name": "Dana"}}',
      },
    },
    {
      ...BASIC_BODY,
      name: 'Inbound',
      assistantVersion: '3',
      customer: { number: '+14155550123', name: 'Dana' },
      assistantOverrides: { firstMessage: 'Hello', variableValues: { a: 1, b: 2 } },
      metadata: { line: 'north' },
    },
  ],
  [
    'a squad',
    {
      whoTalks: 'squad',
      squadId: picked(IDS.squad),
      variables,
      additionalFields: { squadOverrides: '{"firstMessage": "Hello"}' },
    },
    {
      phoneCallProviderBypassEnabled: true,
      squadId: IDS.squad,
      phoneNumberId: IDS.phoneNumber,
      customer: { number: '+14155550123' },
      squadOverrides: { firstMessage: 'Hello', variableValues: { a: 1 } },
    },
  ],
  [
    'a transient assistant',
    { whoTalks: 'transientAssistant', transientAssistant: '{"firstMessage": "Hello"}' },
    {
      phoneCallProviderBypassEnabled: true,
      assistant: { firstMessage: 'Hello' },
      phoneNumberId: IDS.phoneNumber,
      customer: { number: '+14155550123' },
    },
  ],
];

it.each(VARIANTS)('asks for TwiML instead of a call, for %s', async (_, parameters, body) => {
  expect(await stage.sent(parameters)).toEqual(body);
  expect(stage.vapi.requests[0]).toMatchObject({ method: 'POST', path: '/call' });
});

describeWith(contractAvailable(), 'shared/contract/vapi-contract.json is missing', 'by the contract', () => {
  it.each(VARIANTS)('is valid for %s', async (_, parameters) => {
    expect(contractErrors('POST /call', (await stage.sent(parameters)) as JsonObject)).toEqual([]);
  });

  it('would not be with a name of 41 characters: the validator is awake', () => {
    expect(contractErrors('POST /call', { ...BASIC_BODY, name: 'n'.repeat(41) })).not.toEqual([]);
  });
});

it('gives the TwiML to the letter', async () => {
  const [output] = (await stage.run()).output('Vapi');
  expect(output).toEqual({
    ...{ id: IDS.call, type: 'inboundPhoneCall', status: 'ringing' },
    customerNumber: '+14155550123',
    twiml: TWIML,
  });
  expect(previewKeys('call', 'createForInboundTwilioCall')).toEqual(
    expect.arrayContaining(Object.keys(output ?? {})),
  );
});

it('gives all that Vapi sent when it is not simplified', async () => {
  expect((await stage.run({ simple: false })).output('Vapi')).toEqual([CALL]);
});

describe('errors', () => {
  it.each<[string, INodeParameters, string]>([
    ['no caller', { callerNumber: '={{ $json.nothing }}' }, 'Caller Number is missing'],
    ['no assistant', { assistantId: picked('={{ $json.nothing }}') }, 'Assistant is missing'],
    ['no number', { phoneNumberId: picked('={{ $json.nothing }}') }, 'Phone Number is missing'],
  ])('%s: nothing is sent', async (_, parameters, message) => {
    const run = await stage.run(parameters);
    expect(run.error?.message).toBe(message);
    expect(run.error?.description).toMatch(/Fill in the field/);
    expect(stage.vapi.requests).toEqual([]);
  });

  it.each<[string, object, RegExp]>([
    ['no TwiML', { phoneCallProviderDetails: {} }, /gave no TwiML/],
    ['all lines busy', { subscriptionLimits: { concurrencyBlocked: true } }, /all lines .* are busy/],
  ])('%s: the caller would hear nothing', async (_, answer, message) => {
    stage.vapi.reply = () => ({ status: 201, body: { ...CALL, ...answer } });
    const run = await stage.run();
    expect(run.error?.message).toMatch(message);
    expect(run.error?.context.itemIndex).toBe(0);
    expect(stage.vapi.requests).toHaveLength(1);
  });
});
