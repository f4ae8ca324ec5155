import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';

const CHAT = { id: IDS.call, output: [{ role: 'assistant', content: 'Hi' }], cost: 0.01, orgId: 'o1' };
const FEW = { id: IDS.call, output: 'Hi', cost: 0.01 };
const chosen = { chatId: picked(IDS.call) };

describe('get', () => {
  const stage = operationStage('chat', 'get', chosen);

  it('reads one chat', async () => {
    stage.vapi.reply = () => ({ body: CHAT });
    expect((await stage.run()).output('Vapi')).toEqual([FEW]);
    expect(previewKeys('chat', 'get')).toEqual(expect.arrayContaining(Object.keys(FEW)));
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'GET', path: `/chat/${IDS.call}` });
  });
});

describe('get many', () => {
  const stage = operationStage('chat', 'getAll');

  it('reads page by page', async () => {
    stage.vapi.reply = ({ query }) => ({
      body: {
        results: [{ ...CHAT, id: `c${query.page}` }],
        metadata: { hasNextPage: query.page !== '3' },
      },
    });
    const run = await stage.run({ returnAll: true });
    expect(run.output('Vapi').map(({ id }) => id)).toEqual(['c1', 'c2', 'c3']);
    expect(stage.vapi.requests[0]?.query).toEqual({ page: '1', limit: '100' });
    expect(previewKeys('chat', 'getAll')).toEqual(expect.arrayContaining(Object.keys(FEW)));
  });

  it('filters', async () => {
    stage.vapi.reply = () => ({ body: { results: [], metadata: {} } });
    await stage.run({
      limit: 5,
      filters: {
        ...{ assistantId: picked(IDS.assistant), squadId: picked(IDS.squad) },
        ...{ sessionId: picked(IDS.tool), previousChatId: picked(IDS.call) },
        createdAfter: '2026-11-20T00:00:00Z',
      },
    });
    expect(stage.vapi.requests[0]?.query).toEqual({
      ...{ assistantId: IDS.assistant, squadId: IDS.squad, sessionId: IDS.tool, previousChatId: IDS.call },
      ...{ createdAtGt: '2026-11-20T00:00:00.000Z', page: '1', limit: '5' },
    });
  });
});

describe('delete', () => {
  const stage = operationStage('chat', 'delete', chosen);

  it('deletes and says so', async () => {
    expect((await stage.run()).output('Vapi')).toEqual([{ id: IDS.call, deleted: true }]);
    expect(previewKeys('chat', 'delete')).toEqual(['id', 'deleted']);
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'DELETE', path: `/chat/${IDS.call}` });
  });
});
