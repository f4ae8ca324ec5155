import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import type { Reply, ReceivedCall } from '../../../../support/engineVapi';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';

const stage = operationStage('knowledgeBase', 'create', { name: 'Prices' });

const file = (fileName: string, status: string) => ({
  ...{ id: `kf-${fileName}`, knowledgeBaseV2Id: 'kb1', fileId: fileName, fileName, status },
});

/** Answers to the looks at the base; the last one stays. */
function answerWith(...looks: object[]): void {
  let look = 0;
  stage.vapi.reply = ({ method, path }: ReceivedCall): Reply => {
    if (method === 'POST') return { status: 201, body: { id: path.endsWith('/file') ? 'kf' : 'kb1' } };
    const body = looks[Math.min(look++, looks.length - 1)];
    return { body: { id: 'kb1', name: 'Prices', description: null, orgId: 'o1', createdAt: 'c', ...body } };
  };
}

const sent = (): string[] => stage.vapi.requests.map(({ method, path }) => `${method} ${path}`);

const withFiles: INodeParameters = {
  files: { row: [{ id: picked(IDS.file) }] },
  fileIds: `${IDS.tool}, ${IDS.file}`,
};

it('creates the base, adds the files in order and gives the tool', async () => {
  answerWith({ toolId: IDS.tool, files: [file('a.pdf', 'ready'), file('b.pdf', 'ready')] });
  const run = await stage.run({ ...withFiles, description: 'All prices' });
  const few = {
    ...{ id: 'kb1', name: 'Prices', toolId: IDS.tool, status: 'ready', createdAt: 'c' },
    files: [
      { fileId: 'a.pdf', fileName: 'a.pdf', status: 'ready' },
      { fileId: 'b.pdf', fileName: 'b.pdf', status: 'ready' },
    ],
  };
  expect(run.output('Vapi')).toEqual([few]);
  expect(previewKeys('knowledgeBase', 'create')).toEqual(expect.arrayContaining(Object.keys(few)));
  expect(run.hints('Vapi')).toEqual([]);
  expect(sent()).toEqual([
    'POST /v2/knowledge-base',
    'POST /v2/knowledge-base/kb1/file',
    'POST /v2/knowledge-base/kb1/file',
    'GET /v2/knowledge-base/kb1',
  ]);
  expect(stage.vapi.requests.map(({ body }) => body)).toEqual([
    { name: 'Prices', description: 'All prices' },
    { fileId: IDS.file },
    { fileId: IDS.tool },
    undefined,
  ]);
});

it('takes a list of IDs from an expression', async () => {
  answerWith({ toolId: 't', files: [] });
  await stage.run({ fileIds: `={{ ["${IDS.file}"] }}` });
  expect(sent()).toHaveLength(3);
  expect(stage.vapi.requests[1]?.body).toEqual({ fileId: IDS.file });
});

describe('waiting', () => {
  it('goes on until the tool is there and no file is being indexed', async () => {
    answerWith(
      { toolId: null, files: [file('a.pdf', 'ready')] },
      { toolId: 't', files: [file('a.pdf', 'ready')] },
    );
    const run = await stage.run();
    expect(run.output('Vapi')).toMatchObject([{ toolId: 't', status: 'ready' }]);
    expect(sent().filter((line) => line.startsWith('GET'))).toHaveLength(2);
  });

  it('ends at the deadline with what was reached', async () => {
    answerWith({ toolId: 't', files: [file('a.pdf', 'indexing')] });
    const run = await stage.run({ maxWaitSeconds: 1 });
    expect(run.output('Vapi')).toMatchObject([{ toolId: 't', status: 'indexing' }]);
    expect(run.hints('Vapi')).toEqual([expect.stringContaining('still at work')]);
  });

  it('is not for who does not want it', async () => {
    answerWith({ toolId: null, files: [] });
    const run = await stage.run({ waitUntilReady: false });
    expect(run.output('Vapi')).toMatchObject([{ toolId: null, status: 'provisioning' }]);
    expect(sent()).toEqual(['POST /v2/knowledge-base', 'GET /v2/knowledge-base/kb1']);
    expect(run.hints('Vapi')).toEqual([]);
  });

  it('names the file that could not be indexed', async () => {
    answerWith({ toolId: 't', files: [file('a.pdf', 'failed'), file('b.pdf', 'ready')] });
    const run = await stage.run();
    expect(run.output('Vapi')).toMatchObject([{ status: 'failed', failedFiles: ['a.pdf'] }]);
    expect(previewKeys('knowledgeBase', 'create')).toContain('failedFiles');
    expect(run.hints('Vapi')).toEqual([expect.stringContaining('could not index "a.pdf"')]);
  });
});

describe('a failure half-way', () => {
  it('tells which base is there and what it has', async () => {
    stage.vapi.reply = ({ path }, count) => {
      if (path === '/v2/knowledge-base') return { status: 201, body: { id: 'kb1' } };
      return count === 2 ? { status: 201, body: {} } : { status: 404, body: { message: 'No such file' } };
    };
    const run = await stage.run(withFiles);
    expect(run.error?.message).toMatch(
      new RegExp(`Knowledge base kb1 was created, with 1 of 2 files added; file ${IDS.tool} .*No such file`),
    );
    // The fix of what failed, and what that means for the base.
    expect(run.error?.description).toMatch(/^Check the ID.* would make a second one/s);
    expect(sent()).toHaveLength(3);
  });

  it.each<[string, object, Reply, RegExp]>([
    ['names the base that cannot be read', { id: 'kb1' }, { status: 403, body: {} }, /base kb1 was created/],
    ['says that there may be a base without an ID', {}, {}, /gave no ID .*Get Many/],
  ])('%s', async (_, created, looked, message) => {
    stage.vapi.reply = ({ method }) => (method === 'POST' ? { status: 201, body: created } : looked);
    const { error } = await stage.run();
    expect(error?.message).toMatch(message);
    expect(error?.description).toMatch(/would make a second one/);
  });

  it('keeps the ID when Vapi gives nothing that can be read', async () => {
    stage.vapi.reply = ({ method }) =>
      method === 'POST' ? { status: 201, body: { id: 'kb1' } } : { body: [] };
    expect((await stage.run()).output('Vapi')).toMatchObject([{ id: 'kb1' }]);
  });

  it('in the creation itself leaves nothing to tell', async () => {
    stage.vapi.reply = () => ({ status: 400, body: { message: ['name is not nice'] } });
    const run = await stage.run(withFiles, { continueOnFail: true });
    expect(run.output('Vapi')).toEqual([
      { error: expect.stringContaining('name is not nice'), details: expect.any(String) },
    ]);
    expect(sent()).toHaveLength(1);
  });
});

it.each<[string, INodeParameters, RegExp]>([
  ['no name', { name: ' ' }, /Name is missing/],
  ['a long name', { name: 'x'.repeat(81) }, /at most 80/],
  ['a long description', { description: 'x'.repeat(1001) }, /at most 1000/],
  ['endless waiting', { maxWaitSeconds: 601 }, /from 1 to 600/],
])('refuses %s before anything is sent', async (_, parameters, message) => {
  expect((await stage.run(parameters)).error?.message).toMatch(message);
  expect(stage.vapi.requests).toEqual([]);
});

describeWith(contractAvailable(), 'the contract is missing', 'by the contract', () => {
  it('both bodies are right', async () => {
    answerWith({ toolId: 't', files: [] });
    await stage.run({ ...withFiles, description: 'All prices' });
    const [create, attach] = stage.vapi.requests.map(({ body }) => body as Record<string, unknown>);
    expect(contractErrors('POST /v2/knowledge-base', create ?? {})).toEqual([]);
    expect(contractErrors('POST /v2/knowledge-base/{id}/file', attach ?? {})).toEqual([]);
  });

  it('a missing name would be noticed', () => {
    expect(contractErrors('POST /v2/knowledge-base', {})).toEqual(['name should not be empty']);
  });
});
