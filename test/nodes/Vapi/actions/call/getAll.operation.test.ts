import type { INodeParameters } from 'n8n-workflow';
import { runWorkflow, type EngineRun } from '../../../../support/engine';
import { startVapiStandIn, type ReceivedCall, type VapiStandIn } from '../../../../support/engineVapi';

interface Row {
  id: string;
  createdAt: string;
}

let vapi: VapiStandIn;

beforeAll(async () => {
  vapi = await startVapiStandIn();
});
afterAll(() => vapi.close());
beforeEach(() => {
  vapi.requests.length = 0;
});

async function getAll(parameters: INodeParameters): Promise<EngineRun> {
  return await runWorkflow({
    nodes: [
      { name: 'Vapi', type: 'vapi', parameters: { resource: 'call', operation: 'getAll', ...parameters } },
    ],
    start: [[{ json: {} }]],
    credentials: vapi.credentials,
  });
}

/** Rows a second apart, the newest first; `perTime` rows share each time. */
function rowsOf(count: number, perTime = 1): Row[] {
  const newest = Date.parse('2026-08-20T12:00:00.000Z');
  return Array.from({ length: count }, (_, index) => ({
    id: `call-${String(index).padStart(5, '0')}`,
    createdAt: new Date(newest - Math.floor(index / perTime) * 1000).toISOString(),
  }));
}

/** The list as Vapi pages it: at most 1,000 rows, filtered by creation time, the newest first. */
function serve(rows: readonly Row[], arrange = (page: Row[]): Row[] => page) {
  return ({ query }: ReceivedCall) => {
    const { limit = '100', createdAtLe, createdAtLt, createdAtGt } = query;
    const page = rows
      .filter(({ createdAt }) => createdAtLe === undefined || createdAt <= createdAtLe)
      .filter(({ createdAt }) => createdAtLt === undefined || createdAt < createdAtLt)
      .filter(({ createdAt }) => createdAtGt === undefined || createdAt > createdAtGt)
      .slice(0, Math.min(Number(limit), 1000));
    return { body: arrange(page) };
  };
}

const idsOf = (run: EngineRun): unknown[] => run.output('Vapi').map(({ id }) => id);

describe('paging', () => {
  // A call brings its transcript along, so pages are small: 100 new rows and what the page before ended with.
  it('reads 2,500 rows, each once, the newest first', async () => {
    const rows = rowsOf(2500);
    vapi.reply = serve(rows);
    const run = await getAll({ returnAll: true });
    expect(run.error).toBeUndefined();
    expect(idsOf(run)).toEqual(rows.map(({ id }) => id));
    expect(vapi.requests.map(({ query }) => query.limit)).toEqual(['100', ...Array<string>(25).fill('101')]);
  });

  it('loses and repeats no row where several share the millisecond at the edge of a page', async () => {
    // 7 does not divide 100: each edge cuts through a group.
    const rows = rowsOf(2500, 7);
    vapi.reply = serve(rows);
    const ids = idsOf(await getAll({ returnAll: true }));
    expect(ids).toHaveLength(2500);
    expect(new Set(ids)).toEqual(new Set(rows.map(({ id }) => id)));
  });

  it('sorts a page that comes in any order', async () => {
    const rows = rowsOf(30);
    vapi.reply = serve(rows, (page) => [...page].reverse());
    expect(idsOf(await getAll({ returnAll: true }))).toEqual(rows.map(({ id }) => id));
  });

  it('asks for no more than the limit, and not again when it is reached', async () => {
    vapi.reply = serve(rowsOf(200));
    expect(idsOf(await getAll({ returnAll: false, limit: 7 }))).toHaveLength(7);
    expect(vapi.requests.map(({ query }) => query)).toEqual([{ limit: '7' }]);
  });

  it('goes over pages for a limit above the size of a page, and cuts at it', async () => {
    const rows = rowsOf(2500);
    vapi.reply = serve(rows);
    expect(idsOf(await getAll({ limit: 1500 }))).toEqual(rows.slice(0, 1500).map(({ id }) => id));
    expect(vapi.requests).toHaveLength(15);
  });

  it.each([
    ['an empty list', [], 0],
    ['a list that ends exactly with a page', rowsOf(100), 100],
  ])('ends: %s', async (_, rows, expected) => {
    vapi.reply = serve(rows);
    expect(idsOf(await getAll({ returnAll: true }))).toHaveLength(expected);
  });

  it('does not ask for ever when more rows share a millisecond than fit on a page', async () => {
    vapi.reply = serve(rowsOf(1200, 1200));
    const run = await getAll({ returnAll: true });
    expect(run.error?.message).toMatch(/more than 1,?000/i);
    expect(vapi.requests).toHaveLength(11);
  });

  it('gives no item for an answer that is no list', async () => {
    vapi.reply = () => ({ body: { results: [] } });
    const run = await getAll({ returnAll: true });
    expect([run.status, idsOf(run)]).toEqual(['success', []]);
  });
});

describe('filters', () => {
  it('are sent as Vapi names them, on every page', async () => {
    vapi.reply = serve(rowsOf(1500));
    const run = await getAll({
      returnAll: true,
      filters: {
        assistantId: { __rl: true, mode: 'id', value: '5b0a4a08-133c-4146-9315-0984f8c6be80' } as never,
        phoneNumberId: { __rl: true, mode: 'id', value: '42b4b25d-031e-4786-857f-63b346c9580f' } as never,
        createdAfter: '2026-08-01T00:00:00.000Z',
        createdBefore: '2026-09-01T00:00:00.000Z',
      },
    });
    expect(idsOf(run)).toHaveLength(1500);
    const filters = {
      assistantId: '5b0a4a08-133c-4146-9315-0984f8c6be80',
      phoneNumberId: '42b4b25d-031e-4786-857f-63b346c9580f',
      createdAtGt: '2026-08-01T00:00:00.000Z',
      createdAtLt: '2026-09-01T00:00:00.000Z',
    };
    const [first, ...others] = vapi.requests.map(({ query }) => query);
    expect(first).toEqual({ ...filters, limit: '100' });
    expect(others).toHaveLength(15);
    for (const query of others)
      expect(query).toEqual({ ...filters, limit: '101', createdAtLe: expect.stringMatching(/^2026-08-20T/) });
  });

  it('without a zone are times of the workflow', async () => {
    vapi.reply = serve([]);
    await getAll({ filters: { createdAfter: '2026-07-20T10:00:00' } });
    // The engine's default zone is America/New_York, as n8n's is.
    expect(vapi.requests[0]?.query.createdAtGt).toBe('2026-07-20T14:00:00.000Z');
  });

  it('that are no times are refused, naming the value', async () => {
    const run = await getAll({ filters: { createdAfter: 'yesterday' } });
    expect(run.error?.message).toBe('"yesterday" is no date and time');
    expect(vapi.requests).toEqual([]);
  });

  it('that are empty are not sent', async () => {
    vapi.reply = serve([]);
    await getAll({
      filters: { assistantId: { __rl: true, mode: 'list', value: '' } as never, createdAfter: '' },
    });
    expect(vapi.requests[0]?.query).toEqual({ limit: '50' });
  });
});

it('simplifies each row, or gives it whole without secrets', async () => {
  const row = { ...rowsOf(1)[0], orgId: 'org-1', phoneNumber: { twilioAuthToken: 's3cr3t' } };
  vapi.reply = () => ({ body: [row] });
  expect((await getAll({})).output('Vapi')).toEqual([{ id: row.id, createdAt: row.createdAt }]);
  expect((await getAll({ simple: false })).output('Vapi')).toEqual([
    { ...row, phoneNumber: { twilioAuthToken: '[redacted]' } },
  ]);
});
