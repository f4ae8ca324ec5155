import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, definitionErrors, NO_CONTRACT } from '../../../emulators/vapi/contract';
import { hasSharedFixtures, SHARED_FIXTURES_MISSING, sharedFixture } from '../../../support/engineFixtures';
import { bodyOf, refusalOf } from '../../../support/engineRespond';
import { describeWith } from '../../../support/needs';

const kind = (parameters: INodeParameters): INodeParameters => ({
  respondWith: 'transferDestination',
  ...parameters,
});

const CASES: Array<[string, INodeParameters, object]> = [
  [
    'a number, which is the default',
    { destinationNumber: '+14155550142' },
    { destination: { type: 'number', number: '+14155550142' } },
  ],
  [
    'a number with a caller ID as people write it, and a message at once',
    {
      target: 'number',
      destinationNumber: '+14155550142',
      destinationOptions: { callerId: '+1 415 555 0100', startMessage: 'Transferring you now.' },
    },
    {
      destination: { type: 'number', number: '+14155550142', callerId: '+14155550100' },
      message: { type: 'request-start', content: 'Transferring you now.' },
    },
  ],
  [
    'a SIP address',
    { target: 'sip', sipUri: 'sips:desk@pbx.example.com' },
    { destination: { type: 'sip', sipUri: 'sips:desk@pbx.example.com' } },
  ],
  [
    'an assistant of the squad',
    { target: 'member', assistantName: ' Billing ' },
    { destination: { type: 'assistant', assistantName: 'Billing' } },
  ],
  [
    'an assistant of the squad, in silence',
    {
      target: 'member',
      assistantName: 'Billing',
      memberOptions: { message: '', startMessage: 'One moment.' },
    },
    {
      destination: { type: 'assistant', assistantName: 'Billing', message: '' },
      message: { type: 'request-start', content: 'One moment.' },
    },
  ],
  ['a refusal', { target: 'refuse', reason: 'Nobody is here.' }, { error: 'Nobody is here.' }],
];

it.each(CASES)('%s', async (_, parameters, expected) => {
  expect(await bodyOf('transfer-destination-request', kind(parameters))).toEqual(expected);
});

describeWith(contractAvailable(), NO_CONTRACT, 'by the contract', () => {
  it.each(CASES)(
    '%s',
    async (_, parameters) => {
      const body = await bodyOf('transfer-destination-request', kind(parameters));
      expect(definitionErrors('ServerMessageResponseTransferDestinationRequest', body)).toEqual([]);
    },
    60_000,
  );
});

describeWith(hasSharedFixtures, SHARED_FIXTURES_MISSING, 'the answers of the shared folder', () => {
  it.each<[string, INodeParameters]>([
    [
      'transfer-destination-request.json',
      {
        target: 'number',
        destinationNumber: '+14155550142',
        destinationOptions: {
          transferPlan: '{"mode": "warm-transfer-say-message", "message": "A patient about a bill."}',
          startMessage: 'Transferring you now.',
        },
      },
    ],
    [
      'transfer-destination-request.error.json',
      { target: 'refuse', reason: 'Nobody is at the desk right now.' },
    ],
  ])('%s', async (file, parameters) => {
    const body = await bodyOf('transfer-destination-request', kind(parameters));
    expect(body).toEqual(sharedFixture(`responses/${file}`));
  });
});

it.each<[string, INodeParameters, string]>([
  ['a choice of another kind of answer', { target: 'assistant' }, 'Transfer To is "assistant"'],
  ['no number', { target: 'number', destinationNumber: '={{ null }}' }, 'Number to Dial is missing'],
  ['no name', { target: 'member', assistantName: '={{ " " }}' }, 'Assistant Name is missing'],
  ['no reason', { target: 'refuse', reason: '={{ undefined }}' }, 'Reason is missing'],
  [
    'a plan that is no JSON',
    { target: 'number', destinationNumber: '+14155550142', destinationOptions: { transferPlan: 'warm' } },
    'Transfer Plan (JSON) is not valid JSON',
  ],
  [
    'a message that is too long',
    {
      target: 'number',
      destinationNumber: '+14155550142',
      destinationOptions: { startMessage: 'x'.repeat(1001) },
    },
    'Message at Once has 1001 characters, 1000 are allowed',
  ],
])('says what is wrong: %s', async (_, parameters, expected) => {
  expect(await refusalOf('transfer-destination-request', kind(parameters))).toContain(expected);
});
