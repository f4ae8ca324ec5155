import type { INodeListSearchResult } from 'n8n-workflow';
import {
  searchAssistants,
  searchCalls,
  searchCampaigns,
  searchChats,
  searchFiles,
  searchKnowledgeBases,
  searchPhoneNumbers,
  searchSessions,
  searchStructuredOutputs,
} from '../../../nodes/shared/listSearch';
import { pickerContext } from '../../support/engine';
import { startVapiStandIn, type VapiStandIn } from '../../support/engineVapi';

type Search = typeof searchAssistants;

let vapi: VapiStandIn;

beforeAll(async () => {
  vapi = await startVapiStandIn();
});
afterAll(() => vapi.close());
beforeEach(() => {
  vapi.requests.length = 0;
});

async function search(method: Search, filter?: string, token?: string): Promise<INodeListSearchResult> {
  const context = pickerContext({ name: 'Vapi', type: 'vapi' }, vapi.credentials);
  return await method.call(context, filter, token);
}

const ASSISTANTS = [
  { id: 'a-1', name: 'Front desk', createdAt: '2026-08-02T00:00:00.000Z' },
  { id: 'a-2', createdAt: '2026-08-01T00:00:00.000Z' },
];

it.each<[string, Search, string, object[], object[]]>([
  [
    'assistants by name, else by ID',
    searchAssistants,
    '/assistant',
    ASSISTANTS,
    [
      { name: 'Front desk', value: 'a-1' },
      { name: 'a-2', value: 'a-2' },
    ],
  ],
  [
    'phone numbers by name and number, or SIP address, else by ID',
    searchPhoneNumbers,
    '/phone-number',
    [
      { id: 'p-1', name: 'Main line', number: '+14155550199' },
      { id: 'p-2', sipUri: 'sip:desk@sip.vapi.ai' },
      { id: 'p-3' },
    ],
    [
      { name: 'Main line · +14155550199', value: 'p-1' },
      { name: 'sip:desk@sip.vapi.ai', value: 'p-2' },
      { name: 'p-3', value: 'p-3' },
    ],
  ],
  [
    'calls by time, customer and status',
    searchCalls,
    '/call',
    [
      {
        id: 'c-1',
        createdAt: '2026-08-20T09:15:00.000Z',
        customer: { number: '+14155550123' },
        status: 'ended',
      },
      { id: 'c-2' },
    ],
    [
      { name: '2026-08-20T09:15:00.000Z · +14155550123 · ended', value: 'c-1' },
      { name: 'c-2', value: 'c-2' },
    ],
  ],
])('lists %s', async (_, method, path, rows, results) => {
  vapi.reply = () => ({ body: rows });
  expect(await search(method)).toEqual({ results, paginationToken: undefined });
  // A call brings its transcript along, so fewer come at a time.
  const limit = path === '/call' ? '100' : '1000';
  expect(vapi.requests).toEqual([expect.objectContaining({ method: 'GET', path, query: { limit } })]);
});

it.each([
  ['FRONT', ['a-1']],
  ['a-2', ['a-2']],
  ['a-', ['a-1', 'a-2']],
  ['nobody', []],
])('finds by name and by ID, in any case: %s', async (filter, ids) => {
  vapi.reply = () => ({ body: ASSISTANTS });
  expect((await search(searchAssistants, filter)).results.map(({ value }) => value)).toEqual(ids);
});

it('offers the next page when one is full, without losing or repeating rows of the same millisecond', async () => {
  const at = (second: number): string => new Date(Date.UTC(2026, 7, 20) + second * 1000).toISOString();
  // Two rows at each second, 1,001 in all, newest first; the edge of the page lies between two of one second.
  const rows = Array.from({ length: 1001 }, (_, index) => ({
    id: `a-${index}`,
    createdAt: at(10_000 - Math.floor((index + 1) / 2)),
  }));
  vapi.reply = ({ query }) => {
    const older = rows.filter(({ createdAt }) => createdAt <= (query.createdAtLe ?? '9'));
    return { body: older.slice(0, Number(query.limit)) };
  };
  const first = await search(searchAssistants, 'a-42');
  expect(first.results.map(({ value }) => value)).toEqual([
    'a-42',
    ...[...Array(10).keys()].map((n) => `a-42${n}`),
  ]);

  const second = await search(searchAssistants, '', String(first.paginationToken));
  expect(second.results.map(({ value }) => value)).toEqual(['a-1000']);
  expect(second.paginationToken).toBeUndefined();
});

describe('lists with page numbers', () => {
  it.each<[string, Search, string, string, object, string]>([
    [
      'campaigns',
      searchCampaigns,
      '/v2/campaign',
      '1000',
      { name: 'Recall', status: 'ended' },
      'Recall · ended',
    ],
    ['chats', searchChats, '/chat', '100', { name: 'Web', createdAt: 'c' }, 'Web · c'],
    ['sessions', searchSessions, '/session', '100', { createdAt: 'c', status: 'active' }, 'c · active'],
    [
      'structured outputs',
      searchStructuredOutputs,
      '/structured-output',
      '1000',
      { name: 'Booked' },
      'Booked',
    ],
  ])('%s', async (_, method, path, limit, row, name) => {
    vapi.reply = () => ({ body: { results: [{ id: 'x', ...row }], metadata: { hasNextPage: false } } });
    expect(await search(method)).toEqual({ results: [{ name, value: 'x' }], paginationToken: undefined });
    expect(vapi.requests).toEqual([expect.objectContaining({ path, query: { limit, page: '1' } })]);
  });

  it.each<[string, object | undefined, number, string | undefined]>([
    ['there is one, although Vapi gave fewer rows than asked for', { hasNextPage: true }, 3, '3'],
    ['there is none, although the page is full', { hasNextPage: false }, 1000, undefined],
    ['the page is empty, whatever Vapi says', { hasNextPage: true }, 0, undefined],
    ['Vapi does not say, and the page is full', undefined, 1000, '3'],
    ['Vapi does not say, and the page is not full', undefined, 999, undefined],
  ])('the next page when %s', async (_, metadata, count, token) => {
    const results = Array.from({ length: count }, (__, index) => ({ id: `c-${index}` }));
    vapi.reply = () => ({ body: { results, metadata } });
    const page = await search(searchCampaigns, '', '2');
    expect(vapi.requests[0]?.query.page).toBe('2');
    expect(page.results).toHaveLength(count);
    expect(page.paginationToken).toBe(token);
  });
});

it.each<[string, Search, string, Record<string, string>]>([
  ['files', searchFiles, '/file', {}],
  ['knowledge bases', searchKnowledgeBases, '/v2/knowledge-base', { limit: '1000' }],
])('lists without pages come at once: %s', async (_, method, path, query) => {
  vapi.reply = () => ({
    body: Array.from({ length: 1500 }, (__, index) => ({ id: `f-${index}`, name: 'n' })),
  });
  const { results, paginationToken } = await search(method);
  expect(results).toHaveLength(1500);
  expect(paginationToken).toBeUndefined();
  expect(vapi.requests).toEqual([expect.objectContaining({ path, query })]);
});

it('says why a list cannot be shown', async () => {
  vapi.reply = () => ({ status: 401, body: { message: 'Invalid Key.' } });
  await expect(search(searchAssistants)).rejects.toThrow('Vapi refused the key: Invalid Key.');
});

it('is empty for an answer that is no list', async () => {
  vapi.reply = () => ({ body: { results: [] } });
  expect(await search(searchAssistants)).toEqual({ results: [], paginationToken: undefined });
});
