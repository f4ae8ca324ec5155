import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';

const CAMPAIGN: INodeParameters = { campaignId: picked(IDS.tool) };

describe('get', () => {
  const stage = operationStage('campaign', 'get', CAMPAIGN);

  it('asks for the figures, too', async () => {
    stage.vapi.reply = () => ({ body: { id: 'c', contactCounters: { pending: 2 } } });
    expect((await stage.run()).output('Vapi')).toEqual([{ id: 'c', pending: 2 }]);
    expect(stage.vapi.requests[0]).toMatchObject({
      method: 'GET',
      path: `/v2/campaign/${IDS.tool}`,
      query: { includeCounters: 'true' },
    });
  });
});

describe('get many', () => {
  const stage = operationStage('campaign', 'getAll');

  it('filters by status', async () => {
    stage.vapi.reply = () => ({ body: { results: [{ id: 'c' }], metadata: { hasNextPage: false } } });
    const filters = { status: 'ended', includeCounters: true };
    expect((await stage.run({ filters })).output('Vapi')).toEqual([{ id: 'c' }]);
    expect(stage.vapi.requests[0]?.query).toEqual({
      ...{ status: 'ended', includeCounters: 'true', page: '1', limit: '50' },
    });
  });
});

describe('get contacts', () => {
  const stage = operationStage('campaign', 'getContacts', CAMPAIGN);

  it('gives who was called, by status', async () => {
    const contact = {
      ...{ id: 'x', number: '+14155550123', name: 'Dana', status: 'contact.completed' },
      ...{ callId: 'k', endedReason: 'r', createdAt: 'c' },
    };
    stage.vapi.reply = () => ({ body: { results: [{ ...contact, orgId: 'o' }], metadata: {} } });
    const run = await stage.run({ filters: { status: ['contact.completed', 'contact.failed'] } });
    expect(run.output('Vapi')).toEqual([contact]);
    expect(previewKeys('campaign', 'getContacts')).toEqual(Object.keys(contact));
    expect(stage.vapi.requests[0]?.path).toBe(`/v2/campaign/${IDS.tool}/contacts`);
    expect(stage.vapi.requests[0]?.queryAll.status).toEqual(['contact.completed', 'contact.failed']);
    expect(stage.vapi.requests[0]?.query.sortBy).toBe('position');
  });

  it('filters by one status that an expression gives', async () => {
    stage.vapi.reply = () => ({ body: { results: [] } });
    await stage.run({ filters: { status: '={{ "contact.failed" }}' } });
    expect(stage.vapi.requests[0]?.queryAll.status).toEqual(['contact.failed']);
  });
});

describe('update', () => {
  const stage = operationStage('campaign', 'update', CAMPAIGN);

  it('stops a campaign', async () => {
    expect(await stage.sent({ updateFields: { status: 'cancelled' } })).toEqual({ status: 'cancelled' });
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'PATCH', path: `/v2/campaign/${IDS.tool}` });
  });

  describeWith(contractAvailable(), 'the contract is missing', 'by the contract', () => {
    it('is valid with everything', async () => {
      const updateFields: INodeParameters = {
        ...{ status: 'cancelled', name: 'N', assistantId: picked(IDS.assistant), squadId: picked(IDS.squad) },
        ...{ phoneNumberId: picked(IDS.phoneNumber), earliestAt: '2026-12-01T09:00:00Z' },
        ...{ latestAt: '2026-12-01T17:00:00Z', otherFields: '{"workflowId": "w"}' },
      };
      const body = await stage.sent({ updateFields });
      expect(Object.keys(body as object)).toHaveLength(7);
      expect(contractErrors('PATCH /v2/campaign/{id}', body as never)).toEqual([]);
    });
  });
});
