import { randomUUID } from 'node:crypto';
import { answerErrors, definitionErrors } from '../contract';
import type { JsonObject } from '../json';
import { api, emulator, listed, stopAll, upload } from '../testSupport';

afterEach(stopAll);

async function base(options: Parameters<typeof emulator>[0] = {}) {
  const vapi = await emulator(options);
  const made = await api(vapi, 'POST', '/v2/knowledge-base', { name: 'Clinic', description: 'Hours' });
  expect(made.status).toBe(201);
  const path = `/v2/knowledge-base/${String(made.body.id)}`;
  const read = async () => (await api(vapi, 'GET', path)).body;
  const attach = async (name = 'hours.txt') => {
    const { body } = await upload(vapi, {}, new File(['8 to 5'], name, { type: 'text/plain' }));
    const entry = await api(vapi, 'POST', `${path}/file`, { fileId: body.id });
    expect([entry.status, answerErrors('POST /v2/knowledge-base/{id}/file', entry.body)]).toEqual([201, []]);
    return { fileId: String(body.id), entry: entry.body };
  };
  const statuses = async () => ((await read()).files as JsonObject[]).map(({ status }) => status);
  return { vapi, path, made: made.body, read, attach, statuses };
}

describe('knowledge bases', () => {
  it('show their tool in a read of their own, once there is one', async () => {
    const { vapi, path, made, read } = await base();
    expect(made).not.toHaveProperty('toolId');
    expect(await read()).toMatchObject({ toolId: null, files: [] });
    const provisioned = await read();
    expect(answerErrors('GET /v2/knowledge-base/{id}', provisioned)).toEqual([]);
    expect((await read()).toolId).toBe(provisioned.toolId);
    expect((await listed(vapi, '/v2/knowledge-base'))[0]).not.toHaveProperty('toolId');
    const tool = await api(vapi, 'GET', `/tool/${String(provisioned.toolId)}`);
    expect(definitionErrors('KnowledgeBaseTool', tool.body)).toEqual([]);
    expect(tool.body.knowledgeBaseId).toBe(made.id);
    expect((await api(vapi, 'DELETE', path)).status).toBe(200);
    expect((await api(vapi, 'GET', `/tool/${String(provisioned.toolId)}`)).status).toBe(404);
  });

  it('index their files for as many reads as told', async () => {
    const { vapi, path, attach, statuses } = await base({ knowledgeBase: { indexingReads: 2 } });
    const { entry } = await attach();
    expect(entry).toMatchObject({ status: 'indexing', fileName: 'hours.txt', bytes: 6 });
    expect([await statuses(), await statuses(), await statuses()]).toEqual([
      ['indexing'],
      ['indexing'],
      ['ready'],
    ]);
    const files = await listed(vapi, `${path}/file`);
    expect(answerErrors('GET /v2/knowledge-base/{id}/file', files)).toEqual([]);
    expect(files).toMatchObject([{ status: 'ready' }]);
  });

  it('fail for a file that should, until it is tried again', async () => {
    const { vapi, path, attach, statuses } = await base({
      knowledgeBase: { indexingReads: 0, failFirst: /bad/ },
    });
    const { fileId } = await attach('bad.pdf');
    await attach('good.pdf');
    expect(await statuses()).toEqual(['failed', 'ready']);
    const retried = await api(vapi, 'POST', `${path}/file/${fileId}/retry`);
    expect([retried.status, retried.body.status]).toEqual([201, 'indexing']);
    expect(await statuses()).toEqual(['ready', 'ready']);
  });

  it('let go of a file, which stays', async () => {
    const { vapi, path, attach, statuses } = await base();
    const { fileId } = await attach();
    expect((await api(vapi, 'POST', `${path}/file`, { fileId })).status).toBe(409);
    expect((await api(vapi, 'DELETE', `${path}/file/${fileId}`)).body).toMatchObject({ fileId });
    expect(await statuses()).toEqual([]);
    expect((await api(vapi, 'DELETE', `${path}/file/${fileId}`)).status).toBe(404);
    expect((await api(vapi, 'GET', `/file/${fileId}`)).status).toBe(200);
  });

  it('are renamed, listed with a limit alone, and refuse what is not there', async () => {
    const { vapi, path } = await base();
    expect((await api(vapi, 'PATCH', path, { name: 'Praxis' })).body.name).toBe('Praxis');
    expect(await listed(vapi, '/v2/knowledge-base?limit=0')).toEqual([]);
    expect((await api(vapi, 'GET', '/v2/knowledge-base?page=1')).status).toBe(400);
    expect((await api(vapi, 'POST', '/v2/knowledge-base', {})).body.message).toEqual([
      'name should not be empty',
    ]);
    expect((await api(vapi, 'POST', `${path}/file`, { fileId: randomUUID() })).status).toBe(404);
    expect((await api(vapi, 'GET', `/v2/knowledge-base/${randomUUID()}/file`)).status).toBe(404);
    expect((await api(vapi, 'POST', `${path}/file/${randomUUID()}/retry`)).status).toBe(404);
  });
});
