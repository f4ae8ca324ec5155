import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, definitionErrors } from '../../../../emulators/vapi/contract';
import { liveMessageError } from '../../../../emulators/vapi/liveMessages';
import { describeWith } from '../../../../support/needs';
import { liveStage } from './support';

const { sent, run, stage } = liveStage('transfer', { number: '+1 (415) 555-0142' });

const PLAN: INodeParameters = {
  mode: 'warm-transfer-say-summary',
  message: 'A patient about a bill.',
  summaryPlan: '{"enabled": true, "timeoutSeconds": 5}',
  twiml: '<Say>Hi</Say>',
  sipVerb: 'dial',
  dialTimeout: 30,
  timeout: 20,
  holdAudioUrl: 'https://example.com/hold.mp3',
  fallbackPlan: '{"message": "Nobody is there.", "endCallEnabled": false}',
};

const NUMBER: INodeParameters = {
  content: 'Connecting you.',
  transferPlan: PLAN,
  additionalFields: {
    callerId: '{{customer.number}}',
    message: 'Here we go.',
    extension: '101',
    numberE164CheckEnabled: true,
    moreFields: '{"destination": {"description": "Support"}}',
  },
};

const SIP: INodeParameters = {
  type: 'sip',
  sipUri: 'sip:support@pbx.example.com',
  content: 'Connecting you.',
  transferPlan: PLAN,
  additionalFields: { callerId: '+1 415 555 0100', sipHeaders: '{"X-Account": "gold"}' },
};

it('goes to a number, written as Vapi wants it', async () => {
  expect(await sent()).toEqual({
    type: 'transfer',
    destination: { type: 'number', number: '+14155550142' },
  });
});

it('sends everything that was filled in, the JSON merged last', async () => {
  expect(await sent(NUMBER)).toEqual({
    type: 'transfer',
    content: 'Connecting you.',
    destination: {
      type: 'number',
      number: '+14155550142',
      callerId: '{{customer.number}}',
      message: 'Here we go.',
      extension: '101',
      numberE164CheckEnabled: true,
      description: 'Support',
      transferPlan: {
        ...PLAN,
        summaryPlan: { enabled: true, timeoutSeconds: 5 },
        fallbackPlan: { message: 'Nobody is there.', endCallEnabled: false },
      },
    },
  });
});

it('goes to a SIP address, without leftovers of the number', async () => {
  expect(await sent(SIP)).toMatchObject({
    destination: {
      type: 'sip',
      sipUri: 'sip:support@pbx.example.com',
      callerId: '+14155550100',
      sipHeaders: { 'X-Account': 'gold' },
    },
  });
  expect(JSON.stringify(stage.vapi.requests)).not.toContain('555-0142');
});

it.each([
  ['sips:support@pbx.example.com', 'sips:support@pbx.example.com'],
  ['support@pbx.example.com', 'sip:support@pbx.example.com'],
])('takes the SIP address %s', async (given, sipUri) => {
  expect(await sent({ type: 'sip', sipUri: given })).toMatchObject({ destination: { sipUri } });
});

it('connects in silence if the message to the caller is there and empty', async () => {
  expect(await sent({ additionalFields: { message: '' } })).toMatchObject({ destination: { message: '' } });
  stage.vapi.requests.length = 0;
  expect(await sent()).not.toHaveProperty('destination.message');
});

it('completes a plan without a mode, which Vapi wants', async () => {
  expect(await sent({ transferPlan: { sipVerb: 'bye' } })).toMatchObject({
    destination: { transferPlan: { mode: 'blind-transfer', sipVerb: 'bye' } },
  });
});

it.each<[INodeParameters, string]>([
  [{ number: '0170 1234567', additionalFields: { defaultCountry: 'DE' } }, '+491701234567'],
  [{ number: '4711', additionalFields: { numberE164CheckEnabled: false } }, '4711'],
])('reads the number of %j', async (parameters, number) => {
  const message = await sent(parameters);
  expect(message).toMatchObject({ destination: { number } });
  // It is for this node only.
  expect(message).not.toHaveProperty('defaultCountry');
});

it.each<[INodeParameters, string]>([
  [
    { type: '={{ "phone" }}', sipUri: 'sip:a@b.example.com' },
    'Transfer To is "phone", but has to be one of number, sip',
  ],
  [{ number: ' ' }, 'Number to Dial is missing'],
  [{ number: '0170 1234567' }, 'The phone number "0170 1234567" is not in E.164 format'],
  [
    { number: '47-11', additionalFields: { numberE164CheckEnabled: false } },
    '"47-11" can be dialled nowhere',
  ],
  [{ type: 'sip', sipUri: 'support at pbx' }, '"support at pbx" is no SIP address'],
  [
    { additionalFields: { callerId: 'Support' } },
    'The caller ID "Support" is neither a number in E.164 format nor a placeholder',
  ],
  [
    { transferPlan: { dialTimeout: 601 } },
    'Dial Time-Out (Seconds) is "601", but has to be a whole number from 1 to 600',
  ],
  [{ additionalFields: { moreFields: '{' } }, 'More Fields (JSON) is not a JSON object'],
])('refuses %j before anything is sent', async (parameters, message) => {
  expect((await run(parameters)).error?.message).toBe(message);
  expect(stage.vapi.requests).toEqual([]);
});

describeWith(contractAvailable(), 'the contract', 'the contract', () => {
  it.each([{}, NUMBER, SIP])('%#', async (parameters) => {
    const message = await sent(parameters);
    expect(definitionErrors('ClientInboundMessageTransfer', message)).toEqual([]);
    expect(liveMessageError(message, 'control')).toBeUndefined();
  });

  it('is awake', () => {
    const destination = { type: 'number', number: '+14155550142', transferPlan: { mode: 'cold' } };
    expect(definitionErrors('ClientInboundMessageTransfer', { type: 'transfer', destination })).not.toEqual(
      [],
    );
  });
});
