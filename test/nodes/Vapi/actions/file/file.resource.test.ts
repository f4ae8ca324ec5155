import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';

const FILE = { id: IDS.file, name: 'a.txt', status: 'done', bytes: 3, orgId: 'o1' };
const FEW = { id: IDS.file, name: 'a.txt', status: 'done', bytes: 3 };
const chosen = { fileId: picked(IDS.file) };

describe('get', () => {
  const stage = operationStage('file', 'get', chosen);

  it('reads one file', async () => {
    stage.vapi.reply = () => ({ body: FILE });
    expect((await stage.run()).output('Vapi')).toEqual([FEW]);
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'GET', path: `/file/${IDS.file}` });
    for (const key of Object.keys(FEW)) expect(previewKeys('file', 'get')).toContain(key);
  });
});

describe('get many', () => {
  const stage = operationStage('file', 'getAll');

  it('asks for all files at once and gives as many as wanted', async () => {
    stage.vapi.reply = () => ({ body: [FILE, { ...FILE, id: 'f2' }, { ...FILE, id: 'f3' }] });
    const run = await stage.run({ limit: 2 });
    expect(run.output('Vapi').map(({ id }) => id)).toEqual([IDS.file, 'f2']);
    expect(stage.vapi.requests.map(({ path, query }) => [path, query])).toEqual([['/file', {}]]);
    expect(previewKeys('file', 'getAll')).toEqual(expect.arrayContaining(Object.keys(FEW)));
    expect((await stage.run({ returnAll: true })).output('Vapi')).toHaveLength(3);
  });

  it('filters by purpose', async () => {
    stage.vapi.reply = () => ({ body: [] });
    await stage.run({ filters: { purpose: 'knowledge-base-v2' } });
    expect(stage.vapi.requests[0]?.query).toEqual({ purpose: 'knowledge-base-v2' });
  });
});

describe('update', () => {
  const stage = operationStage('file', 'update', chosen);

  it('renames', async () => {
    stage.vapi.reply = () => ({ body: FILE });
    const body = await stage.sent({ updateFields: { name: 'b.txt' } });
    expect(body).toEqual({ name: 'b.txt' });
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'PATCH', path: `/file/${IDS.file}` });
  });

  it.each([
    ['nothing to change', {}, 'Update Fields is missing'],
    ['a long name', { name: 'x'.repeat(41) }, 'Name has 41 characters, at most 40 are possible'],
  ])('refuses %s', async (_, updateFields, message) => {
    expect((await stage.run({ updateFields })).error?.message).toBe(message);
    expect(stage.vapi.requests).toEqual([]);
  });

  describeWith(contractAvailable(), 'the contract is missing', 'by the contract', () => {
    it('sends what Vapi takes', async () => {
      const body = await stage.sent({ updateFields: { name: 'b.txt' } });
      expect(contractErrors('PATCH /file/{id}', body as object as Record<string, unknown>)).toEqual([]);
      expect(contractErrors('PATCH /file/{id}', { name: 'x'.repeat(41) })).toHaveLength(1);
    });
  });
});

describe('delete', () => {
  const stage = operationStage('file', 'delete', chosen);

  it('deletes and says so', async () => {
    const deleted = { id: IDS.file, deleted: true };
    expect((await stage.run()).output('Vapi')).toEqual([deleted]);
    expect(previewKeys('file', 'delete')).toEqual(Object.keys(deleted));
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'DELETE', path: `/file/${IDS.file}` });
  });
});
