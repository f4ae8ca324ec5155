import fc from 'fast-check';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { getAllByCreation } from '../../../nodes/shared/paging';

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
        return { statusCode: 200, headers: {}, body };
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
