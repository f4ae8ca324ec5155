import { answerErrors } from '../contract';
import type { JsonObject } from '../json';
import { api, emulator, stopAll } from '../testSupport';

afterEach(stopAll);

/** Six calls of a minute each, an hour apart: three for each of two assistants. */
async function ask(query: JsonObject) {
  const vapi = await emulator();
  vapi.seedCalls(6, {
    newest: '2026-08-01T02:00:00.000Z',
    stepMs: 3_600_000,
    fields: (index) => ({
      assistantId: `a${index % 2}`,
      cost: index,
      artifact: { variableValues: { plan: 'gold' } },
    }),
  });
  const answer = await api(vapi, 'POST', '/analytics', { queries: [{ table: 'call', name: 'q', ...query }] });
  expect(answer.status).toBe(200);
  const results = answer.body as unknown as Array<{
    name: string;
    timeRange: JsonObject;
    result: JsonObject[];
  }>;
  expect(answerErrors('POST /analytics', results)).toEqual([]);
  return results[0];
}

const count = { operation: 'count', column: 'id' };

describe('analytics', () => {
  it('count, sum and average, under the names that are documented', async () => {
    const operations = [
      count,
      { operation: 'sum', column: 'cost' },
      { operation: 'avg', column: 'duration' },
      { operation: 'max', column: 'cost', alias: 'dearest' },
      { operation: 'min', column: 'minutesUsed' },
    ];
    expect((await ask({ operations }))?.result).toEqual([
      { countId: 6, sumCost: 15, avgDuration: 60, dearest: 5, minMinutesUsed: 1 },
    ]);
  });

  it('group by column, by variable and by step', async () => {
    expect((await ask({ operations: [count], groupBy: ['assistantId'] }))?.result).toEqual([
      { assistantId: 'a0', countId: 3 },
      { assistantId: 'a1', countId: 3 },
    ]);
    const groupByVariableValue = [{ key: 'plan' }];
    expect((await ask({ operations: [count], groupByVariableValue }))?.result).toEqual([
      { plan: 'gold', countId: 6 },
    ]);
    expect((await ask({ operations: [count], timeRange: { step: 'day' } }))?.result).toEqual([
      { date: '2026-08-01', countId: 3 },
      { date: '2026-07-31', countId: 3 },
    ]);
  });

  it('look at the time range alone, and say which', async () => {
    const timeRange = { start: '2026-08-01T01:00:00.000Z', end: '2026-08-01T01:30:00.000Z' };
    const answer = await ask({ operations: [count], timeRange });
    expect(answer).toMatchObject({ name: 'q', timeRange, result: [{ countId: 1 }] });
    const empty = { start: '2020-01-01T00:00:00.000Z', end: '2020-01-02T00:00:00.000Z' };
    expect((await ask({ operations: [count], timeRange: empty }))?.result).toEqual([{ countId: 0 }]);
  });
});
