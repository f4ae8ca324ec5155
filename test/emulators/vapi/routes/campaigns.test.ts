import { randomUUID } from 'node:crypto';
import { answerErrors, definitionErrors } from '../contract';
import type { VapiEmulator } from '../index';
import type { JsonObject } from '../json';
import { api, emulator, stopAll } from '../testSupport';

afterEach(stopAll);

const CUSTOMERS = [{ number: '+14155550101', name: 'Ada' }, { number: '+14155550102' }];

async function campaign(vapi: VapiEmulator, body: JsonObject = {}) {
  const assistantId = vapi.seed('assistant', {}).id;
  const phoneNumberId = vapi.seed('phone-number', { provider: 'vapi' }).id;
  const fields = { name: 'Reminders', assistantId, phoneNumberId, customers: CUSTOMERS };
  const made = await api(vapi, 'POST', '/v2/campaign', { ...fields, ...body });
  expect([made.body.message, made.status]).toEqual([undefined, 201]);
  return { made: made.body, path: `/v2/campaign/${String(made.body.id)}` };
}

describe('campaigns', () => {
  it('are created with their customers, and shown without them', async () => {
    const vapi = await emulator();
    const { made, path } = await campaign(vapi);
    expect(answerErrors('POST /v2/campaign', made)).toEqual([]);
    expect(made).toMatchObject({ status: 'in-progress', customers: CUSTOMERS });
    const read = await api(vapi, 'GET', path);
    expect(read.body).not.toHaveProperty('customers');
    expect(read.body).not.toHaveProperty('contactCounters');
    const counted = await api(vapi, 'GET', `${path}?includeCounters=true`);
    expect(answerErrors('GET /v2/campaign/{id}', counted.body)).toEqual([]);
    expect(counted.body.contactCounters).toMatchObject({ pending: 2, completed: 0 });
    const old = await api(vapi, 'GET', path.replace('/v2', ''));
    expect([old.body.customers, definitionErrors('Campaign', old.body)]).toEqual([CUSTOMERS, []]);
  });

  it('are listed in pages, by status', async () => {
    const vapi = await emulator();
    const later = { schedulePlan: { earliestAt: '2099-01-01T00:00:00.000Z' } };
    await campaign(vapi);
    const { made } = await campaign(vapi, later);
    const page = await api(vapi, 'GET', '/v2/campaign?status=scheduled&includeCounters=true');
    expect(answerErrors('GET /v2/campaign', page.body)).toEqual([]);
    expect(page.body).toMatchObject({
      results: [{ id: made.id, contactCounters: { pending: 2 } }],
      metadata: { totalItems: 1 },
    });
    expect((await api(vapi, 'GET', '/campaign')).body.metadata).toMatchObject({ totalItems: 2 });
  });

  it('show how each contact fared, in pages of fifty', async () => {
    const vapi = await emulator();
    const customers = Array.from({ length: 60 }, (_, index) => ({
      number: `+141555501${String(index).padStart(2, '0')}`,
    }));
    const { made, path } = await campaign(vapi, { customers });
    const first = await api(vapi, 'GET', `${path}/contacts`);
    expect(first.body.metadata).toMatchObject({ itemsPerPage: 50, totalItems: 60, hasNextPage: true });
    expect((first.body.results as JsonObject[])[0]).toEqual({
      id: expect.any(String),
      number: '+14155550100',
      status: 'contact.pending',
    });
    Object.assign(vapi.contacts(String(made.id))[1] ?? {}, { status: 'contact.completed', callId: 'c' });
    const done = await api(vapi, 'GET', `${path}/contacts?status=contact.completed&status=contact.failed`);
    expect(done.body.results).toEqual([expect.objectContaining({ number: '+14155550101', callId: 'c' })]);
    const counted = await api(vapi, 'GET', `${path}?includeCounters=true`);
    expect(counted.body).toMatchObject({
      contactCounters: { pending: 59, completed: 1 },
      callMetrics: { dialed: 1, connected: 1 },
    });
    expect((await api(vapi, 'GET', `${path}/contacts?limit=0`)).status).toBe(400);
  });

  it('are stopped by their status, each stage with its reason', async () => {
    const vapi = await emulator();
    const running = await campaign(vapi);
    const stopped = await api(vapi, 'PATCH', running.path, { status: 'cancelled' });
    expect(answerErrors('PATCH /v2/campaign/{id}', stopped.body)).toEqual([]);
    expect(stopped.body).toMatchObject({
      status: 'cancelled',
      endedReason: 'campaign.in-progress.ended-by-user',
    });
    const waiting = await campaign(vapi, { schedulePlan: { earliestAt: '2099-01-01T00:00:00.000Z' } });
    const ended = await api(vapi, 'PATCH', waiting.path, { status: 'ended' });
    expect(ended.body.endedReason).toBe('campaign.scheduled.ended-by-user');
    const renamed = await api(vapi, 'PATCH', waiting.path, { name: 'Later' });
    expect(renamed.body).toMatchObject({ name: 'Later', status: 'ended' });
    expect((await api(vapi, 'DELETE', waiting.path)).status).toBe(200);
    expect((await api(vapi, 'GET', waiting.path)).status).toBe(404);
  });

  it('can be duplicated, and dialled by a plan with numbers of its own', async () => {
    const vapi = await emulator();
    const { made } = await campaign(vapi);
    const copy = { name: 'Again', duplicateFromCampaignId: made.id };
    const again = await api(vapi, 'POST', '/v2/campaign', copy);
    expect(again.body).toMatchObject({ name: 'Again', customers: CUSTOMERS, assistantId: made.assistantId });
    const dialPlan = [{ phoneNumberId: made.phoneNumberId, customers: CUSTOMERS }];
    const planned = await campaign(vapi, { dialPlan, customers: undefined });
    expect(vapi.contacts(String(planned.made.id))).toHaveLength(2);
  });

  it.each<[JsonObject, string]>([
    [{}, 'name should not be empty'],
    [{ name: 'x' }, "Couldn't Get Assistant"],
    [{ name: 'x', assistantId: randomUUID() }, "Couldn't Get Phone Number"],
    [{ name: 'x', customers: [{ number: '0170 12' }] }, 'customers.number must be a valid phone number'],
    [{ name: 'x', assistantId: randomUUID(), phoneNumberId: randomUUID() }, 'Does Not Exist'],
  ])('refuse %j', async (body, message) => {
    const answer = await api(await emulator(), 'POST', '/v2/campaign', body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body.message)).toContain(message);
  });

  it('refuse more than ten thousand customers', async () => {
    const vapi = await emulator();
    const { id } = vapi.seed('assistant', {});
    const number = vapi.seed('phone-number', { provider: 'vapi' });
    const customers = Array.from({ length: 10_001 }, () => ({ number: '+14155550101' }));
    const body = { name: 'x', assistantId: id, phoneNumberId: number.id, customers };
    const answer = await api(vapi, 'POST', '/v2/campaign', body);
    expect(answer.body.message).toEqual(['customers must contain no more than 10000 elements']);
  });
});
