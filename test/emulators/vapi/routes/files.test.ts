import { answerErrors } from '../contract';
import { API_KEY, USER_AGENT, api, emulator, listed, stopAll, upload } from '../testSupport';

afterEach(stopAll);

describe('files', () => {
  it('are uploaded as a form, and keep what was sent', async () => {
    const vapi = await emulator();
    const bytes = Buffer.from([0, 13, 10, 255, 45, 45, 0]);
    const file = new File([bytes], 'Preisliste März.pdf', { type: 'application/pdf' });
    const made = await upload(vapi, { purpose: 'knowledge-base-v2', metadata: '{"crm":7}' }, file);
    expect([made.status, answerErrors('POST /file', made.body)]).toEqual([201, []]);
    expect(made.body).toMatchObject({
      object: 'file',
      name: 'Preisliste März.pdf',
      originalName: 'Preisliste März.pdf',
      mimetype: 'application/pdf',
      bytes: 7,
      purpose: 'knowledge-base-v2',
      metadata: { crm: 7 },
    });
    expect(vapi.upload(String(made.body.id))).toEqual(bytes);
    expect(vapi.requests[0]?.body).toMatchObject({ purpose: 'knowledge-base-v2', file: { bytes } });
    const download = await fetch(String(made.body.url));
    expect(Buffer.from(await download.arrayBuffer())).toEqual(bytes);
  });

  it('are listed by purpose, read, renamed and deleted', async () => {
    const vapi = await emulator();
    await upload(vapi, { purpose: 'assistant' });
    const { body } = await upload(vapi);
    expect(await listed(vapi, '/file')).toHaveLength(2);
    const found = await listed(vapi, '/file?purpose=assistant');
    expect(found.map(({ purpose }) => purpose)).toEqual(['assistant']);
    expect((await api(vapi, 'GET', '/file?limit=5')).status).toBe(400);
    const path = `/file/${String(body.id)}`;
    expect((await api(vapi, 'PATCH', path, { name: 'Hours' })).body).toMatchObject({
      name: 'Hours',
      originalName: 'hours.txt',
    });
    expect((await api(vapi, 'DELETE', path)).status).toBe(200);
    expect((await api(vapi, 'GET', path)).status).toBe(404);
  });

  it('refuse a form without a file, and what is no form', async () => {
    const vapi = await emulator();
    const form = new FormData();
    form.append('purpose', 'assistant');
    const headers = { 'user-agent': USER_AGENT, authorization: `Bearer ${API_KEY}` };
    const none = await fetch(`${vapi.url}/file`, { method: 'POST', headers, body: form });
    expect([none.status, await none.json()]).toEqual([
      400,
      { message: 'File is required', error: 'Bad Request', statusCode: 400 },
    ]);
    form.append('file', 'only text');
    expect((await fetch(`${vapi.url}/file`, { method: 'POST', headers, body: form })).status).toBe(400);
    expect((await api(vapi, 'POST', '/file', { file: 'aGk=' })).status).toBe(400);
    const type = 'multipart/form-data; boundary=x';
    const broken = { method: 'POST', headers: { ...headers, 'content-type': type }, body: '--y' };
    const answer = await fetch(`${vapi.url}/file`, broken);
    expect([answer.status, String(await answer.text())]).toEqual([400, expect.stringContaining('Multipart')]);
  });

  it('refuse metadata that is no JSON object', async () => {
    const answer = await upload(await emulator(), { metadata: 'crm=7' });
    expect([answer.status, answer.body.message]).toEqual([400, ['metadata must be a json string']]);
  });
});
