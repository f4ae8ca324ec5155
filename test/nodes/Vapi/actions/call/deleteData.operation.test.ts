import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';

const stage = operationStage('call', 'deleteData', { callId: picked(IDS.call) });
const OTHER = '1d6f2c0e-52a1-4a39-8f6b-1f5a3f0f8a11';
const several = (callIds: unknown): INodeParameters => ({ calls: 'several', callIds: callIds as string });

it('deletes the data of one call', async () => {
  const run = await stage.run();
  expect(stage.vapi.requests).toEqual([
    expect.objectContaining({ method: 'DELETE', path: `/call/${IDS.call}`, body: undefined }),
  ]);
  expect(run.output('Vapi')).toEqual([{ id: IDS.call, deleted: true }]);
});

it.each([
  ['text', ` ${IDS.call}, ${OTHER}\n${IDS.call} `],
  ['a list', `={{ ["${IDS.call}", "${OTHER}", "${OTHER}"] }}`],
])('asks for several with one request, each once: %s', async (_, callIds) => {
  const run = await stage.run(several(callIds));
  expect(stage.vapi.requests).toEqual([
    expect.objectContaining({ method: 'DELETE', body: { ids: [IDS.call, OTHER] } }),
  ]);
  expect(run.output('Vapi')).toEqual([
    { id: IDS.call, deletionRequested: true },
    { id: OTHER, deletionRequested: true },
  ]);
});

it('asks again when Vapi is not ready for it', async () => {
  stage.vapi.reply = (_, count) => ({ status: count === 1 ? 503 : 200 });
  expect((await stage.run()).output('Vapi')).toEqual([{ id: IDS.call, deleted: true }]);
  expect(stage.vapi.requests).toHaveLength(2);
});

it('does not take a call that is not there for a deleted one', async () => {
  stage.vapi.reply = () => ({ status: 404, body: { message: 'Not Found' } });
  expect((await stage.run()).error?.message).toContain('Vapi does not know this');
});

it.each<[INodeParameters, string]>([
  [{ callId: picked('={{ "" }}') }, 'Call is missing'],
  [several(' , '), 'Call IDs is missing'],
  [several(`${IDS.call}, all`), '"all" is no ID of a call'],
  [several(`={{ ["${IDS.call}", null] }}`), '"null" is no ID of a call'],
])('refuses %j before anything is sent', async (parameters, message) => {
  expect((await stage.run(parameters)).error?.message).toBe(message);
  expect(stage.vapi.requests).toEqual([]);
});

it('gives what the preview shows', () => {
  expect(previewKeys('call', 'deleteData')).toEqual(['id', 'deleted', 'deletionRequested']);
});

describeWith(contractAvailable(), 'the contract', 'the contract', () => {
  it('agrees, and is awake', async () => {
    const body = (await stage.sent(several(IDS.call))) as Record<string, unknown>;
    expect(contractErrors('DELETE /call/{id}', body)).toEqual([]);
    expect(contractErrors('DELETE /call/{id}', { ids: 'all' })).not.toEqual([]);
  });
});
