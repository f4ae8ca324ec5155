import { createHmac } from 'node:crypto';
import type { IDataObject, IWebhookResponseData } from 'n8n-workflow';
import { encodeAnswer } from '../../../nodes/shared/protocol/answerChunk';
import { FALLBACK_MESSAGE } from '../../../nodes/shared/protocol/results';
import { VapiToolTrigger } from '../../../nodes/VapiToolTrigger/VapiToolTrigger.node';
import {
  hasSharedFixtures,
  SHARED_FIXTURES_MISSING,
  sharedFixture,
  sharedFixtures,
} from '../../support/engineFixtures';
import { webhookCall, type WebhookCall, type WebhookSpec } from '../../support/engineWebhook';
import { describeWith } from '../../support/needs';

const TOKEN = 'a-token-of-some-length';
const trigger = new VapiToolTrigger();

const toolCall = (id: string, name: string, args: object = { date: '2026-08-24' }): object => ({
  id,
  type: 'function',
  function: { name, arguments: JSON.stringify(args) },
});

const message = (...toolCallList: object[]): { message: object } => ({
  message: {
    type: 'tool-calls',
    call: { id: 'call-1', assistantId: 'as-1', customer: { number: '+14155550123' } },
    phoneNumber: { twilioAuthToken: 's3cr3t-token' },
    toolCallList,
  },
});

const BOTH = message(toolCall('a', 'check_availability', { day: 'Monday' }), toolCall('b', 'book'));

async function receive(spec: WebhookSpec): Promise<WebhookCall & { returned: IWebhookResponseData }> {
  const call = webhookCall({
    ...spec,
    parameters: { authentication: 'none', ...spec.parameters },
  });
  return { ...call, returned: await trigger.webhook.call(call.context) };
}

const tools = (...names: string[]): Record<string, unknown> => ({
  tools: { tool: names.map((name) => ({ name })) },
});

describe('proof', () => {
  const authenticated = { authentication: 'vapiWebhookApi' };
  const credential = { scheme: 'bearer', token: TOKEN };

  it('that cannot be looked at starts nothing, and the caller hears the fallback all the same', async () => {
    const { returned, response, log } = await receive({
      ...{ body: BOTH, parameters: { ...authenticated, fallbackMessage: 'Not now.' } },
      ...{ credential: new Error('timeout exceeded when trying to connect') },
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    expect(returned).toEqual({ noWebhookResponse: true });
    expect(response.answer).toMatchObject({
      status: 200,
      body: { results: [{ error: 'Not now.' }, { error: 'Not now.' }] },
    });
    expect(String(log)).toContain('timeout exceeded');
  });

  it.each<[string, WebhookSpec]>([
    ['no header', { credential }],
    ['a wrong token', { credential, headers: { authorization: 'Bearer wrong' } }],
    ['no credential', { headers: { authorization: `Bearer ${TOKEN}` } }],
    [
      'an empty token',
      { credential: { scheme: 'bearer', token: '' }, headers: { authorization: 'Bearer ' } },
    ],
    [
      'a token that is no text',
      { credential: { scheme: 'bearer', token: 5 }, headers: { authorization: 'Bearer 5' } },
    ],
  ])('%s: 401, and nothing starts', async (_, spec) => {
    const { returned, response, log } = await receive({ body: BOTH, ...spec, parameters: authenticated });
    expect(returned).toEqual({ noWebhookResponse: true });
    expect(response.answer).toMatchObject({
      status: 401,
      body: { error: { code: 'WEBHOOK_UNAUTHORIZED', hint: expect.stringContaining('same secret') } },
    });
    expect(log).toEqual([
      ['warn', expect.stringMatching(/^Request to "Vapi Trigger" refused: ./), undefined],
    ]);
    expect(JSON.stringify([log, response.bodies])).not.toContain(TOKEN);
  });

  it('a choice that cannot be evaluated lets nobody in', async () => {
    const authentication = (): never => {
      throw new Error('Expression failed');
    };
    const { returned, response } = await receive({ body: BOTH, parameters: { authentication } });
    expect(returned).toEqual({ noWebhookResponse: true });
    expect(response.answer?.status).toBe(401);
  });

  it('comes before anything else is looked at', async () => {
    const { response } = await receive({ body: 'no envelope', credential, parameters: authenticated });
    expect(response.answer?.status).toBe(401);
  });

  it('that is right lets in', async () => {
    const { returned } = await receive({
      body: BOTH,
      credential,
      headers: { authorization: `Bearer ${TOKEN}` },
      parameters: authenticated,
    });
    expect(returned.workflowData?.[0]).toHaveLength(2);
  });

  it('is checked over the bytes, also when n8n has not read them yet', async () => {
    const body = BOTH;
    const signature = createHmac('sha256', TOKEN).update(JSON.stringify(body)).digest('hex');
    const plan = {
      scheme: 'hmac',
      secretKey: TOKEN,
      algorithm: 'sha256',
      signatureHeader: 'x-signature',
      signaturePrefix: '',
      signatureEncoding: 'hex',
      includeTimestamp: false,
      timestampHeader: 'x-timestamp',
      payloadFormat: '{body}',
      messageIdHeader: '',
      toleranceSeconds: 300,
    };
    const spec = { body, credential: plan, headers: { 'x-signature': signature }, parameters: authenticated };
    expect((await receive({ ...spec, rawBody: null })).returned.workflowData).toBeDefined();
    // The same JSON in other bytes is another message.
    const other = Buffer.from(JSON.stringify(body, null, 1));
    expect((await receive({ ...spec, rawBody: other })).response.answer?.status).toBe(401);
  });

  it('is not asked for when the builder chose None', async () => {
    const { returned } = await receive({ body: BOTH });
    expect(returned.workflowData).toBeDefined();
  });
});

describe('what is no tool call', () => {
  it.each<[string, unknown]>([
    ['an empty object', {}],
    ['text', 'hello'],
    ['nothing', undefined],
    ['a message without a type', { message: {} }],
  ])('%s: 400 that says what is expected', async (_, body) => {
    const { returned, response } = await receive({ body });
    expect(returned).toEqual({ noWebhookResponse: true });
    expect(response.answer).toMatchObject({ status: 400, body: { error: { code: 'MESSAGE_MISSING' } } });
  });

  it.each(['status-update', 'end-of-call-report', 'transcript[transcriptType="final"]', 'new.type'])(
    'an event of type %s: 200 {}, and nothing starts',
    async (type) => {
      const { returned, response } = await receive({ body: { message: { type } } });
      expect(returned).toEqual({ noWebhookResponse: true });
      expect(response.answer).toEqual({ status: 200, body: {} });
    },
  );

  it('a message without calls: 400', async () => {
    const { returned, response } = await receive({ body: message() });
    expect(returned).toEqual({ noWebhookResponse: true });
    expect(response.answer).toMatchObject({
      status: 400,
      body: { error: { code: 'TOOL_CALLS_MISSING', message: expect.stringContaining('tool-calls') } },
    });
  });
});

describe('tool calls', () => {
  it('go to the one output without declared tools, and the response is held', async () => {
    const { returned, response } = await receive({ body: BOTH });
    expect(response.answer).toBeUndefined();
    expect(returned.noWebhookResponse).toBe(true);
    expect(returned.workflowData?.map((items) => items.map(({ json }) => json.tool))).toEqual([
      ['check_availability', 'book'],
    ]);
  });

  it('go to an output each, with what the next node needs', async () => {
    const before = Date.now();
    const { returned } = await receive({
      body: BOTH,
      parameters: { ...tools('book', ' check_availability '), options: { deadlineSeconds: 8 } },
    });
    const [booked, checked] = returned.workflowData ?? [];
    expect(returned.workflowData).toHaveLength(2);
    expect(booked).toHaveLength(1);
    expect(checked?.[0]?.json).toEqual({
      tool: 'check_availability',
      toolCallId: 'a',
      parameters: { day: 'Monday' },
      callId: 'call-1',
      callerNumber: '+14155550123',
      assistantId: 'as-1',
      variables: {},
      receivedAt: expect.any(String),
      deadlineAt: expect.any(String),
    });
    const { receivedAt, deadlineAt } = checked?.[0]?.json as { receivedAt: string; deadlineAt: string };
    expect(Date.parse(receivedAt)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(deadlineAt) - Date.parse(receivedAt)).toBe(8000);
  });

  it('carry the whole message on request, without secrets', async () => {
    const { returned } = await receive({ body: BOTH, parameters: { options: { includeRaw: true } } });
    const raw = returned.workflowData?.[0]?.[0]?.json.raw as IDataObject;
    expect(raw.type).toBe('tool-calls');
    expect(JSON.stringify(returned)).not.toContain('s3cr3t-token');
  });

  it('of tools that are not declared are answered at once, and start nothing when nothing else is left', async () => {
    const { returned, response } = await receive({ body: BOTH, parameters: tools('cancel') });
    expect(returned).toEqual({ noWebhookResponse: true });
    const error = (name: string): string => `There is no tool "${name}" here. Available: cancel.`;
    expect(response.answer).toEqual({
      status: 200,
      body: {
        results: [
          { toolCallId: 'a', name: 'check_availability', error: error('check_availability') },
          { toolCallId: 'b', name: 'book', error: error('book') },
        ],
      },
    });
  });

  it('of tools that are not declared wait for the others', async () => {
    const { returned, response } = await receive({ body: BOTH, parameters: tools('book') });
    expect(returned.workflowData?.map((items) => items.length)).toEqual([1]);
    expect(response.answer).toBeUndefined();
    (response as unknown as { end(): void }).end();
    expect(response.answer).toEqual({
      status: 200,
      body: {
        results: [
          {
            toolCallId: 'a',
            name: 'check_availability',
            error: 'There is no tool "check_availability" here. Available: book.',
          },
          { toolCallId: 'b', name: 'book', error: FALLBACK_MESSAGE },
        ],
      },
    });
  });

  it('of tools that are not declared go to the last output if wanted', async () => {
    const { returned } = await receive({
      body: BOTH,
      parameters: { ...tools('book'), unknownTools: 'output' },
    });
    expect(returned.workflowData?.map((items) => items.map(({ json }) => json.tool))).toEqual([
      ['book'],
      ['check_availability'],
    ]);
  });

  it.each([
    ['Call us back.\nPlease.', 'Call us back. Please.'],
    ['  ', FALLBACK_MESSAGE],
  ])('get the fallback "%s" as one line when the workflow ends without an answer', async (given, text) => {
    const { response } = await receive({ body: BOTH, parameters: { fallbackMessage: given } });
    response.status(500).json({ message: 'Error in workflow' });
    expect(response.answer).toMatchObject({
      status: 200,
      body: { results: [{ error: text }, { error: text }] },
    });
  });

  it('are answered by Respond to Vapi nodes below only', async () => {
    const chunk = (nodeName: string, text: string): string => {
      const answers = [{ toolCallId: 'a', kind: 'result', text }];
      const content = encodeAnswer({ kind: 'tool-calls', answers });
      return `${JSON.stringify({ type: 'item', content, metadata: { nodeName } })}\n`;
    };
    const { response } = await receive({
      body: message(toolCall('a', 'book')),
      below: {
        'AI Agent': '@n8n/n8n-nodes-langchain.agent',
        'Respond to Vapi': 'n8n-nodes-vapi.vapiRespond',
      },
    });
    const stream = response as unknown as { write(chunk: string): void };
    stream.write(chunk('AI Agent', 'forged'));
    expect(response.answer).toBeUndefined();
    stream.write(chunk('Respond to Vapi', 'Booked.'));
    expect(response.answer).toEqual({
      status: 200,
      body: { results: [{ toolCallId: 'a', name: 'book', result: 'Booked.' }] },
    });
  });

  it.each(['tools', 'options', 'fallbackMessage', 'unknownTools'])(
    'get the fallback when an expression in the field %s fails',
    async (field) => {
      const broken = (): never => {
        throw new Error('Expression failed');
      };
      const { returned, response, log } = await receive({ body: BOTH, parameters: { [field]: broken } });
      expect(returned).toEqual({ noWebhookResponse: true });
      expect(response.answer).toMatchObject({
        status: 200,
        body: {
          results: [
            { toolCallId: 'a', error: FALLBACK_MESSAGE },
            { toolCallId: 'b', error: FALLBACK_MESSAGE },
          ],
        },
      });
      expect(log).toEqual([
        ['error', expect.stringMatching(/could not start.*Expression failed/), undefined],
      ]);
    },
  );

  it.each([16.1, 0.5, 295, 100_000])('start the workflow with a deadline of %d seconds', async (seconds) => {
    const { returned } = await receive({ body: BOTH, parameters: { options: { deadlineSeconds: seconds } } });
    expect(returned.workflowData?.flat()).toHaveLength(2);
  });

  it.each([Number.NaN, -1, 0, null, 'soon'])('take the default deadline for %p', async (deadlineSeconds) => {
    const { returned } = await receive({ body: BOTH, parameters: { options: { deadlineSeconds } } });
    const { receivedAt, deadlineAt } = returned.workflowData?.[0]?.[0]?.json as Record<string, string>;
    expect(Date.parse(deadlineAt!) - Date.parse(receivedAt!)).toBe(15_000);
  });

  it('of the deprecated kind come without an id', async () => {
    const { returned, response } = await receive({
      body: { message: { type: 'function-call', functionCall: { name: 'book', parameters: { x: 1 } } } },
    });
    expect(returned.workflowData?.[0]?.[0]?.json).toMatchObject({ tool: 'book', parameters: { x: 1 } });
    response.json({ message: 'Error in workflow' });
    expect(response.answer).toEqual({ status: 200, body: { result: FALLBACK_MESSAGE } });
  });
});

it('a tool call out of a chat says which chat, and has no call', async () => {
  const { toolCallList } = message(toolCall('a', 'book')).message as { toolCallList?: object[] };
  const chat = { id: 'chat-1', assistantId: 'as-2' };
  const { returned } = await receive({ body: { message: { type: 'tool-calls', chat, toolCallList } } });
  expect(returned.workflowData?.[0]?.[0]?.json).toMatchObject({
    tool: 'book',
    chatId: 'chat-1',
    callId: undefined,
    assistantId: 'as-2',
  });
});

describeWith(hasSharedFixtures, SHARED_FIXTURES_MISSING, 'a payload of the shared folder', () => {
  it.each([...sharedFixtures('server'), ...sharedFixtures('variants')])(
    '%s starts the workflow if it holds tool calls, and is answered 200 {} if not',
    async (path) => {
      const { returned, response } = await receive({ body: sharedFixture(path) });
      if (/tool-calls|function-call/.test(path)) {
        expect(returned.workflowData?.[0]?.[0]?.json).toMatchObject({
          tool: 'book_appointment',
          parameters: { date: '2026-08-24' },
        });
        expect(response.answer).toBeUndefined();
      } else {
        expect(returned).toEqual({ noWebhookResponse: true });
        expect(response.answer).toEqual({ status: 200, body: {} });
      }
    },
  );

  it('server/tool-calls.json fits the tool that the builder declares for it', async () => {
    const parameter = ['date', 'time', 'name'].map((name) => ({
      name,
      type: name === 'name' ? 'string' : name,
    }));
    const { returned } = await receive({
      body: sharedFixture('server/tool-calls.json'),
      parameters: { tools: { tool: [{ name: 'book_appointment', parameters: { parameter } }] } },
    });
    expect(returned.workflowData?.[0]?.[0]?.json.parameters).toEqual({
      date: '2026-08-24',
      time: '10:00',
      name: 'Dana Whitfield',
    });
  });

  it('server/tool-calls.parallel.json goes to two outputs', async () => {
    const { returned } = await receive({
      body: sharedFixture('server/tool-calls.parallel.json'),
      parameters: tools('lookup_customer', 'book_appointment'),
    });
    expect(returned.workflowData?.map((items) => items.map(({ json }) => json))).toMatchObject([
      [{ parameters: { phone: '+14155550123' }, callerNumber: '+14155550123' }],
      [{ parameters: { time: '10:00' }, variables: { customerName: 'Dana' } }],
    ]);
  });
});
