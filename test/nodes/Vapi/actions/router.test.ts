import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { runWorkflow, type EngineRun } from '../../../support/engine';
import { IDS, operationStage, picked } from '../../../support/engineOperation';
import { startVapiStandIn, type VapiStandIn } from '../../../support/engineVapi';

const FAST = { itemsPerSecond: 1000 };
const item = (id: string): INodeExecutionData => ({ json: { id } });
const GET: INodeParameters = { squadId: picked('={{ $json.id }}'), options: FAST };

describe('an operation for each item', () => {
  const stage = operationStage('squad', 'get', GET);

  beforeEach(() => {
    stage.vapi.reply = ({ path }) => {
      const id = path.slice('/squad/'.length);
      return id === 'bad' ? { status: 404, body: { message: 'No such squad' } } : { body: { id } };
    };
  });

  it('gives an item for each, linked to it', async () => {
    const run = await stage.run({}, { items: [item('a'), item('b')] });
    expect(run.items('Vapi')).toEqual([
      expect.objectContaining({ json: expect.objectContaining({ id: 'a' }), pairedItem: { item: 0 } }),
      expect.objectContaining({ json: expect.objectContaining({ id: 'b' }), pairedItem: { item: 1 } }),
    ]);
  });

  it('stops at a failure, and names the item', async () => {
    const run = await stage.run({}, { items: [item('a'), item('bad'), item('c')] });
    expect(run.error).toMatchObject({
      message: 'Vapi does not know this: No such squad (HTTP 404, GET /squad/bad)',
      context: { itemIndex: 1 },
    });
    expect(stage.vapi.requests.map(({ path }) => path)).toEqual(['/squad/a', '/squad/bad']);
  });

  it('goes on with an error in the place of the item, where the builder wants that', async () => {
    const run = await stage.run({}, { items: [item('a'), item('bad'), item('')], continueOnFail: true });
    expect(run.status).toBe('success');
    expect(run.items('Vapi').map(({ json, pairedItem }) => [json, pairedItem])).toEqual([
      [expect.objectContaining({ id: 'a' }), { item: 0 }],
      [
        {
          error: 'Vapi does not know this: No such squad (HTTP 404, GET /squad/bad)',
          details: expect.stringContaining('Check the ID'),
        },
        { item: 1 },
      ],
      [{ error: 'Squad is missing', details: expect.any(String) }, { item: 2 }],
    ]);
  });
});

describe('several at a time', () => {
  let vapi: VapiStandIn;
  beforeAll(async () => {
    vapi = await startVapiStandIn();
  });
  afterAll(() => vapi.close());

  it('come out in the order of the items, whichever is answered first', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    // The first is sent away twice, so that those behind it are done before.
    vapi.reply = ({ path }) => {
      const seen = vapi.requests.filter((request) => request.path === path).length;
      if (path === '/squad/a' && seen === 1) return { status: 503, body: {} };
      return { body: { id: path.slice('/squad/'.length) } };
    };
    const run = await runGet(ids, { ...FAST, concurrency: 3 });
    expect(run.items('Vapi').map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual(
      ids.map((id, index) => [id, { item: index }]),
    );
    // The proof that they did not wait for each other.
    expect(vapi.requests.at(-1)?.path).toBe('/squad/a');
  });

  async function runGet(ids: string[], options: INodeParameters): Promise<EngineRun> {
    return await runWorkflow({
      nodes: [
        { name: 'Vapi', type: 'vapi', parameters: { resource: 'squad', operation: 'get', ...GET, options } },
      ],
      start: [ids.map(item)],
      credentials: vapi.credentials,
    });
  }
});

describe('files', () => {
  const stage = operationStage('call', 'downloadRecording', { callId: picked(IDS.call), options: FAST });

  it('leave as binary data of the item they are linked to', async () => {
    stage.vapi.reply = () => ({ body: 'RIFF', headers: { 'content-type': 'audio/wav' } });
    const [item0, item1] = (await stage.run({}, { items: [item('a'), item('b')] })).items('Vapi');
    expect(item0?.binary?.data).toMatchObject({ mimeType: 'audio/wav' });
    expect(item1).toMatchObject({ pairedItem: { item: 1 } });
  });
});

describe('an operation for all items', () => {
  const stage = operationStage('campaign', 'create', {
    name: 'Recall',
    assistantId: picked(IDS.assistant),
    phoneNumberId: picked(IDS.phoneNumber),
    customerNumber: '={{ $json.phone }}',
  });

  it('runs once, and its item is linked to all of them', async () => {
    stage.vapi.reply = () => ({ body: { id: 'campaign-1' } });
    const items = [{ json: { phone: '+14155550123' } }, { json: { phone: '+14155550124' } }];
    const run = await stage.run({}, { items });
    expect(stage.vapi.requests).toHaveLength(1);
    expect(run.items('Vapi')).toEqual([
      expect.objectContaining({
        json: expect.objectContaining({ id: 'campaign-1' }),
        pairedItem: [{ item: 0 }, { item: 1 }],
      }),
    ]);
  });
});

it('says so when a workflow was written for another version', async () => {
  const { error } = await runWorkflow({
    nodes: [{ name: 'Vapi', type: 'vapi', parameters: { resource: 'squad', operation: 'clone' } }],
    start: [[item('a')]],
    credentials: {},
  });
  expect(error?.message).toBe('This version of the node has no operation "squad: clone"');
  expect(error?.description).toMatch(/Choose the operation again/);
});
