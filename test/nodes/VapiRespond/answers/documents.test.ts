import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { contractAvailable, definitionErrors, NO_CONTRACT } from '../../../emulators/vapi/contract';
import { answerRequest, asked, bodyOf, refusalOf, RESPOND } from '../../../support/engineRespond';
import { describeWith } from '../../../support/needs';

const kind = (parameters: INodeParameters = {}): INodeParameters => ({
  respondWith: 'documents',
  ...parameters,
});
const rows = (...json: Array<INodeExecutionData['json']>): INodeExecutionData[] =>
  json.map((fields) => ({ json: fields, pairedItem: { item: 0 } }));

const CASES: Array<[string, INodeParameters, INodeExecutionData[], object]> = [
  [
    'items of a vector store as they come, the best first',
    {},
    rows(
      { document: { pageContent: 'Open until six.', metadata: {} }, score: 0.4 },
      { document: { pageContent: 'Free until the day before.', metadata: {} }, score: 0.92 },
    ),
    {
      documents: [
        { content: 'Free until the day before.', similarity: 0.92 },
        { content: 'Open until six.', similarity: 0.4 },
      ],
    },
  ],
  [
    'items with content alone',
    {},
    rows({ content: 'Open\nuntil six.' }),
    { documents: [{ content: 'Open\nuntil six.', similarity: 1 }] },
  ],
  [
    'chosen fields, also numbers as text and objects',
    { content: '={{ $json.answer }}', similarity: '={{ $json.rank }}' },
    rows({ answer: { open: '9:00' }, rank: '0.5' }, { answer: 'Yes', rank: 2 }),
    {
      documents: [
        { content: 'Yes', similarity: 2 },
        { content: '{"open":"9:00"}', similarity: 0.5 },
      ],
    },
  ],
  [
    'not more than the limit, the best ones',
    { limit: 1 },
    rows({ content: 'a', score: 0.1 }, { content: 'b', score: 0.9 }),
    { documents: [{ content: 'b', similarity: 0.9 }] },
  ],
  ['no documents where nothing was found', {}, rows({}), { documents: [] }],
  [
    'one text',
    { documentsFrom: 'text', documentText: '={{ $json.all }}' },
    rows({ all: 'All there is.' }),
    { documents: [{ content: 'All there is.', similarity: 1 }] },
  ],
  [
    'a sentence',
    { documentsFrom: 'message', sentence: 'Free until the day before.' },
    rows({}),
    { message: { type: 'custom-message', role: 'assistant', content: 'Free until the day before.' } },
  ],
];

it.each(CASES)('%s', async (_, parameters, items, expected) => {
  expect(await bodyOf('knowledge-base-request', kind(parameters), { items })).toEqual(expected);
});

describeWith(contractAvailable(), NO_CONTRACT, 'by the contract', () => {
  it.each(CASES)(
    '%s',
    async (_, parameters, items) => {
      const body = await bodyOf('knowledge-base-request', kind(parameters), { items });
      expect(definitionErrors('ServerMessageResponseKnowledgeBaseRequest', body)).toEqual([]);
    },
    60_000,
  );
});

it.each<[string, INodeParameters, string]>([
  [
    'a similarity that is no number',
    { similarity: '={{ $json.rank }}' },
    'Similarity is "high", which is no number',
  ],
  ['no similarity', { similarity: '={{ $json.nothing }}' }, 'Similarity is missing'],
  ['a source that there is not', { documentsFrom: 'web' }, 'Documents is "web", which is not in'],
  ['no text', { documentsFrom: 'text', documentText: '={{ $json.nothing }}' }, 'Text is missing'],
  ['no sentence', { documentsFrom: 'message', sentence: '={{ $json.nothing }}' }, 'Sentence is missing'],
  ['a limit of nothing', { limit: 0 }, 'Limit is "0", which is no number from 1'],
])('says what is wrong: %s', async (_, parameters, expected) => {
  const items = rows({ content: 'x', rank: 'high' });
  expect(await refusalOf('knowledge-base-request', kind(parameters), { items })).toContain(expected);
});

it('says so when no item has a text, in case the expression is wrong', async () => {
  const run = await answerRequest(
    asked('knowledge-base-request'),
    kind(),
    rows({ text: 'a' }, { text: 'b' }),
  );
  expect(run.hints(RESPOND)).toEqual([expect.stringContaining('none of the 2 input items gave a text')]);
});
