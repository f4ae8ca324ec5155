import { anyOf, equalTo } from './listQuery';
import { bareList, cursorList, pageList } from './listing';
import { type Row, merged, rowsOf } from './rows';
import { Collection } from './store';
import { api, emulator, listed, stopAll } from './testSupport';

afterEach(stopAll);

const object = (id: string, day: number, fields = {}) => ({
  id,
  createdAt: `2026-08-0${day}T00:00:00.000Z`,
  updatedAt: `2026-09-0${day}T00:00:00.000Z`,
  ...fields,
});

const rows = rowsOf([object('a', 1), object('b', 3, { cost: 2 }), object('c', 2, { cost: 5 })]);
const ids = (objects: Array<{ id: string }>) => objects.map(({ id }) => id);
const query = (text: string) => new URLSearchParams(text);

describe('cursorList', () => {
  it('answers the newest first, within the times asked for', () => {
    expect(ids(cursorList(() => rows, query('')))).toEqual(['b', 'c', 'a']);
    expect(ids(cursorList(() => rows, query('limit=2')))).toEqual(['b', 'c']);
    expect(ids(cursorList(() => rows, query('limit=0')))).toEqual([]);
    expect(ids(cursorList(() => rows, query('createdAtLe=2026-08-02T00:00:00.000Z')))).toEqual(['c', 'a']);
    expect(ids(cursorList(() => rows, query('updatedAtGt=2026-09-02T00:00:00.000Z')))).toEqual(['b']);
  });

  it('filters by one of several values, however they are written', () => {
    const filters = { idAny: anyOf('id') };
    for (const text of ['idAny=a&idAny=b', 'idAny[]=a&idAny[]=b', 'idAny=a,b'])
      expect(ids(cursorList(() => rows, query(text), filters))).toEqual(['b', 'a']);
    expect(() => cursorList(() => rows, query('name=x'), filters)).toThrow('property name should not exist');
  });
});

describe('pageList', () => {
  it('answers one page and says where it is', () => {
    expect(pageList(rows, query('limit=2&page=2'))).toEqual({
      results: [object('a', 1)],
      metadata: { itemsPerPage: 2, totalItems: 3, currentPage: 2, totalPages: 2, hasNextPage: false },
    });
    const first = pageList(rows, query('limit=2'));
    expect(ids(first.results)).toEqual(['b', 'c']);
    expect(first.metadata).toMatchObject({ currentPage: 1, hasNextPage: true });
    expect(pageList(rows, query('page=9')).results).toEqual([]);
  });

  it('sorts as asked, and counts what fits alone', () => {
    expect(ids(pageList(rows, query('sortOrder=ASC')).results)).toEqual(['a', 'c', 'b']);
    expect(ids(pageList(rows, query('sortBy=cost')).results)).toEqual(['c', 'b', 'a']);
    expect(pageList(rows, query('id=c'), equalTo('id'))).toMatchObject({
      results: [{ id: 'c' }],
      metadata: { totalItems: 1 },
    });
  });

  it.each([
    ['page=0', 'page must not be less than 1'],
    ['page=1.5', 'page must not be less than 1'],
    ['limit=1001', 'limit must not be greater than 1000'],
    ['sortOrder=UP', 'sortOrder must be one of the following values: ASC, DESC'],
    ['sortBy=name', 'sortBy must be one of the following values: createdAt, duration, cost'],
    ['cursor=x', 'property cursor should not exist'],
    ['createdAtLt=soon', 'createdAtLt must be a valid ISO 8601 date string'],
  ])('refuses %s', (text, message) => {
    expect(() => pageList(rows, query(text))).toThrow(message);
  });
});

describe('bareList', () => {
  it('knows its filters and nothing else', () => {
    expect(ids(bareList(rows, query('cost=5'), equalTo('cost')))).toEqual(['c']);
    expect(() => bareList(rows, query('limit=5'))).toThrow('property limit should not exist');
  });
});

describe('merged rows', () => {
  it('are newest first, too', () => {
    const of = (...times: number[]): Row[] => times.map((at) => ({ at, read: () => object('x', 1) }));
    const times = (list: Iterable<Row>) => Array.from(list, ({ at }) => at);
    expect(times(merged(of(9, 5, 1), of(7, 5, 5, 0)))).toEqual([9, 7, 5, 5, 5, 1, 0]);
    expect(times(merged(of(), of(2, 1)))).toEqual([2, 1]);
    expect(times(merged(of(2, 1), of()))).toEqual([2, 1]);
  });
});

describe('rows made in bulk', () => {
  it('are served to the last of a hundred thousand in the cursor style, many of the same millisecond', async () => {
    const vapi = await emulator();
    vapi.seedCalls(100_000, { sameMillisecond: 7, stepMs: 1 });
    const seen = new Set<string>();
    let cursor = '';
    for (let fresh = 1; fresh > 0;) {
      const page = await listed(vapi, `/call?limit=1000${cursor}`);
      fresh = page.filter((call) => !seen.has(String(call.id))).length;
      for (const call of page) seen.add(String(call.id));
      cursor = `&createdAtLe=${String(page.at(-1)?.createdAt)}`;
    }
    expect(seen.size).toBe(100_000);
  });

  it('are served to the last in the page style', async () => {
    const vapi = await emulator();
    const seeded = vapi.seedMany('session', 100_000);
    const last = await api(vapi, 'GET', '/session?limit=1000&page=100');
    expect(last.body.metadata).toMatchObject({ totalItems: 100_000, totalPages: 100, hasNextPage: false });
    const results = last.body.results as Array<{ id: string }>;
    expect([results.length, results.at(-1)?.id]).toEqual([1000, seeded.id(99_999)]);
  });

  it('can be read, changed and deleted like any other', async () => {
    const vapi = await emulator();
    const seeded = vapi.seedMany('assistant', 3, { fields: () => ({ firstMessage: 'Hi' }) });
    const path = `/assistant/${seeded.id(1)}`;
    expect((await api(vapi, 'GET', path)).body).toMatchObject({ name: 'assistant 1', firstMessage: 'Hi' });
    expect((await api(vapi, 'PATCH', path, { name: 'Changed' })).body).toMatchObject({ firstMessage: 'Hi' });
    expect((await api(vapi, 'DELETE', `/assistant/${seeded.id(0)}`)).status).toBe(200);
    expect((await api(vapi, 'GET', `/assistant/${seeded.id(0)}`)).status).toBe(404);
    const names = (await listed(vapi, '/assistant')).map(({ name }) => name);
    expect(names).toEqual(['Changed', 'assistant 2']);
  });

  it('are mixed with calls that run', async () => {
    const vapi = await emulator();
    const seeded = vapi.seedCalls(2, { newest: '2026-01-01T00:00:00.000Z' });
    const made = await api(vapi, 'POST', '/call', {
      assistant: {},
      transport: { provider: 'vapi.websocket' },
    });
    expect((await listed(vapi, '/call')).map(({ id }) => id)).toEqual([
      made.body.id,
      seeded.id(0),
      seeded.id(1),
    ]);
    expect((await api(vapi, 'GET', `/call/${seeded.id(1)}`)).body.status).toBe('ended');
    const ids = [seeded.id(0), seeded.id(1)];
    expect((await api(vapi, 'DELETE', `/call/${ids[0]}`, { ids })).status).toBe(200);
    expect(await listed(vapi, '/call')).toHaveLength(1);
  });

  it.each([
    [0, {}, 'count is 0'],
    [1, { sameMillisecond: 0 }, 'sameMillisecond is 0'],
    [1, { stepMs: 1.5 }, 'stepMs is 1.5'],
    [1, { newest: 'today' }, 'newest is today'],
  ])('refuse %j rows with %j', (count, options, message) => {
    expect(() => new Collection('org').seedMany(count, options)).toThrow(message);
  });
});
