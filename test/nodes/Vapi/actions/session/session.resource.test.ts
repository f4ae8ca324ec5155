import type { INodeParameters } from 'n8n-workflow';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';

const SESSION = {
  ...{ id: IDS.call, orgId: 'o1', name: 'Dana', status: 'active', assistantId: IDS.assistant, cost: 0.02 },
  messages: [
    { role: 'user', content: 'Hello' },
    { role: 'assistant', content: 'Hi Dana' },
  ],
  customer: { number: '+14155550123' },
};
const FEW = {
  ...{ id: IDS.call, name: 'Dana', status: 'active', assistantId: IDS.assistant },
  ...{ customerNumber: '+14155550123', messageCount: 2, lastMessage: 'Hi Dana', cost: 0.02 },
};
const chosen = { sessionId: picked(IDS.call) };
const PATH = `/session/${IDS.call}`;

describe('create', () => {
  const stage = operationStage('session', 'create', { assistantId: picked(IDS.assistant) });

  const FULL: INodeParameters = {
    who: 'squad',
    squadId: picked(IDS.squad),
    additionalFields: {
      ...{ name: 'Dana', status: 'active', expirationSeconds: 3600 },
      messages: '[{"role": "user", "content": "Hello"}]',
      ...{ customerName: 'Dana W.', customerNumber: '+1 415 555 0123' },
      phoneNumberId: picked(IDS.phoneNumber),
      assistantOverrides: '{"firstMessage": "Hi"}',
    },
    variables: { variable: [{ name: 'clinic', value: 'North' }] },
    otherFields: '{"customer": {"externalId": "20417"}}',
  };

  it.each<[string, INodeParameters, object]>([
    ['an assistant', {}, { assistantId: IDS.assistant }],
    ['nobody yet', { who: 'none' }, {}],
    ['a transient assistant', { who: 'transient', assistant: '{"name": "A"}' }, { assistant: { name: 'A' } }],
    [
      'everything that can be said',
      FULL,
      {
        squadId: IDS.squad,
        ...{ name: 'Dana', status: 'active', expirationSeconds: 3600 },
        messages: [{ role: 'user', content: 'Hello' }],
        customer: { name: 'Dana W.', number: '+14155550123', externalId: '20417' },
        phoneNumberId: IDS.phoneNumber,
        assistantOverrides: { firstMessage: 'Hi', variableValues: { clinic: 'North' } },
      },
    ],
  ])('makes one with %s', async (_, parameters, expected) => {
    expect(await stage.sent(parameters)).toEqual(expected);
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'POST', path: '/session' });
  });

  it('gives few fields', async () => {
    stage.vapi.reply = () => ({ status: 201, body: SESSION });
    expect((await stage.run()).output('Vapi')).toEqual([FEW]);
    expect(previewKeys('session', 'create')).toEqual(expect.arrayContaining(Object.keys(FEW)));
    expect((await stage.run({ simple: false })).output('Vapi')).toEqual([SESSION]);
  });

  it.each<[string, INodeParameters, RegExp]>([
    ['an expiry of a second', { additionalFields: { expirationSeconds: 1 } }, /from 60 to 2592000/],
    ['a number that is none', { additionalFields: { customerNumber: '12' } }, /"12" is not in E\.164/],
    ['messages that are none', { additionalFields: { messages: '["Hi"]' } }, /Message 1 .* is no object/],
  ])('refuses %s before anything is sent', async (_, parameters, message) => {
    expect((await stage.run(parameters)).error?.message).toMatch(message);
    expect(stage.vapi.requests).toEqual([]);
  });

  describeWith(contractAvailable(), 'the contract is missing', 'by the contract', () => {
    it.each<[string, INodeParameters]>([
      ['least', { who: 'none' }],
      ['most', FULL],
    ])('the %s that can be sent is right', async (_, parameters) => {
      const body = (await stage.sent(parameters)) as Record<string, unknown>;
      expect(contractErrors('POST /session', body)).toEqual([]);
    });

    it('another status would be noticed', () => {
      expect(contractErrors('POST /session', { status: 'sleeping' })).toHaveLength(1);
    });
  });
});

describe('get', () => {
  const stage = operationStage('session', 'get', chosen);

  it('reads one session', async () => {
    stage.vapi.reply = () => ({ body: SESSION });
    expect((await stage.run()).output('Vapi')).toEqual([FEW]);
    expect(previewKeys('session', 'get')).toEqual(expect.arrayContaining(Object.keys(FEW)));
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'GET', path: PATH });
  });
});

describe('get many', () => {
  const stage = operationStage('session', 'getAll');

  it('filters, also by customer', async () => {
    stage.vapi.reply = () => ({ body: { results: [SESSION], metadata: { hasNextPage: false } } });
    const run = await stage.run({
      filters: {
        ...{ assistantId: picked(IDS.assistant), squadId: picked(IDS.squad), name: 'Dana' },
        ...{ customerNumber: '+1 (415) 555-0123', phoneNumberId: picked(IDS.phoneNumber) },
      },
    });
    expect(run.output('Vapi')).toEqual([FEW]);
    expect(stage.vapi.requests[0]).toMatchObject({ path: '/session' });
    expect(stage.vapi.requests[0]?.query).toEqual({
      ...{ assistantId: IDS.assistant, squadId: IDS.squad, name: 'Dana', number: '+14155550123' },
      ...{ phoneNumberId: IDS.phoneNumber, page: '1', limit: '50' },
    });
    expect(previewKeys('session', 'getAll')).toEqual(expect.arrayContaining(Object.keys(FEW)));
  });
});

describe('update', () => {
  const stage = operationStage('session', 'update', chosen);
  const updateFields = {
    ...{ name: 'Done', status: 'completed', expirationSeconds: 60 },
    messages: '[{"role": "user", "content": "Bye"}]',
  };

  it('changes what was filled in', async () => {
    expect(await stage.sent({ updateFields: { status: 'completed' } })).toEqual({ status: 'completed' });
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'PATCH', path: PATH });
  });

  it('refuses to change nothing', async () => {
    expect((await stage.run()).error?.message).toBe('Update Fields is missing');
    expect(stage.vapi.requests).toEqual([]);
  });

  describeWith(contractAvailable(), 'the contract is missing', 'by the contract', () => {
    it('sends what Vapi takes', async () => {
      const body = (await stage.sent({ updateFields })) as Record<string, unknown>;
      expect(body).toEqual({ ...updateFields, messages: [{ role: 'user', content: 'Bye' }] });
      expect(contractErrors('PATCH /session/{id}', body)).toEqual([]);
      expect(contractErrors('PATCH /session/{id}', { expirationSeconds: 59 })).toHaveLength(1);
    });
  });
});

describe('delete', () => {
  const stage = operationStage('session', 'delete', chosen);

  it('deletes and says so', async () => {
    expect((await stage.run()).output('Vapi')).toEqual([{ id: IDS.call, deleted: true }]);
    expect(previewKeys('session', 'delete')).toEqual(['id', 'deleted']);
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'DELETE', path: PATH });
  });
});
