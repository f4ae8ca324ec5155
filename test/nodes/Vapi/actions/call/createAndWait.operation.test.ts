import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { runWorkflow } from '../../../../support/engine';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import type { ReceivedCall, Reply } from '../../../../support/engineVapi';
import type { Step } from '../../../../support/engineTypes';
import { describeWith } from '../../../../support/needs';
import { asObject, type JsonObject } from '../../../../../nodes/shared/protocol/json';
import { createAndWait } from '../../../../../nodes/Vapi/actions/call/createAndWait.operation';
import { Vapi } from '../../../../../nodes/Vapi/Vapi.node';

const { assistant: ASSISTANT, phoneNumber: NUMBER, call: CALL, tool: TOOL, squad: SQUAD } = IDS;

const stage = operationStage('call', 'createAndWait', {
  assistantId: picked(ASSISTANT),
  phoneNumberId: picked(NUMBER),
  customerNumber: '+14155550123',
});

const OLD = { url: 'https://old.example/vapi', headers: { 'X-Own': 'secret-1' } };
const FUNCTION = {
  type: 'function',
  function: { name: 'book', parameters: { type: 'object', properties: {} } },
};
const MODEL = { provider: 'openai', model: 'gpt-4o', messages: [{ role: 'system', content: 'Hi' }] };

/** What is in Vapi, by path. */
let vapi: Record<string, JsonObject>;
let answer: Reply;

beforeEach(() => {
  vapi = { [`/assistant/${ASSISTANT}`]: { id: ASSISTANT, model: MODEL, maxDurationSeconds: 120 } };
  answer = { status: 201, body: { id: CALL, status: 'queued' } };
  stage.vapi.reply = ({ method, path }) => {
    if (method === 'POST') return answer;
    const body = vapi[path];
    return body ? { body } : { status: 404, body: { message: 'Not Found' } };
  };
});

const post = (): ReceivedCall | undefined => stage.vapi.requests.find(({ method }) => method === 'POST');
const body = (): JsonObject => asObject(post()?.body);
const tokenSent = (): string => {
  const { url } = asObject(asObject(body().assistantOverrides).server);
  return new URL(String(url)).searchParams.get('signature') ?? '';
};
const wait = async (parameters: INodeParameters = {}) => await stage.run(parameters);
const minutesUntil = (date: Date | undefined): number => ((date?.getTime() ?? 0) - Date.now()) / 60_000;

describe('a call that is waited for', () => {
  it('is placed with the URL of this execution for its report alone, and retries', async () => {
    const run = await wait();
    expect(run.error?.message).toBeUndefined();
    expect(body()).toEqual({
      ...{ assistantId: ASSISTANT, phoneNumberId: NUMBER, customer: { number: '+14155550123' } },
      assistantOverrides: {
        server: {
          url: expect.stringMatching(/^https:\/\/n8n\.test\/webhook-waiting\/1\/n0\?signature=[\w-]{20,}$/),
          timeoutSeconds: 60,
          backoffPlan: { type: 'exponential', maxRetries: 10, baseDelaySeconds: 2 },
        },
        serverMessages: ['end-of-call-report'],
      },
    });
  });

  it('suspends the execution, with its ID in the context of the node', async () => {
    const run = await wait();
    expect(run.status).toBe('waiting');
    expect(run.context('Vapi')).toEqual({ callId: CALL });
  });

  it('is waited for as long as the assistant may talk, and five minutes more', async () => {
    expect(minutesUntil((await wait()).waitTill)).toBeCloseTo(2 + 5, 0);
  });

  it.each([
    ['the margin of the options', { waitOptions: { marginMinutes: 60 } }, 2 + 60],
    [
      'the duration of the overrides',
      { additionalFields: { assistantOverrides: '{"maxDurationSeconds": 3600}' } },
      65,
    ],
  ])('is waited for by %s', async (_, parameters, minutes) => {
    const { waitTill } = await wait(parameters);
    expect(Math.round(minutesUntil(waitTill))).toBe(minutes);
  });

  it('keeps the overrides and variables of the fields, but for server and messages', async () => {
    await wait({
      variables: { variable: [{ name: 'slot', value: '10:00' }] },
      additionalFields: {
        assistantOverrides:
          '{"firstMessage": "Hello", "server": {"url": "https://a.test"}, "serverMessages": ["hang"]}',
      },
    });
    expect(body().assistantOverrides).toMatchObject({
      firstMessage: 'Hello',
      variableValues: { slot: '10:00' },
      server: { url: expect.stringContaining('/webhook-waiting/') },
      serverMessages: ['end-of-call-report'],
    });
  });

  it('of a squad has them in the overrides of the squad, and waits for the longest member', async () => {
    vapi[`/squad/${SQUAD}`] = {
      members: [
        { assistantId: ASSISTANT },
        {
          assistant: { model: MODEL, maxDurationSeconds: 600 },
          assistantOverrides: { maxDurationSeconds: 900 },
        },
      ],
    };
    const run = await wait({ whoTalks: 'squad', squadId: picked(SQUAD) });
    expect(body()).toMatchObject({
      squadId: SQUAD,
      squadOverrides: { serverMessages: ['end-of-call-report'] },
    });
    expect(body().assistantOverrides).toBeUndefined();
    expect(Math.round(minutesUntil(run.waitTill))).toBe(15 + 5);
  });

  it('of a transient assistant needs no assistant in Vapi', async () => {
    const assistant = { model: MODEL, firstMessage: 'Hello' };
    const run = await wait({ whoTalks: 'transientAssistant', transientAssistant: JSON.stringify(assistant) });
    expect(stage.vapi.requests).toHaveLength(1);
    expect(body()).toMatchObject({
      assistant,
      assistantOverrides: { serverMessages: ['end-of-call-report'] },
    });
    expect(Math.round(minutesUntil(run.waitTill))).toBe(10 + 5);
  });

  it('tells the builder that it waits for a line', async () => {
    answer.body = { id: CALL, status: 'queued', subscriptionLimits: { concurrencyBlocked: true } };
    expect((await wait()).hints('Vapi')).toEqual([expect.stringContaining('All lines')]);
  });

  it('and is over at once says nothing of the token of this execution', async () => {
    stage.vapi.reply = ({ method, path, body: sent }) =>
      method === 'POST'
        ? { status: 201, body: { ...asObject(sent), id: CALL, status: 'ended' } }
        : { body: vapi[path] ?? {} };
    const [raw] = (await wait({ simple: false })).output('Vapi');
    expect(raw).toMatchObject({ call: { id: CALL, assistantOverrides: { server: expect.any(Object) } } });
    expect(JSON.stringify(raw)).not.toContain(tokenSent());
  });

  it('and is over at once goes on at once, as its report would', async () => {
    answer.body = {
      ...{ id: CALL, type: 'outboundPhoneCall', status: 'ended', endedReason: 'customer-busy', cost: 0 },
      customer: { number: '+14155550123' },
    };
    const run = await wait();
    expect(run.status).toBe('success');
    expect(run.output('Vapi')).toEqual([
      expect.objectContaining({
        callId: CALL,
        endedReason: 'customer-busy',
        endedReasonText: expect.any(String),
      }),
    ]);
    expect(previewKeys('call', 'createAndWait')).toEqual(
      expect.arrayContaining(Object.keys(run.output('Vapi')[0] ?? {})),
    );
  });
});

describe('a call that cannot be placed', () => {
  it.each<[string, Reply, RegExp]>([
    ['Vapi refuses it', { status: 400, body: { message: ['name must be short'] } }, /name must be short/],
    ['Vapi fails', { status: 500, body: { message: 'Internal' } }, /Internal/],
    ['Vapi gives no ID', { status: 201, body: {} }, /without a call to wait for/],
  ])('because %s is an error, is not repeated, and nothing waits', async (_, reply, message) => {
    answer = reply;
    const run = await wait();
    expect(run.error?.message).toMatch(message);
    expect(run.status).toBe('error');
    expect(run.waitTill).toBeUndefined();
    expect(stage.vapi.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('says nothing of the token, although Vapi quotes the URL', async () => {
    stage.vapi.reply = ({ method, path, body: sent }) => {
      if (method !== 'POST') return { body: vapi[path] ?? {} };
      const { url } = asObject(asObject(asObject(sent).assistantOverrides).server);
      return { status: 400, body: { message: `server.url ${String(url)} is too long` } };
    };
    const { error } = await wait();
    expect(error?.message).toContain('signature=[redacted] is too long');
    expect(tokenSent()).not.toBe('');
    expect(error?.description).toEqual(expect.any(String));
  });

  it('leaves no ID of the call before it, which would be taken for its own', async () => {
    let round = 0;
    stage.vapi.reply = ({ method, path }) => {
      if (method !== 'POST') return { body: vapi[path] ?? {} };
      round++;
      return round === 1
        ? { status: 201, body: { id: CALL, status: 'ended' } }
        : { status: 400, body: { message: 'No' } };
    };
    const parameters = {
      ...{ resource: 'call', operation: 'createAndWait', customerNumber: '+14155550123' },
      ...{ assistantId: picked(ASSISTANT), phoneNumberId: picked(NUMBER) },
    };
    const found: unknown[] = [];
    const note: Step = (items, context) => {
      found.push(context.evaluateExpression('{{ $("Vapi").context.callId }}', 0));
      return found.length < 2 ? items : [];
    };
    await runWorkflow({
      nodes: [
        { name: 'Vapi', type: 'vapi', parameters, continueOnFail: true },
        { name: 'Note', step: note },
      ],
      wires: [
        { from: 'Vapi', to: 'Note' },
        { from: 'Note', to: 'Vapi' },
      ],
      start: [[{ json: {} }]],
      credentials: stage.vapi.credentials,
    });
    expect(found).toEqual([CALL, undefined]);
  });

  it('with Continue on Fail becomes an item, and nothing waits', async () => {
    answer = { status: 400, body: { message: 'No' } };
    const run = await stage.run({}, { continueOnFail: true });
    expect(run.status).toBe('success');
    expect(run.items('Vapi')).toEqual([
      {
        json: { error: expect.stringContaining('No'), details: expect.any(String) },
        pairedItem: { item: 0 },
      },
    ]);
  });

  it.each<[string, INodeParameters, RegExp]>([
    ['a bad number', { customerNumber: '12' }, /"12"/],
    ['an unknown assistant', { assistantId: picked(TOOL) }, /Vapi does not know this/],
    ['a workflow of Vapi', { additionalFields: { extraJson: '{"workflowId": "w"}' } }, /a workflow of Vapi/],
    ['several customers', { additionalFields: { extraJson: '{"customers": []}' } }, /several customers/],
    [
      'a WebSocket',
      { additionalFields: { extraJson: '{"transport": {"provider": "vapi.websocket"}}' } },
      /has to join a WebSocket call/,
    ],
    [
      'the bypass',
      { additionalFields: { extraJson: '{"phoneCallProviderBypassEnabled": true}' } },
      /give the TwiML to Twilio/,
    ],
  ])('with %s: nothing is sent that could cost money', async (_, parameters, message) => {
    const run = await wait(parameters);
    expect(run.error?.message).toMatch(message);
    expect(post()).toBeUndefined();
  });

  it('with Retry On Fail: n8n could place it twice', async () => {
    const run = await stage.run({}, { retryOnFail: true });
    expect(run.error?.message).toMatch(/Retry On Fail is on for "Vapi"/);
    expect(stage.vapi.requests).toHaveLength(0);
  });

  it('for several items with Continue on Fail: an error for each, so that none is lost', async () => {
    const items = [{ json: {} }, { json: {} }];
    const run = await stage.run({}, { items, continueOnFail: true });
    expect(run.items('Vapi').map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual(
      [0, 1].map((item) => [expect.stringMatching(/got 2 items/), { item }]),
    );
  });

  it('for several items: one error that names Loop Over Items, and nothing is sent', async () => {
    const run = await stage.run({}, { items: [{ json: {} }, { json: {} }, { json: {} }] });
    expect(run.error?.message).toMatch(/got 3 items/);
    expect(run.error?.description).toMatch(/Loop Over Items/);
    expect(stage.vapi.requests).toHaveLength(0);
  });
});

describe('an assistant that relies on its server', () => {
  beforeEach(() => {
    vapi[`/tool/${TOOL}`] = {
      ...{ id: TOOL, orgId: 'o', createdAt: 'x', updatedAt: 'x', async: null, ...FUNCTION },
    };
    vapi[`/assistant/${ASSISTANT}`] = {
      ...{ id: ASSISTANT, server: OLD },
      model: { ...MODEL, toolIds: ['7f000000-0000-4000-8000-000000000000', TOOL], temperature: null },
    };
    vapi['/tool/7f000000-0000-4000-8000-000000000000'] = {
      ...FUNCTION,
      function: { name: 'own' },
      server: { url: 'https://own.example' },
    };
  });

  it('is refused, with the tool by name, and no call is placed', async () => {
    const run = await wait();
    expect(run.error?.message).toContain('tool "book"');
    expect(run.error?.message).not.toContain('"own"');
    expect(run.error?.description).toContain('Send to the Old URL');
    expect(post()).toBeUndefined();
  });

  it('keeps it for this call by choice: the tool goes along with the old server', async () => {
    await wait({ waitOptions: { toolsWithoutServer: 'oldUrl' } });
    const { model, server } = asObject(body().assistantOverrides);
    expect(model).toEqual({
      ...MODEL,
      toolIds: ['7f000000-0000-4000-8000-000000000000'],
      tools: [{ ...FUNCTION, server: OLD }],
    });
    expect(server).toMatchObject({ url: expect.stringContaining('/webhook-waiting/') });
  });

  it('without a server of its own keeps that of the phone number', async () => {
    vapi[`/assistant/${ASSISTANT}`] = { ...vapi[`/assistant/${ASSISTANT}`], server: null };
    vapi[`/phone-number/${NUMBER}`] = { id: NUMBER, server: { url: 'https://number.example' } };
    await wait({ waitOptions: { toolsWithoutServer: 'oldUrl' } });
    expect(body().assistantOverrides).toMatchObject({
      model: { tools: [{ server: { url: 'https://number.example' } }] },
    });
  });

  it('whose secret Vapi hides is refused, because it would be sent stars', async () => {
    vapi[`/assistant/${ASSISTANT}`] = {
      ...vapi[`/assistant/${ASSISTANT}`],
      server: { url: OLD.url, headers: { Authorization: '********' } },
    };
    const run = await wait({ waitOptions: { toolsWithoutServer: 'oldUrl' } });
    expect(run.error?.message).toMatch(/does not show: model\.tools\.0\.server\.headers\.Authorization/);
    expect(post()).toBeUndefined();
  });

  it('that nobody can find is refused', async () => {
    vapi[`/assistant/${ASSISTANT}`] = { ...vapi[`/assistant/${ASSISTANT}`], server: null };
    vapi[`/phone-number/${NUMBER}`] = { id: NUMBER };
    const run = await wait({ waitOptions: { toolsWithoutServer: 'oldUrl' } });
    expect(run.error?.message).toContain('no old server URL for tool "book"');
    expect(post()).toBeUndefined();
  });

  it.each<[string, () => void, INodeParameters, RegExp]>([
    [
      'a member of a squad',
      () => {
        vapi[`/squad/${SQUAD}`] = { members: [{ assistantId: ASSISTANT }] };
      },
      { whoTalks: 'squad', squadId: picked(SQUAD) },
      /tool "book" \(overrides hold for all members/,
    ],
    [
      'a pinned version',
      () => undefined,
      { additionalFields: { assistantVersion: 'v3' } },
      /tool "book" \(the assistant is pinned/,
    ],
    [
      'a transfer without destinations',
      () => {
        vapi[`/tool/${TOOL}`] = { id: TOOL, type: 'transferCall', destinations: [] };
      },
      {},
      /tool "9f4a1a57[^"]+" \(it has no destinations/,
    ],
  ])('cannot keep it where it is %s', async (_, prepare, parameters, message) => {
    prepare();
    const run = await wait({ waitOptions: { toolsWithoutServer: 'oldUrl' }, ...parameters });
    expect(run.error?.message).toMatch(message);
    expect(post()).toBeUndefined();
  });
});

describe('the operation', () => {
  const operations = new Vapi().description.properties.find(
    ({ name, displayOptions }) => name === 'operation' && displayOptions?.show?.resource?.includes('call'),
  );
  const option = operations?.options?.find((entry) => 'value' in entry && entry.value === 'createAndWait');

  it('is hidden from AI agents', () => {
    expect(option).toMatchObject({ displayOptions: { hide: { '@tool': [true] } } });
  });

  it('refuses to run for one that uses it all the same', async () => {
    const context = {
      ...{ getNode: () => ({ name: 'Vapi' }), getInputData: () => [{ json: {} }] },
      ...{ isToolExecution: () => true, continueOnFail: () => false },
    };
    await expect(createAndWait.executeAll(context as unknown as IExecuteFunctions)).rejects.toThrow(
      /An AI agent cannot use/,
    );
  });

  it('tells what happens if no report comes', () => {
    const notice = new Vapi().description.properties.find(({ name }) => name === 'waitNotice');
    expect(notice).toMatchObject({ type: 'notice', displayName: expect.stringContaining('.context.callId') });
  });

  it('resumes at a webhook that no publication registers', () => {
    expect(new Vapi().description.webhooks).toEqual([
      expect.objectContaining({ restartWebhook: true, path: '={{ $nodeId }}', httpMethod: 'POST' }),
    ]);
  });
});

describeWith(contractAvailable(), 'vapi-contract.json', 'what is sent', () => {
  it.each<[string, INodeParameters]>([
    ['without tools', {}],
    ['with everything that keeps the old server', { waitOptions: { toolsWithoutServer: 'oldUrl' } }],
  ])('is what Vapi takes %s', async (_, parameters) => {
    if (parameters.waitOptions !== undefined) {
      vapi[`/tool/${TOOL}`] = { id: TOOL, orgId: 'o', createdAt: 'x', updatedAt: 'x', ...FUNCTION };
      vapi[`/assistant/${ASSISTANT}`] = {
        ...{ id: ASSISTANT, server: { ...OLD, secret: 'legacy' } },
        startSpeakingPlan: { waitSeconds: 1, smartEndpointingPlan: { provider: 'custom-endpointing-model' } },
        model: {
          ...MODEL,
          toolIds: [TOOL],
          tools: [{ type: 'handoff', destinations: [{ type: 'dynamic' }] }, { type: 'endCall' }],
        },
      };
    }
    const run = await wait(parameters);
    expect(run.error?.message).toBeUndefined();
    expect(contractErrors('POST /call', body())).toEqual([]);
  });

  it('would be refused without one field of the backoff plan', async () => {
    await wait();
    const sent = structuredClone(body());
    delete asObject(asObject(asObject(sent.assistantOverrides).server).backoffPlan).type;
    expect(contractErrors('POST /call', sent)).not.toEqual([]);
  });
});
