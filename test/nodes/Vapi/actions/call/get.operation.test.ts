import type { INodeParameters } from 'n8n-workflow';
import { runWorkflow, type EngineRun } from '../../../../support/engine';
import {
  hasSharedFixtures,
  SHARED_FIXTURES_MISSING,
  sharedFixture,
} from '../../../../support/engineFixtures';
import { startVapiStandIn, type VapiStandIn } from '../../../../support/engineVapi';
import { describeWith } from '../../../../support/needs';

let vapi: VapiStandIn;

beforeAll(async () => {
  vapi = await startVapiStandIn();
});
afterAll(() => vapi.close());
beforeEach(() => {
  vapi.requests.length = 0;
});

async function get(value: string, parameters: INodeParameters = {}): Promise<EngineRun> {
  const callId = { __rl: true, mode: 'id', value } as never;
  return await runWorkflow({
    nodes: [
      {
        name: 'Vapi',
        type: 'vapi',
        parameters: { resource: 'call', operation: 'get', callId, ...parameters },
      },
    ],
    start: [[{ json: { id: 'a/b?c', empty: '' } }]],
    credentials: vapi.credentials,
  });
}

const ID = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

it('gives an ended call as one small item', async () => {
  vapi.reply = () => ({
    body: {
      id: ID,
      status: 'ended',
      endedReason: 'customer-busy',
      cost: 0.05,
      customer: { sipUri: 'sip:dana@example.test' },
      analysis: { summary: 'Busy.' },
      artifact: { transcript: 'AI: Hi', messages: [] },
    },
  });
  const run = await get(ID);
  expect(vapi.requests).toEqual([
    expect.objectContaining({ method: 'GET', path: `/call/${ID}`, query: {}, body: undefined }),
  ]);
  expect(run.output('Vapi')).toEqual([
    {
      id: ID,
      status: 'ended',
      customerNumber: 'sip:dana@example.test',
      endedReason: 'customer-busy',
      endedReasonText: 'The line was busy',
      endedReasonAdvice: 'Call again later.',
      cost: 0.05,
      summary: 'Busy.',
      transcript: 'AI: Hi',
    },
  ]);
});

it('puts an ID from an expression into the path as one segment', async () => {
  vapi.reply = () => ({ body: { id: 'x' } });
  await get('={{ $json.id }}');
  expect(vapi.requests[0]).toMatchObject({ path: '/call/a%2Fb%3Fc', query: {} });
});

it('refuses an empty ID before anything is sent: the path would be that of the whole list', async () => {
  const run = await get('={{ $json.empty }}');
  expect(run.error?.message).toBe('Call is missing');
  expect(vapi.requests).toEqual([]);
});

describeWith(hasSharedFixtures, SHARED_FIXTURES_MISSING, 'a payload of the shared folder', () => {
  it('api/create-call.outbound.response.json, not simplified', async () => {
    const body = sharedFixture('api/create-call.outbound.response.json');
    vapi.reply = () => ({ body });
    expect((await get(ID, { simple: false })).output('Vapi')).toEqual([body]);
  });
});
