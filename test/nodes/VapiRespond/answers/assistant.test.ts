import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, definitionErrors, NO_CONTRACT } from '../../../emulators/vapi/contract';
import { hasSharedFixtures, SHARED_FIXTURES_MISSING, sharedFixture } from '../../../support/engineFixtures';
import { bodyOf, refusalOf } from '../../../support/engineRespond';
import { describeWith } from '../../../support/needs';

const ASSISTANT = '5b0a4a08-133c-4146-9315-0984f8c6be80';
const SQUAD = '3e25960a-79db-4d1a-8a1b-2f4b8d3f0e77';
/** n8n itself refuses to run with a required field that is empty; what an expression gives it cannot know. */
const NOTHING = '={{ $json.nothing }}';
const picked = (value: string): INodeParameters[string] => ({ __rl: true, mode: 'id', value });

const kind = (parameters: INodeParameters): INodeParameters => ({ respondWith: 'assistant', ...parameters });
const dana: INodeParameters = { variable: [{ name: 'customerName', value: 'Dana' }] };

const CASES: Array<[string, INodeParameters, object]> = [
  ['a saved assistant', { target: 'assistant', assistantId: picked(ASSISTANT) }, { assistantId: ASSISTANT }],
  [
    'a saved assistant by expression, with variables and overrides',
    {
      target: 'assistant',
      assistantId: { __rl: true, mode: 'id', value: `={{ "${ASSISTANT}" }}` },
      variables: dana,
      assistantOptions: {
        overrides: '{"firstMessage": "Hello", "variableValues": {"customerName": "x", "clinic": "North"}}',
      },
    },
    {
      assistantId: ASSISTANT,
      assistantOverrides: {
        firstMessage: 'Hello',
        variableValues: { clinic: 'North', customerName: 'Dana' },
      },
    },
  ],
  [
    'a squad with variables',
    { target: 'squad', squadId: ` ${SQUAD} `, variables: dana },
    { squadId: SQUAD, squadOverrides: { variableValues: { customerName: 'Dana' } } },
  ],
  [
    'an assistant written here',
    {
      target: 'transient',
      assistantJson: '{"name": "Front desk", "model": {"provider": "openai", "model": "gpt-4o"}}',
    },
    { assistant: { name: 'Front desk', model: { provider: 'openai', model: 'gpt-4o' } } },
  ],
  [
    'a phone number with everything that there is',
    {
      target: 'number',
      destinationNumber: '+1 (415) 555-0142',
      destinationOptions: {
        callerId: '{{phoneNumber.number}}',
        extension: '101',
        message: 'Connecting you to support.',
        transferPlan: '{"mode": "warm-transfer-say-message", "message": "A patient about a bill."}',
      },
    },
    {
      destination: {
        type: 'number',
        number: '+14155550142',
        extension: '101',
        callerId: '{{phoneNumber.number}}',
        message: 'Connecting you to support.',
        transferPlan: { mode: 'warm-transfer-say-message', message: 'A patient about a bill.' },
      },
    },
  ],
  [
    'a SIP address, in silence',
    {
      target: 'sip',
      sipUri: 'sip:support@pbx.example.com',
      destinationOptions: { sipHeaders: '={{ { "X-Account": "gold" } }}', message: '' },
    },
    {
      destination: {
        type: 'sip',
        sipUri: 'sip:support@pbx.example.com',
        sipHeaders: { 'X-Account': 'gold' },
        message: '',
      },
    },
  ],
  [
    'a refusal',
    { target: 'refuse', spokenText: 'Sorry, we are closed today.' },
    { error: 'Sorry, we are closed today.' },
  ],
];

it.each(CASES)('%s', async (_, parameters, expected) => {
  expect(await bodyOf('assistant-request', kind(parameters))).toEqual(expected);
});

describeWith(contractAvailable(), NO_CONTRACT, 'by the contract', () => {
  it.each(CASES)(
    '%s',
    async (_, parameters) => {
      const body = await bodyOf('assistant-request', kind(parameters));
      expect(definitionErrors('ServerMessageResponseAssistantRequest', body)).toEqual([]);
    },
    60_000,
  );
});

describeWith(hasSharedFixtures, SHARED_FIXTURES_MISSING, 'the answers of the shared folder', () => {
  const transient = (): object => sharedFixture('responses/assistant-request.assistant.json');

  it.each<[string, () => INodeParameters]>([
    [
      'assistant-request.assistantId.json',
      () => ({
        target: 'assistant',
        assistantId: picked(ASSISTANT),
        variables: dana,
        assistantOptions: { overrides: '{"firstMessage": "Hello Dana, welcome back."}' },
      }),
    ],
    ['assistant-request.squad.json', () => ({ target: 'squad', squadId: SQUAD, variables: dana })],
    [
      'assistant-request.assistant.json',
      () => ({
        target: 'transient',
        assistantJson: JSON.stringify((transient() as { assistant: object }).assistant),
      }),
    ],
    [
      'assistant-request.error.json',
      () => ({
        target: 'refuse',
        spokenText: 'Sorry, we are closed today. Please call again on Monday.',
      }),
    ],
  ])('%s', async (file, parameters) => {
    expect(await bodyOf('assistant-request', kind(parameters()))).toEqual(sharedFixture(`responses/${file}`));
  });
});

it.each<[string, INodeParameters, string]>([
  [
    'a choice of another kind of answer',
    { target: 'member' },
    'Call Is Taken By is "member", which is not in its list',
  ],
  ['no assistant', { target: 'assistant', assistantId: picked(NOTHING) }, 'Assistant is missing'],
  ['no squad', { target: 'squad', squadId: NOTHING }, 'Squad ID is missing'],
  ['an empty assistant', { target: 'transient' }, 'Assistant (JSON) is missing'],
  [
    'an assistant that is no JSON',
    { target: 'transient', assistantJson: '{name: "x"}' },
    'Assistant (JSON) is not valid JSON',
  ],
  [
    'a list in place of an assistant',
    { target: 'transient', assistantJson: '[]' },
    'Assistant (JSON) is not a JSON object',
  ],
  [
    'a variable that no prompt can name',
    { target: 'squad', squadId: SQUAD, variables: { variable: [{ name: 'first name', value: 'x' }] } },
    '"first name" is no name for a variable',
  ],
  [
    'a number without a country',
    { target: 'number', destinationNumber: '0142' },
    'The phone number "0142" is not in E.164 format',
  ],
  [
    'a caller ID that is no number',
    { target: 'number', destinationNumber: '+14155550142', destinationOptions: { callerId: 'Clinic' } },
    'The caller ID "Clinic" is neither',
  ],
  [
    'a long extension',
    { target: 'number', destinationNumber: '+14155550142', destinationOptions: { extension: '12345678901' } },
    'Extension has 11 characters, 10 are allowed',
  ],
  ['an address without sip:', { target: 'sip', sipUri: 'pbx.example.com' }, '"pbx.example.com" is no SIP'],
  ['no words for the caller', { target: 'refuse', spokenText: NOTHING }, 'Spoken Text is missing'],
])('says what is wrong: %s', async (_, parameters, expected) => {
  expect(await refusalOf('assistant-request', kind(parameters))).toContain(expected);
});
