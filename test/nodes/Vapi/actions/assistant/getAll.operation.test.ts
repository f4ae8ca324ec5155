import { operationStage, previewKeys } from '../../../../support/engineOperation';

const stage = operationStage('assistant', 'getAll');

it('lists assistants as small items, with filters by time', async () => {
  stage.vapi.reply = () => ({ body: [{ id: 'a1', name: 'One', createdAt: '2026-11-20T10:00:00.000Z' }] });
  const run = await stage.run({ limit: 5, filters: { createdAfter: '2026-11-01T00:00:00Z' } });
  expect(stage.vapi.requests).toMatchObject([
    { method: 'GET', path: '/assistant', query: { limit: '5', createdAtGt: '2026-11-01T00:00:00.000Z' } },
  ]);
  const [output] = run.output('Vapi');
  expect(output).toEqual({ id: 'a1', name: 'One', createdAt: '2026-11-20T10:00:00.000Z' });
  expect(previewKeys('assistant', 'getAll')).toEqual(expect.arrayContaining(Object.keys(output ?? {})));
});
