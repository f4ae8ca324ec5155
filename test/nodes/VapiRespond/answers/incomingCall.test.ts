import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, definitionErrors, NO_CONTRACT } from '../../../emulators/vapi/contract';
import { bodyOf, refusalOf } from '../../../support/engineRespond';
import { describeWith } from '../../../support/needs';

const ASSISTANT = '5b0a4a08-133c-4146-9315-0984f8c6be80';
const SQUAD = '3e25960a-79db-4d1a-8a1b-2f4b8d3f0e77';
const saved: INodeParameters = { assistantId: { __rl: true, mode: 'id', value: ASSISTANT } };
const kind = (parameters: INodeParameters): INodeParameters => ({
  respondWith: 'incomingCall',
  ...parameters,
});

const ASSISTANTS: Array<[string, INodeParameters, object]> = [
  ['a saved assistant', saved, { assistantId: ASSISTANT }],
  [
    'a saved assistant with variables, overrides and metadata',
    {
      ...saved,
      variables: { variable: [{ name: 'businessName', value: 'Northside Dental' }] },
      assistantOptions: {
        overrides: '{"firstMessage": "Hello"}',
        metadata: {
          entry: [
            { name: 'tenant', value: 'north' },
            { name: ' ', value: 'lost' },
          ],
        },
      },
    },
    {
      assistantId: ASSISTANT,
      assistantOverrides: { firstMessage: 'Hello', variableValues: { businessName: 'Northside Dental' } },
      metadata: { tenant: 'north' },
    },
  ],
  [
    'a squad',
    {
      target: 'squad',
      squadId: SQUAD,
      variables: { variable: [{ name: 'businessName', value: 'Northside Dental' }] },
    },
    { squadId: SQUAD, assistantOverrides: { variableValues: { businessName: 'Northside Dental' } } },
  ],
  [
    'an assistant written here',
    { target: 'transient', assistantJson: '{"name": "Front desk"}' },
    { assistant: { name: 'Front desk' } },
  ],
];

it.each<[string, INodeParameters, object]>([
  ...ASSISTANTS,
  ['a number', { target: 'number', destinationNumber: '+14155550142' }, { dial: '+14155550142' }],
  [
    'a number, announced',
    { target: 'number', destinationNumber: '001 415 555 0142', sayBefore: 'One moment.' },
    { dial: '+14155550142', say: 'One moment.' },
  ],
  ['a refusal', { target: 'refuse', spokenText: 'We are closed.' }, { reject: 'We are closed.' }],
])('%s', async (_, parameters, expected) => {
  expect(await bodyOf('incoming-call', kind(parameters))).toEqual(expected);
});

describeWith(contractAvailable(), NO_CONTRACT, 'by the contract of POST /call', () => {
  it.each(ASSISTANTS)(
    '%s',
    async (_, parameters) => {
      const body = await bodyOf('incoming-call', kind(parameters));
      expect(definitionErrors('CreateCallDTO', body)).toEqual([]);
    },
    60_000,
  );
});

it.each<[string, INodeParameters, string]>([
  ['a choice of another kind of answer', { target: 'sip' }, 'Call Is Taken By is "sip"'],
  ['no number', { target: 'number', destinationNumber: '={{ "" }}' }, 'Number to Dial is missing'],
  ['a number that is none', { target: 'number', destinationNumber: 'desk' }, 'The phone number "desk"'],
  ['no words', { target: 'refuse', spokenText: '={{ null }}' }, 'Spoken Text is missing'],
])('says what is wrong: %s', async (_, parameters, expected) => {
  expect(await refusalOf('incoming-call', kind(parameters))).toContain(expected);
});
