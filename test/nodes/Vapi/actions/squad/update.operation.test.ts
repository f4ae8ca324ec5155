import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { IDS, operationStage, picked } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';

const stage = operationStage('squad', 'update', { squadId: picked(IDS.squad) });

const MEMBERS = [{ assistantId: IDS.assistant, assistantOverrides: { firstMessage: 'Hello' } }];

beforeEach(() => {
  stage.vapi.reply = () => ({ body: { id: IDS.squad, name: 'Old', members: MEMBERS } });
});

it('reads the members first when only the name changes, because Vapi wants them with every change', async () => {
  const run = await stage.run({ updateFields: { name: 'New' } });
  expect(run.error).toBeUndefined();
  expect(stage.vapi.requests.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
    { method: 'GET', path: `/squad/${IDS.squad}`, body: undefined },
    { method: 'PATCH', path: `/squad/${IDS.squad}`, body: { name: 'New', members: MEMBERS } },
  ]);
});

it('replaces the members by the given ones, without reading', async () => {
  const members = { row: [{ assistantId: picked(IDS.assistant) }] };
  expect(await stage.sent({ updateFields: { members } })).toEqual({
    members: [{ assistantId: IDS.assistant }],
  });
});

it('refuses to change nothing', async () => {
  expect((await stage.run({ updateFields: {} })).error?.message).toBe('Update Fields is missing');
  expect(stage.vapi.requests).toEqual([]);
});

describeWith(contractAvailable(), 'the contract is missing', 'by the contract', () => {
  it('is valid', async () => {
    await stage.run({ updateFields: { name: 'New', membersOverrides: '{"firstMessage": "Hi"}' } });
    expect(contractErrors('PATCH /squad/{id}', stage.vapi.requests[1]?.body as never)).toEqual([]);
  });
});
