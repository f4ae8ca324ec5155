import { Readable } from 'node:stream';
import fc from 'fast-check';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { getAllByCreation, readPages, type PagingStyle } from '../../../nodes/shared/paging';

interface Row extends IDataObject {
  id: string;
  createdAt: string;
}

const AT = Date.parse('2026-08-20T12:00:00.000Z');

/** Newest first; every `perTime` rows share a millisecond. */
const rowsOf = (count: number, perTime: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `row-${index}`,
    createdAt: new Date(AT - Math.floor(index / perTime)).toISOString(),
  }));

/** A list that pages as Vapi's do, without HTTP; pages come back in another order than asked for. */
function listOf(rows: readonly Row[]): { context: IExecuteFunctions; asked: IDataObject[] } {
  const asked: IDataObject[] = [];
  const context = {
    getCredentials: async () => ({ region: 'us' }),
    getNode: () => ({ name: 'Vapi' }),
    helpers: {
      httpRequestWithAuthentication: async (_: string, { qs }: { qs: IDataObject }) => {
        asked.push(qs);
        const { createdAtLe, limit } = qs as { createdAtLe?: string; limit: number };
        const body = rows
          .filter(({ createdAt }) => createdAtLe === undefined || createdAt <= createdAtLe)
          .slice(0, Math.min(limit, 1000))
          .reverse();
        return { statusCode: 200, headers: {}, body: Readable.from([Buffer.from(JSON.stringify(body))]) };
      },
    },
  };
  return { context: context as unknown as IExecuteFunctions, asked };
}

const request = { path: '/call', qs: {}, itemIndex: 0 };

it('gives the newest rows, each once, as many as wanted, for any number of rows that share a time', async () => {
  const wanted = fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.constant(Infinity));
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 3000 }),
      fc.integer({ min: 1, max: 400 }),
      wanted,
      async (count, perTime, limit) => {
        const rows = rowsOf(count, perTime);
        const { context, asked } = listOf(rows);
        const got = await getAllByCreation(context, request, limit);
        const expected = rows.slice(0, limit);
        // Rows of one millisecond have no order among themselves.
        expect(got.map(({ createdAt }) => createdAt)).toEqual(expected.map(({ createdAt }) => createdAt));
        expect(new Set(got.map(({ id }) => id)).size).toBe(expected.length);
        for (const { limit: size } of asked) expect(size).toBeGreaterThan(0);
        expect(asked.every(({ limit: size }) => Number(size) <= 1000)).toBe(true);
      },
    ),
    { numRuns: 40 },
  );
});

it('keeps the filters on every page', async () => {
  const { context, asked } = listOf(rowsOf(1500, 1));
  await getAllByCreation(context, { ...request, qs: { assistantId: 'a' } }, Infinity);
  expect(asked).toHaveLength(2);
  expect(asked.every(({ assistantId }) => assistantId === 'a')).toBe(true);
});

it('stops at rows without a creation time, which it cannot page by', async () => {
  const nameless = Array.from({ length: 1000 }, (_, index) => ({ id: `row-${index}` }));
  const { context, asked } = listOf(nameless as unknown as Row[]);
  expect(await getAllByCreation(context, request, Infinity)).toHaveLength(1000);
  expect(asked).toHaveLength(1);
});

it('says so when more rows share a millisecond than a page holds, instead of leaving some out', async () => {
  const { context, asked } = listOf(rowsOf(2500, 1200));
  await expect(getAllByCreation(context, request, Infinity)).rejects.toThrow(
    'More than 1,000 objects were created at 2026-08-20T12:00:00.000Z',
  );
  expect(asked).toHaveLength(2);
  expect(await getAllByCreation(context, request, 1000)).toHaveLength(1000);
});

describe('reading page by page', () => {
  /** A context that answers each request with what the test says, as text. */
  function answering(answer: (qs: IDataObject) => unknown): {
    context: IExecuteFunctions;
    asked: IDataObject[];
  } {
    const asked: IDataObject[] = [];
    const context = {
      getCredentials: async () => ({ region: 'us' }),
      getNode: () => ({ name: 'Vapi', type: 'vapi', typeVersion: 1 }),
      helpers: {
        httpRequestWithAuthentication: async (_: string, { qs }: { qs: IDataObject }) => {
          asked.push(qs);
          const body = answer(qs);
          return {
            statusCode: 200,
            headers: {},
            body: body instanceof Readable ? body : Readable.from([Buffer.from(JSON.stringify(body))]),
          };
        },
      },
    };
    return { context: context as unknown as IExecuteFunctions, asked };
  }

  /** More than is read of one answer, without end. */
  const tooLarge = (): Readable =>
    new Readable({
      read() {
        this.push(Buffer.alloc(2 ** 20, ' '));
      },
    });

  async function all(
    context: IExecuteFunctions,
    style: PagingStyle,
    limit = Infinity,
  ): Promise<IDataObject[]> {
    const rows: IDataObject[] = [];
    for await (const page of readPages(context, style, request, limit)) rows.push(...page);
    return rows;
  }

  const numbered =
    (rows: readonly Row[]) =>
    ({ page, limit }: IDataObject): IDataObject => {
      const start = (Number(page) - 1) * Number(limit);
      const results = rows.slice(start, start + Number(limit));
      return { results, metadata: { hasNextPage: start + results.length < rows.length } };
    };

  it.each([0, 1, 999, 1000, 1001, 2500])('by page number: %d rows', async (count) => {
    const rows = rowsOf(count, 3);
    const { context } = answering(numbered(rows));
    expect(await all(context, 'page')).toEqual(rows);
  });

  it('by page number: no more than wanted', async () => {
    const { context, asked } = answering(numbered(rowsOf(2500, 1)));
    expect(await all(context, 'page', 7)).toHaveLength(7);
    expect(asked).toEqual([{ page: 1, limit: 7 }]);
  });

  it('by page number: a row that a newer one pushed onto the next page comes once', async () => {
    const rows = rowsOf(1500, 1);
    const { context, asked } = answering((qs) => {
      if (asked.length === 2) rows.unshift({ id: 'new', createdAt: new Date(AT + 1).toISOString() });
      return numbered(rows)(qs);
    });
    const ids = (await all(context, 'page')).map(({ id }) => id);
    expect(ids).toHaveLength(1500);
    expect(new Set(ids).size).toBe(1500);
  });

  it('by page number: ends where every page is the same and says that another one follows', async () => {
    const rows = rowsOf(2, 1);
    const { context, asked } = answering(() => ({ results: rows, metadata: { hasNextPage: true } }));
    expect(await all(context, 'page')).toEqual(rows);
    expect(asked.length).toBeLessThan(10);
  });

  it('takes a bare array where results were expected, and the other way round', async () => {
    const rows = rowsOf(3, 1);
    expect(await all(answering(() => rows).context, 'page')).toEqual(rows);
    expect(await all(answering(() => ({ results: rows })).context, 'cursor')).toEqual(rows);
    expect(await all(answering(() => rows).context, 'none')).toEqual(rows);
  });

  it.each<PagingStyle>(['cursor', 'page'])(
    '%s: asks for fewer rows where so many are too large to read',
    async (style) => {
      const rows = rowsOf(2050, 4);
      const list = style === 'page' ? numbered(rows) : undefined;
      const { context, asked } = answering((qs) => {
        if (Number(qs.limit) > 150) return tooLarge();
        if (list) return list(qs);
        return rows
          .filter(({ createdAt }) => qs.createdAtLe === undefined || createdAt <= String(qs.createdAtLe))
          .slice(0, Number(qs.limit));
      });
      const got = await all(context, style);
      expect(got.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort());
      expect(asked.filter(({ limit }) => Number(limit) > 150)).toHaveLength(1);
    },
  );

  it.each<PagingStyle>(['cursor', 'page', 'none'])(
    '%s: one row that is too large is an error',
    async (style) => {
      const { context, asked } = answering(tooLarge);
      await expect(all(context, style)).rejects.toThrow(
        'Vapi answered with more than this node takes: The answer has more than 16 MB',
      );
      expect(asked.map(({ limit }) => limit)).toEqual(style === 'none' ? [undefined] : [1000, 100, 10, 1]);
    },
  );

  it('hands on 100,000 rows, each once and in order, a page at a time', async () => {
    const total = 100_000;
    let last = 0;
    // Rows are made as they are asked for: 30 share each millisecond.
    const { context } = answering(({ createdAtLe, limit }) => {
      const first = createdAtLe === undefined ? 0 : Math.max(0, (AT - Date.parse(String(createdAtLe))) * 30);
      return Array.from({ length: Math.min(Number(limit), total - first) }, (_, offset) => ({
        id: `row-${first + offset}`,
        createdAt: new Date(AT - Math.floor((first + offset) / 30)).toISOString(),
        transcript: 'x'.repeat(500),
      }));
    });
    for await (const page of readPages(context, 'cursor', request, Infinity)) {
      expect(page.length).toBeLessThanOrEqual(1000);
      for (const { id } of page)
        if (id !== `row-${last++}`) throw new Error(`${String(id)} came out of turn`);
    }
    expect(last).toBe(total);
  });
});
