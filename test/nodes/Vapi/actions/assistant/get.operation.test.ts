import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';

const stage = operationStage('assistant', 'get', { assistantId: picked(IDS.assistant) });

it('reads one assistant', async () => {
  stage.vapi.reply = () => ({ body: { id: IDS.assistant, name: 'Receptionist', orgId: 'org-1' } });
  const [output] = (await stage.run()).output('Vapi');
  expect(stage.vapi.requests).toMatchObject([{ method: 'GET', path: `/assistant/${IDS.assistant}` }]);
  expect(output).toEqual({ id: IDS.assistant, name: 'Receptionist' });
  expect(previewKeys('assistant', 'get')).toEqual(expect.arrayContaining(Object.keys(output ?? {})));
});

it('says that there is none of this ID', async () => {
  stage.vapi.reply = () => ({ status: 404, body: { message: 'Couldn’t get assistant' } });
  const run = await stage.run();
  expect(run.error?.message).toContain('Vapi does not know this');
});
