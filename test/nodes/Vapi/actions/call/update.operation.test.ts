import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { IDS, operationStage, picked } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';

const stage = operationStage('call', 'update', {
  callId: picked(IDS.call),
  updateFields: { name: 'Recall of October' },
});

it('changes the name', async () => {
  stage.vapi.reply = () => ({
    body: { id: IDS.call, name: 'Recall of October', status: 'ended', messages: [] },
  });
  const run = await stage.run();
  expect(stage.vapi.requests).toEqual([
    expect.objectContaining({
      method: 'PATCH',
      path: `/call/${IDS.call}`,
      body: { name: 'Recall of October' },
    }),
  ]);
  expect(run.output('Vapi')).toEqual([{ id: IDS.call, name: 'Recall of October', status: 'ended' }]);
});

it.each([
  [{ updateFields: {} }, 'Update Fields is missing'],
  [{ updateFields: { name: 'x'.repeat(41) } }, 'Call Name has 41 characters, at most 40 are possible'],
])('refuses %j before anything is sent', async (parameters, message) => {
  expect((await stage.run(parameters)).error?.message).toBe(message);
  expect(stage.vapi.requests).toEqual([]);
});

describeWith(contractAvailable(), 'the contract', 'the contract', () => {
  it('agrees, and is awake', async () => {
    expect(contractErrors('PATCH /call/{id}', (await stage.sent()) as Record<string, unknown>)).toEqual([]);
    expect(contractErrors('PATCH /call/{id}', { name: 'x'.repeat(41) })).not.toEqual([]);
  });
});
