import { randomUUID } from 'node:crypto';
import { describeWith } from '../../support/needs';
import { contractAvailable, definitionErrors } from './contract';
import type { JsonObject } from './json';
import { MULAW, api, emulator, functionTool, goodAnswer, phoneCall, receiver, stopAll } from './testSupport';

afterEach(stopAll);

const WEBSOCKET = { provider: 'vapi.websocket', audioFormat: MULAW };
const E164 =
  'must be a valid phone number in the E.164 format. Hot tip, you may be missing the country code (Eg. US: +1).';

async function refusal(body: JsonObject): Promise<unknown> {
  const answer = await api(await emulator(), 'POST', '/call', body);
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ error: 'Bad Request', statusCode: 400 });
  return answer.body.message;
}

describe('what POST /call refuses', () => {
  const customer = { number: '+14155550123' };

  it('nobody to talk', async () => {
    expect(await refusal({ phoneNumberId: randomUUID(), customer })).toBe(
      "Couldn't Get Assistant. Need Either `assistant`, `assistantId`, `squad`, Or `squadId`.",
    );
  });

  it('a phone call without a number to call from', async () => {
    expect(await refusal({ assistant: {}, customer })).toBe(
      "Couldn't Get Phone Number. Need Either `phoneNumberId` Or `phoneNumber`.",
    );
  });

  it('a phone call to nobody', async () => {
    expect(await refusal({ assistant: {}, phoneNumberId: randomUUID() })).toBe(
      "Couldn't Get Customer. Need Either `customer` Or `customerId`.",
    );
  });

  it('a phone number together with the websocket transport', async () => {
    const message = 'phoneNumberId and phoneNumber are not allowed with transport.provider vapi.websocket';
    expect(await refusal({ assistant: {}, transport: WEBSOCKET, phoneNumberId: randomUUID() })).toBe(message);
  });

  it('ids of things that do not exist', async () => {
    const assistantId = randomUUID();
    expect(await refusal({ assistantId, transport: WEBSOCKET })).toBe(
      `Couldn't Get Assistant. \`assistantId\` ${assistantId} Does Not Exist.`,
    );
    const phoneNumberId = randomUUID();
    expect(await refusal({ assistant: {}, phoneNumberId, customer })).toBe(
      `Couldn't Get Phone Number. \`phoneNumberId\` ${phoneNumberId} Does Not Exist.`,
    );
  });

  it.each<[JsonObject, string]>([
    [{ foo: 1 }, 'property foo should not exist'],
    [{ assistantOverrides: { foo: 1 } }, 'assistantOverrides.property foo should not exist'],
    [{ assistant: { foo: 1 } }, 'assistant.property foo should not exist'],
    [{ assistantId: 'front-desk' }, 'assistantId must be a UUID'],
    [{ phoneNumberId: '12' }, 'phoneNumberId must be a UUID'],
    [{ customer: { number: '07700900123' } }, `customer.number ${E164}`],
    [{ customer: { number: '+1 415 555 0123' } }, `customer.number ${E164}`],
    [{ name: 'x'.repeat(41) }, 'name must be shorter than or equal to 40 characters'],
    [
      { transport: { provider: 'vapi.websocket', audioFormat: { format: 'opus', sampleRate: 8000 } } },
      'transport.audioFormat.format must be one of the following values: pcm_s16le, mulaw',
    ],
    [
      { transport: { provider: 'vapi.websocket', audioFormat: { format: 'mulaw', sampleRate: 0 } } },
      'transport.audioFormat.sampleRate must be a positive number',
    ],
  ])('%j', async (body, message) => {
    expect(await refusal({ assistant: {}, ...body })).toContain(message);
  });

  it('takes properties that the OpenAPI lacks, and a number with the check off', async () => {
    const vapi = await emulator();
    const number = vapi.seed('phone-number', { provider: 'twilio', number: '+14155550199' });
    const answer = await api(vapi, 'POST', '/call', {
      assistant: {},
      phoneNumberId: number.id,
      phoneCallProviderBypassEnabled: true,
      metadata: { crm: 7 },
      type: 'outboundPhoneCall',
      customer: { number: '1234', numberE164CheckEnabled: false },
    });
    expect(answer.status).toBe(201);
    expect(answer.body.metadata).toEqual({ crm: 7 });
    const details = answer.body.phoneCallProviderDetails as { twiml: string };
    expect(details.twiml).toContain(`/${String(answer.body.id)}/transport"`);
    expect(vapi.call(String(answer.body.id))?.metadata).toEqual({ crm: 7 });
  });
});

describeWith(contractAvailable(), 'Vapi’s schemas', 'what Vapi’s schema refuses', () => {
  it('a nested value out of range, named by its path', async () => {
    const message = await refusal({
      assistant: { stopSpeakingPlan: { voiceSeconds: 3 } },
      transport: WEBSOCKET,
    });
    expect(message).toEqual(['assistant.stopSpeakingPlan.voiceSeconds must not be greater than 0.5']);
  });

  it('a partial model override', async () => {
    const body = { assistant: {}, transport: WEBSOCKET, assistantOverrides: { model: { temperature: 1 } } };
    expect(await refusal(body)).toContain('assistantOverrides.model.provider should not be empty');
  });

  it('answers calls in its own shape', async () => {
    const vapi = await emulator();
    const answer = await api(vapi, 'POST', '/call', { assistant: {}, transport: WEBSOCKET });
    expect(definitionErrors('Call', answer.body)).toEqual([]);
  });
});

describe('what POST /call answers', () => {
  it('a websocket call with its URLs and limits', async () => {
    const vapi = await emulator({ publicUrl: 'https://api.vapi.test' });
    const { status, body } = await api(vapi, 'POST', '/call', {
      assistant: {},
      name: 'Inbound 7',
      transport: WEBSOCKET,
      assistantOverrides: { variableValues: { plan: 'gold' } },
    });
    const id = String(body.id);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      type: 'vapi.websocketCall',
      status: 'queued',
      name: 'Inbound 7',
      cost: 0,
      transport: { ...WEBSOCKET, websocketCallUrl: `wss://api.vapi.test/${id}/transport` },
      monitor: {
        listenUrl: `wss://api.vapi.test/${id}/listen`,
        controlUrl: `https://api.vapi.test/${id}/control`,
      },
      subscriptionLimits: {
        concurrencyBlocked: false,
        concurrencyLimit: 10,
        remainingConcurrentCalls: 9,
      },
    });
    expect(vapi.call(id)).toMatchObject({ transport: 'websocket', variableValues: { plan: 'gold' } });
  });

  it('leaves the control URL out where control is off', async () => {
    const answer = await api(await emulator(), 'POST', '/call', {
      assistant: { monitorPlan: { controlEnabled: false } },
      transport: WEBSOCKET,
    });
    expect(answer.body.monitor).toEqual({ listenUrl: expect.any(String) });
  });

  it('blocks a call beyond the limit: created, but not begun', async () => {
    const vapi = await emulator({ concurrencyLimit: 1 });
    const create = () => api(vapi, 'POST', '/call', { assistant: {}, transport: WEBSOCKET });
    const first = await create();
    const second = await create();
    expect(first.body.subscriptionLimits).toMatchObject({ concurrencyBlocked: false });
    expect(second.status).toBe(201);
    expect(second.body.subscriptionLimits).toEqual({
      concurrencyBlocked: true,
      concurrencyLimit: 1,
      remainingConcurrentCalls: 0,
    });
  });

  it('a batch: 201 with the bad rows inside', async () => {
    const vapi = await emulator();
    const number = vapi.seed('phone-number', { provider: 'twilio', number: '+14155550199' });
    const answer = await api(vapi, 'POST', '/call', {
      assistant: {},
      phoneNumberId: number.id,
      assistantOverrides: { variableValues: { name: 'you' } },
      customers: [
        { number: '+14155550123', assistantOverrides: { variableValues: { name: 'Dana' } } },
        { number: '+14155550124' },
        { number: '07700900123' },
      ],
    });
    expect(answer.status).toBe(201);
    const results = answer.body.results as JsonObject[];
    const names = results.map((call) => vapi.call(String(call.id))?.variableValues.name);
    expect(names).toEqual(['Dana', 'you']);
    expect(answer.body.errors).toEqual([
      { customer: { number: '07700900123' }, error: `customer.number ${E164}` },
    ]);
  });

  it('a batch of a thousand, in the shape of the schema, most of it blocked', async () => {
    const vapi = await emulator({
      concurrencyLimit: 10,
      script: [{ type: 'waitForHangup', timeoutMs: 60_000 }],
    });
    const number = vapi.seed('phone-number', { provider: 'twilio', number: '+14155550199' });
    const customers = Array.from({ length: 1000 }, (_, index) => ({
      number: index % 100 === 7 ? '12345' : `+1415555${String(index).padStart(4, '0')}`,
    }));
    const answer = await api(vapi, 'POST', '/call', { assistant: {}, phoneNumberId: number.id, customers });
    expect(answer.status).toBe(201);
    expect(definitionErrors('CallBatchResponse', answer.body)).toEqual([]);
    expect(answer.body.results).toHaveLength(990);
    expect(answer.body.errors).toHaveLength(10);
    expect(answer.body.subscriptionLimits).toMatchObject({ concurrencyBlocked: true });
  });

  it('a batch whose overrides are the squad’s', async () => {
    const vapi = await emulator();
    const number = vapi.seed('phone-number', { provider: 'twilio', number: '+14155550199' });
    const squad = vapi.seed('squad', { members: [{ assistant: { firstMessage: 'Hi {{name}}' } }] });
    const { body } = await api(vapi, 'POST', '/call', {
      squadId: squad.id,
      phoneNumberId: number.id,
      squadOverrides: { variableValues: { name: 'you' } },
      customers: [
        { number: '+14155550123', squadOverrides: { variableValues: { name: 'Dana' } } },
        { number: '+14155550124' },
      ],
    });
    const calls = (body.results as JsonObject[]).map(({ id }) => vapi.call(String(id)));
    for (const call of calls) await call?.done;
    expect(calls.map((call) => call?.transcript[0]?.text)).toEqual(['Hi Dana', 'Hi you']);
  });

  it('keeps a scheduled call until it is deleted', async () => {
    const vapi = await emulator();
    const number = vapi.seed('phone-number', { provider: 'twilio', number: '+14155550199' });
    const { body } = await api(vapi, 'POST', '/call', {
      assistant: {},
      phoneNumberId: number.id,
      customer: { number: '+14155550123' },
      schedulePlan: { earliestAt: '2030-01-01T00:00:00.000Z' },
    });
    expect(body.status).toBe('scheduled');
    const deleted = await api(vapi, 'DELETE', `/call/${String(body.id)}`);
    expect(deleted.body).toMatchObject({ status: 'ended', endedReason: 'scheduled-call-deleted' });
    expect((await api(vapi, 'GET', `/call/${String(body.id)}`)).status).toBe(404);
  });
});

describe('metadata of a call', () => {
  const metadata = { crm: 7, tags: ['vip', null], caller: { name: 'Dana' }, note: '' };

  it('is in every server message and every answer about the call, as it was given', async () => {
    const hook = await receiver((request) =>
      request.message.type === 'tool-calls' ? goodAnswer(request) : {},
    );
    const vapi = await emulator({
      script: [
        { type: 'say', text: 'Hi' },
        { type: 'callTools', tools: [{ name: 'check' }] },
      ],
    });
    const model = { provider: 'openai', model: 'gpt-4o', tools: [functionTool('check')] };
    const call = await phoneCall(vapi, {
      assistant: { server: { url: `${hook.origin}/events` }, model, metadata: { of: 'the assistant' } },
      metadata,
    });
    expect(hook.types()).toEqual(
      expect.arrayContaining(['status-update', 'speech-update', 'tool-calls', 'end-of-call-report']),
    );
    for (const { message } of hook.received)
      expect([message.type, (message.call as JsonObject).metadata]).toEqual([message.type, metadata]);
    expect((await api(vapi, 'GET', `/call/${call.id}`)).body.metadata).toEqual(metadata);
    const list = (await api(vapi, 'GET', '/call')).body as unknown as JsonObject[];
    expect(list.map((entry) => entry.metadata)).toEqual([metadata]);
  });

  it('is there while the call runs, and absent where none was given', async () => {
    const vapi = await emulator();
    const create = async (body: JsonObject) =>
      String((await api(vapi, 'POST', '/call', { assistant: {}, transport: WEBSOCKET, ...body })).body.id);
    const given = await create({ metadata });
    const none = await create({});
    expect((await api(vapi, 'GET', `/call/${given}`)).body).toMatchObject({ status: 'queued', metadata });
    expect((await api(vapi, 'GET', `/call/${none}`)).body).not.toHaveProperty('metadata');
  });
});

describe('calls afterwards', () => {
  it('lists by filter, reads, and renames; nothing but the name can be changed', async () => {
    const vapi = await emulator();
    const assistant = vapi.seed('assistant', { name: 'Front desk' });
    const mine = await api(vapi, 'POST', '/call', { assistantId: assistant.id, transport: WEBSOCKET });
    const other = await api(vapi, 'POST', '/call', { assistant: {}, transport: WEBSOCKET });
    const path = `/call/${String(mine.body.id)}`;
    const ids = async (query: string) => {
      const { body } = await api(vapi, 'GET', `/call${query}`);
      return (body as unknown as JsonObject[]).map((call) => call.id);
    };
    expect(await ids(`?assistantId=${assistant.id}`)).toEqual([mine.body.id]);
    expect(await ids(`?id=${String(other.body.id)}`)).toEqual([other.body.id]);
    expect(await ids('?createdAtLt=2020-01-01T00:00:00.000Z')).toEqual([]);
    expect((await api(vapi, 'PATCH', path, { name: 'Call back' })).body.name).toBe('Call back');
    expect((await api(vapi, 'GET', path)).body.name).toBe('Call back');
    expect(await api(vapi, 'PATCH', path, { status: 'ended' })).toMatchObject({
      status: 400,
      body: { message: ['property status should not exist'] },
    });
  });

  it('deletes several at once', async () => {
    const vapi = await emulator();
    const create = () => api(vapi, 'POST', '/call', { assistant: {}, transport: WEBSOCKET });
    const ids = [String((await create()).body.id), String((await create()).body.id)];
    expect((await api(vapi, 'DELETE', `/call/${ids[0]}`, { ids })).status).toBe(200);
    expect(vapi.calls).toEqual([]);
  });
});
