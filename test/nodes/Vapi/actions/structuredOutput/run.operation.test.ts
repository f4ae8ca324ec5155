import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { IDS, operationStage, picked } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';

const stage = operationStage('structuredOutput', 'run', {
  structuredOutputId: picked(IDS.tool),
  callIds: { row: [{ id: picked(IDS.call) }] },
});

it('names the calls, and gives what Vapi answers', async () => {
  stage.vapi.reply = () => ({ body: { workflowId: 'run-1' } });
  const run = await stage.run();
  expect(stage.vapi.requests[0]).toMatchObject({ method: 'POST', path: '/structured-output/run' });
  expect(stage.vapi.requests[0]?.body).toEqual({
    structuredOutputId: IDS.tool,
    callIds: [IDS.call],
    previewEnabled: false,
  });
  expect(run.output('Vapi')).toEqual([{ workflowId: 'run-1' }]);
});

it('takes a list of IDs from an expression, each once', async () => {
  const moreCallIds = `={{ ["a", "${IDS.call}", "b"] }}`;
  expect(await stage.sent({ moreCallIds })).toMatchObject({ callIds: [IDS.call, 'a', 'b'] });
  stage.vapi.requests.length = 0;
  expect(await stage.sent({ callIds: {}, moreCallIds })).toMatchObject({ callIds: ['a', IDS.call, 'b'] });
});

it('refuses a preview of several calls, as Vapi would', async () => {
  const { error } = await stage.run({ moreCallIds: 'another', previewEnabled: true });
  expect(error?.message).toBe('A preview is for one call, but 2 are chosen');
  expect(stage.vapi.requests).toEqual([]);
});

it('refuses to run on nothing', async () => {
  expect((await stage.run({ callIds: {} })).error?.message).toBe('Calls is missing');
});

describeWith(contractAvailable(), 'the contract is missing', 'by the contract', () => {
  it('is valid', async () => {
    const body = await stage.sent({ previewEnabled: true });
    expect(contractErrors('POST /structured-output/run', body as never)).toEqual([]);
  });
});
