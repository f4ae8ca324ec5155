import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';

const stage = operationStage('assistant', 'delete', { assistantId: picked(IDS.assistant) });

it('deletes one assistant', async () => {
  const [output] = (await stage.run()).output('Vapi');
  expect(stage.vapi.requests).toMatchObject([{ method: 'DELETE', path: `/assistant/${IDS.assistant}` }]);
  expect(output).toEqual({ id: IDS.assistant, deleted: true });
  expect(previewKeys('assistant', 'delete')).toEqual(Object.keys(output ?? {}));
});

it('says that it is still in use', async () => {
  stage.vapi.reply = () => ({ status: 409, body: { message: 'Assistant is referenced by squad s1' } });
  const run = await stage.run();
  expect(run.error?.message).toContain('Assistant is referenced by squad s1');
  expect(run.error?.description).toContain('remove it from');
});
