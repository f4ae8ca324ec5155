import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';

const BASE = `/v2/knowledge-base/${IDS.squad}`;
const chosen = { knowledgeBaseId: picked(IDS.squad) };
const fileChosen = { ...chosen, fileId: picked(IDS.file) };

describe('add files', () => {
  const stage = operationStage('knowledgeBase', 'addFiles', chosen);
  const files = { row: [{ id: picked(IDS.file) }] };

  it('adds them and gives the base', async () => {
    stage.vapi.reply = () => ({ body: { id: IDS.squad, toolId: 't', files: [] } });
    const run = await stage.run({ files });
    expect(run.output('Vapi')).toEqual([{ id: IDS.squad, toolId: 't', status: 'ready', files: [] }]);
    expect(stage.vapi.requests.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', `${BASE}/file`, { fileId: IDS.file }],
      ['GET', BASE, undefined],
    ]);
  });

  it("shows Vapi's own error when nothing was added", async () => {
    stage.vapi.reply = () => ({ status: 404, body: { message: 'No such file' } });
    expect((await stage.run({ files })).error?.message).toMatch(/^Vapi does not know this: No such file/);
  });

  it('tells what was added before a failure', async () => {
    stage.vapi.reply = ({ method }) =>
      method === 'POST' ? { status: 201 } : { status: 403, body: { message: 'No' } };
    expect((await stage.run({ files })).error?.message).toMatch(
      /is there, with 1 of 1 files added; it could/,
    );
  });

  it('needs a file', async () => {
    expect((await stage.run()).error?.message).toBe('Files is missing');
    expect(stage.vapi.requests).toEqual([]);
  });
});

describe('get', () => {
  const stage = operationStage('knowledgeBase', 'get', chosen);

  it('gives the tool and each file', async () => {
    const files = [{ id: 'x', fileId: 'f', fileName: 'a.pdf', status: 'failed', bytes: 3, createdAt: 'c' }];
    stage.vapi.reply = () => ({ body: { id: 'kb', name: 'n', toolId: null, files } });
    const few = {
      ...{ id: 'kb', name: 'n', toolId: null, status: 'provisioning', failedFiles: ['a.pdf'] },
      files: [{ fileId: 'f', fileName: 'a.pdf', status: 'failed', bytes: 3 }],
    };
    expect((await stage.run()).output('Vapi')).toEqual([few]);
    expect(previewKeys('knowledgeBase', 'get')).toEqual(expect.arrayContaining(Object.keys(few)));
    expect((await stage.run({ simple: false })).output('Vapi')).toMatchObject([{ files }]);
  });
});

describe('get many', () => {
  const stage = operationStage('knowledgeBase', 'getAll');

  it('reads the only page there is', async () => {
    const bases = ['a', 'b', 'c'].map((id) => ({
      id,
      name: 'n',
      description: 'd',
      createdAt: 'c',
      orgId: 'o',
    }));
    stage.vapi.reply = () => ({ body: bases });
    const run = await stage.run({ limit: 2 });
    expect(run.output('Vapi')).toEqual(
      ['a', 'b'].map((id) => ({ id, name: 'n', description: 'd', createdAt: 'c' })),
    );
    expect(stage.vapi.requests).toHaveLength(1);
    expect(stage.vapi.requests[0]).toMatchObject({ path: '/v2/knowledge-base', query: { limit: '1000' } });
    expect(previewKeys('knowledgeBase', 'getAll')).toEqual(['id', 'name', 'description', 'createdAt']);
  });
});

describe('update', () => {
  const stage = operationStage('knowledgeBase', 'update', chosen);

  it('changes what was filled in', async () => {
    const updateFields = { name: 'Prices', description: 'All of them' };
    const body = (await stage.sent({ updateFields })) as Record<string, unknown>;
    expect(body).toEqual(updateFields);
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'PATCH', path: BASE });
    expect(contractErrors('PATCH /v2/knowledge-base/{id}', body)).toEqual([]);
  });

  it.each([
    ['nothing', {}, 'Update Fields is missing'],
    ['an empty name', { name: '' }, 'Update Fields is missing'],
  ])('refuses %s', async (_, updateFields, message) => {
    expect((await stage.run({ updateFields })).error?.message).toBe(message);
    expect(stage.vapi.requests).toEqual([]);
  });

  describeWith(contractAvailable(), 'the contract is missing', 'the contract', () => {
    it('is awake', () => {
      const body = { name: 'x'.repeat(81) };
      expect(contractErrors('PATCH /v2/knowledge-base/{id}', body)).toHaveLength(1);
    });
  });
});

describe('remove file', () => {
  const stage = operationStage('knowledgeBase', 'removeFile', fileChosen);

  it('takes the file out', async () => {
    const removed = { knowledgeBaseId: IDS.squad, fileId: IDS.file, removed: true };
    expect((await stage.run()).output('Vapi')).toEqual([removed]);
    expect(previewKeys('knowledgeBase', 'removeFile')).toEqual(Object.keys(removed));
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'DELETE', path: `${BASE}/file/${IDS.file}` });
  });

  it('needs to know which', async () => {
    expect((await stage.run({ fileId: picked('={{ "" }}') })).error?.message).toBe('File is missing');
    expect(stage.vapi.requests).toEqual([]);
  });
});

describe('retry file', () => {
  const stage = operationStage('knowledgeBase', 'retryFile', fileChosen);

  it('begins again', async () => {
    stage.vapi.reply = () => ({ status: 201, body: { id: 'x', fileId: IDS.file, status: 'indexing' } });
    const few = { knowledgeBaseId: IDS.squad, fileId: IDS.file, status: 'indexing' };
    expect((await stage.run()).output('Vapi')).toEqual([few]);
    expect(previewKeys('knowledgeBase', 'retryFile')).toEqual(expect.arrayContaining(Object.keys(few)));
    const path = `${BASE}/file/${IDS.file}/retry`;
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'POST', path, body: undefined });
  });
});

describe('delete', () => {
  const stage = operationStage('knowledgeBase', 'delete', chosen);

  it('deletes and says so', async () => {
    expect((await stage.run()).output('Vapi')).toEqual([{ id: IDS.squad, deleted: true }]);
    expect(previewKeys('knowledgeBase', 'delete')).toEqual(['id', 'deleted']);
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'DELETE', path: BASE });
  });
});
