import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { IDS, operationStage, picked } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';

const stage = operationStage('structuredOutput', 'update', { structuredOutputId: picked(IDS.tool) });

it.each([
  [{ name: 'New' }, { name: 'New' }, 'false'],
  [{ schema: '{"type": "boolean"}' }, { schema: { type: 'boolean' } }, 'true'],
])('%j', async (updateFields, body, schemaOverride) => {
  expect(await stage.sent({ updateFields })).toEqual(body);
  expect(stage.vapi.requests[0]).toMatchObject({
    method: 'PATCH',
    path: `/structured-output/${IDS.tool}`,
    query: { schemaOverride },
  });
});

it('refuses to change nothing', async () => {
  expect((await stage.run()).error?.message).toBe('Update Fields is missing');
});

describeWith(contractAvailable(), 'the contract is missing', 'by the contract', () => {
  it('is valid', async () => {
    const body = await stage.sent({ updateFields: { name: 'New', regex: 'x', type: 'regex' } });
    expect(contractErrors('PATCH /structured-output/{id}', body as never)).toEqual([]);
  });
});
