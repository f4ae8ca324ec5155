import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { encodeAnswer } from '../../../nodes/shared/protocol/answerChunk';
import type { JsonObject } from '../../../nodes/shared/protocol/json';
import type { VapiRequestKind } from '../../../nodes/shared/protocol/requests';
import { VapiRequestTrigger } from '../../../nodes/VapiRequestTrigger/VapiRequestTrigger.node';
import { readCompletionStream } from '../../emulators/vapi/completionStream';
import { hasSharedFixtures, SHARED_FIXTURES_MISSING, sharedFixture } from '../../support/engineFixtures';
import { asExpress, bodyOf, listen, type ExpressResponse, type TestServer } from '../../support/engineHttp';
import { webhookCall, type WebhookCall, type WebhookSpec } from '../../support/engineWebhook';
import { describeWith } from '../../support/needs';

const TOKEN = 'a-token-of-some-length';
const RESPOND = 'Respond to Vapi';
const trigger = new VapiRequestTrigger();

const call = { id: 'call-1', assistantId: 'as-1', customer: { number: '+14155550123' } };
const message = (type: string, extra: object = {}): { message: object } => ({
  message: { type, call, ...extra },
});
const chat = (extra: object = {}): object => ({
  ...{ model: 'm', messages: [{ role: 'user', content: 'Hi' }], call },
  ...extra,
});

/** What n8n writes on the response for a chunk of a node. */
const line = (type: string, content: string, nodeName = RESPOND): string =>
  `${JSON.stringify({ type, content, metadata: { nodeName } })}\n`;
const answerLine = (kind: string, body: JsonObject, nodeName?: string): string =>
  line('item', encodeAnswer({ kind, body }), nodeName);

interface Asked {
  status: number;
  headers: Headers;
  bytes: Buffer;
  text: string;
  returned: IWebhookResponseData;
  log: WebhookCall['log'];
}

interface Question extends Omit<WebhookSpec, 'body'> {
  body: unknown;
  /** Path of the URL that was called. */
  path?: string;
  /** What n8n does with the response once the trigger has returned; ends it if left out, as without a Respond node. */
  workflow?: (response: ExpressResponse) => void;
}

let server: TestServer;
let next: { question: Question; done: (asked: Pick<Asked, 'returned' | 'log'>) => void };

beforeAll(async () => {
  server = await listen((incoming, outgoing) => void serve(incoming, outgoing));
});
afterAll(() => server.close());

async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  await bodyOf(incoming);
  const { question, done } = next;
  const response = asExpress(outgoing);
  const { context, log } = webhookCall({
    ...question,
    parameters: { authentication: 'none', requests: ['assistant-request'], ...question.parameters },
    below: question.below ?? { [RESPOND]: 'n8n-nodes-vapi.vapiRespond' },
  });
  const served = {
    ...context,
    getResponseObject: () => response,
    getRequestObject: () => ({ ...context.getRequestObject(), url: question.path ?? '/webhook/vapi' }),
  };
  const returned = await trigger.webhook.call(served as unknown as IWebhookFunctions);
  done({ returned, log });
  if (returned.workflowData === undefined) return;
  if (question.workflow === undefined) response.end();
  else question.workflow(response);
}

async function ask(question: Question): Promise<Asked> {
  const returned = new Promise<Pick<Asked, 'returned' | 'log'>>((done) => (next = { question, done }));
  const response = await fetch(server.url, { method: 'POST', body: '{}' });
  const bytes = Buffer.from(await response.arrayBuffer());
  const { status, headers } = response;
  return { status, headers, bytes, text: bytes.toString('utf8'), ...(await returned) };
}

/** A request of a kind that is ticked. */
async function askFor(
  kind: VapiRequestKind,
  question: Partial<Question> = {},
): Promise<Asked & { body: unknown }> {
  const asked = await ask({
    body: kind === 'chat-completion' ? chat() : message(kind),
    ...question,
    parameters: { requests: [kind], ...question.parameters },
  });
  expect(asked.status).toBe(200);
  const isJson = asked.headers.get('content-type')?.startsWith('application/json');
  return { ...asked, body: isJson ? (JSON.parse(asked.text) as unknown) : undefined };
}

const itemsOf = ({ returned }: Asked): unknown[][] =>
  (returned.workflowData ?? []).map((items) => items.map(({ json }) => json));

describe('proof', () => {
  const authenticated = { authentication: 'vapiWebhookApi' };
  const credential = { scheme: 'bearer', token: TOKEN };

  it.each([
    ['/webhook/vapi', message('assistant-request')],
    ['/webhook/vapi/chat/completions', chat()],
  ])('is asked for at %s', async (path, body) => {
    const { status, text, returned } = await ask({ body, path, credential, parameters: authenticated });
    expect(status).toBe(401);
    expect(returned).toEqual({ noWebhookResponse: true });
    // OpenAI's client shows this message to whoever set the key.
    expect(JSON.parse(text).error.message).toContain('no valid proof');
  });

  it('that is right lets in', async () => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const path = '/webhook/vapi/chat/completions';
    const parameters = { ...authenticated, requests: ['chat-completion'] };
    const { status, returned } = await ask({ body: chat(), path, credential, headers, parameters });
    expect(status).toBe(200);
    expect(returned.workflowData).toHaveLength(1);
  });

  it('is what the token address gives out, and nothing else', async () => {
    const { status } = await ask({ body: {}, path: '/webhook/vapi/token', webhookName: 'setup' });
    expect(status).toBe(404);
  });
});

describe('what is no request', () => {
  it.each<[string, unknown, string | undefined, RegExp]>([
    ['text', 'hello', undefined, /MESSAGE_MISSING/],
    ['an empty object', {}, undefined, /MESSAGE_MISSING/],
    ['a message without a type', { message: {} }, undefined, /MESSAGE_MISSING/],
    ['a request nobody knows', message('new.request'), undefined, /new\.request.* are not known/],
    ['a chat without messages', {}, '/webhook/vapi/chat/completions', /messages is missing/],
    ['a chat with no messages', { messages: [] }, undefined, /messages is empty/],
    ['text as a chat', 'hello', '/webhook-test/vapi/chat/completions?x=1', /no JSON object/],
    [
      'a server message as a chat',
      message('assistant-request'),
      '/x/chat/completions/',
      /messages is missing/,
    ],
  ])('%s: 400 that says what is expected', async (_what, body, path, expected) => {
    const { status, text, returned } = await ask({ body, path });
    expect(status).toBe(400);
    expect(text).toMatch(expected);
    expect(returned).toEqual({ noWebhookResponse: true });
  });

  it.each(['status-update', 'end-of-call-report', 'some-new-event', 'chat-completion'])(
    'an event of type %s: 200 {}, and nothing starts',
    async (type) => {
      const { status, text, returned } = await ask({ body: message(type) });
      expect({ status, text, returned }).toEqual({
        status: 200,
        text: '{}',
        returned: { noWebhookResponse: true },
      });
    },
  );

  it('a tool call: an error for the assistant, and a line in the log', async () => {
    const toolCallList = [{ id: 'a', function: { name: 'book', arguments: '{}' } }];
    const { text, log } = await ask({ body: message('tool-calls', { toolCallList }) });
    expect(JSON.parse(text)).toEqual({
      results: [{ toolCallId: 'a', name: 'book', error: expect.any(String) }],
    });
    expect(log).toEqual([['warn', expect.stringContaining('Vapi Tool Trigger'), undefined]]);
  });
});

describe('a request that is not ticked', () => {
  it.each<[VapiRequestKind, unknown]>([
    ['assistant-request', { error: expect.stringContaining('cannot take your call') }],
    ['transfer-destination-request', { error: expect.any(String) }],
    ['handoff-destination-request', { error: expect.any(String) }],
    ['knowledge-base-request', { documents: [] }],
    ['call.endpointing.request', { timeoutSeconds: 0.5 }],
    ['campaign.predial', { eligible: false }],
    ['chat-completion', { choices: [{ message: { content: expect.stringContaining('Sorry') } }] }],
  ])('%s: the default of its kind at once, nothing starts, and the log says so', async (kind, expected) => {
    const { body, returned, log } = await askFor(kind, { parameters: { requests: [] } });
    expect(body).toMatchObject(expected as object);
    expect(returned).toEqual({ noWebhookResponse: true });
    const said = `"Vapi Trigger" answered "${kind}" with a default: it is not ticked in Requests`;
    expect(log).toEqual([['warn', said, undefined]]);
  });

  it('voice-request: a tenth of a second of silence', async () => {
    const { headers, bytes } = await ask({ body: message('voice-request', { sampleRate: 16_000 }) });
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(bytes).toEqual(Buffer.alloc(3_200));
  });
});

describe('a request whose workflow gives no answer', () => {
  it.each<[VapiRequestKind, Record<string, unknown>, unknown]>([
    ['assistant-request', { defaultAssistant: { mode: 'list', value: 'as-9' } }, { assistantId: 'as-9' }],
    ['assistant-request', { defaultAssistant: 'as-9' }, { assistantId: 'as-9' }],
    [
      'assistant-request',
      { defaultAssistant: { value: '' }, assistantError: 'Closed.' },
      { error: 'Closed.' },
    ],
    [
      'transfer-destination-request',
      { defaultTransferNumber: '+1 (415) 555-0142' },
      { destination: { type: 'number', number: '+14155550142' } },
    ],
    [
      'transfer-destination-request',
      { defaultTransferNumber: '555', transferError: 'No.' },
      { error: 'No.' },
    ],
    [
      'handoff-destination-request',
      { defaultHandoffAssistant: { mode: 'name', value: 'Billing' } },
      { destination: { type: 'assistant', assistantName: 'Billing' } },
    ],
    [
      'handoff-destination-request',
      { defaultHandoffAssistant: { mode: 'id', value: 'as-9' } },
      { destination: { type: 'assistant', assistantId: 'as-9' } },
    ],
    ['handoff-destination-request', { handoffError: 'Closed.' }, { error: 'Closed.' }],
    [
      'knowledge-base-request',
      { defaultDocument: 'Open 9–5.' },
      { documents: [{ content: 'Open 9–5.', similarity: 1 }] },
    ],
    ['call.endpointing.request', { defaultTimeoutSeconds: 2 }, { timeoutSeconds: 2 }],
    ['call.endpointing.request', { defaultTimeoutSeconds: 99 }, { timeoutSeconds: 15 }],
    ['campaign.predial', { defaultEligible: true }, { eligible: true }],
    ['chat-completion', { defaultReply: 'Pardon?' }, { choices: [{ message: { content: 'Pardon?' } }] }],
  ])('%s with %j gets %j', async (kind, parameters, expected) => {
    const { body, log } = await askFor(kind, { parameters });
    expect(body).toMatchObject(expected as object);
    expect(log).toEqual([
      [
        'warn',
        `"Vapi Trigger" of workflow workflow-1 answered "${kind}" with its default: the workflow ended without an answer`,
        undefined,
      ],
    ]);
  });

  it('gets the default at the deadline', async () => {
    const { body, log } = await askFor('campaign.predial', {
      parameters: { options: { deadlineSeconds: 0.1 } },
      workflow: () => undefined,
    });
    expect(body).toEqual({ eligible: false });
    expect(log[0]?.[1]).toContain('no answer in time');
  });

  it('gets the default when n8n answers with an error', async () => {
    const { body } = await askFor('campaign.predial', {
      workflow: (response) => response.status(500).json({ message: 'Error in workflow' }),
    });
    expect(body).toEqual({ eligible: false });
  });

  it.each(['requests', 'options', 'outputs'])(
    'gets the default when an expression in %s fails',
    async (field) => {
      const broken = (): never => {
        throw new Error('Expression failed');
      };
      const { body, returned, log } = await askFor('campaign.predial', { parameters: { [field]: broken } });
      expect(body).toEqual({ eligible: false });
      expect(returned).toEqual({ noWebhookResponse: true });
      expect(log).toEqual([['error', expect.stringContaining('Expression failed'), undefined]]);
    },
  );

  it('still starts the workflow when only the default has a broken expression', async () => {
    const defaultReply = (): never => {
      throw new Error('Expression failed');
    };
    const { text, returned } = await askFor('chat-completion', { parameters: { defaultReply } });
    expect(returned.workflowData).toHaveLength(1);
    expect(text).toContain('Sorry');
  });
});

describe('an answer of the workflow', () => {
  it.each<[VapiRequestKind, JsonObject]>([
    ['assistant-request', { assistantId: 'a', assistantOverrides: { variableValues: { x: 1 } } }],
    ['transfer-destination-request', { destination: { type: 'sip', sipUri: 'sip:a@b' } }],
    ['handoff-destination-request', { destination: { type: 'assistant', assistantName: 'B' }, result: 'ok' }],
    ['knowledge-base-request', { documents: [{ content: 'x', similarity: 0.5 }] }],
    ['call.endpointing.request', { timeoutSeconds: 1.5 }],
    ['campaign.predial', { eligible: true }],
  ])('to %s arrives as it is', async (kind, answer) => {
    const { body, log } = await askFor(kind, {
      workflow: (response) => response.write(answerLine(kind, answer)),
    });
    expect(body).toEqual(answer);
    expect(log).toEqual([]);
  });

  it('to voice-request arrives as raw audio', async () => {
    const audio = Buffer.from([1, 2, 3, 4]);
    const { headers, bytes } = await askFor('voice-request', {
      workflow: (response) =>
        response.write(answerLine('voice-request', { audio: audio.toString('base64') })),
    });
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(bytes).toEqual(audio);
  });

  it('that is of no use becomes the default, and the log says why', async () => {
    const { body, log } = await askFor('campaign.predial', {
      workflow: (response) => response.write(answerLine('campaign.predial', { eligible: 'yes' })),
    });
    expect(body).toEqual({ eligible: false });
    expect(log[0]?.[1]).toContain('eligible is neither true nor false');
  });

  it('counts only if a Respond node gave it', async () => {
    const { body } = await askFor('campaign.predial', {
      workflow: (response) => {
        response.write(answerLine('campaign.predial', { eligible: true }, 'AI Agent'));
        response.end();
      },
    });
    expect(body).toEqual({ eligible: false });
  });
});

describe('a custom LLM', () => {
  const path = '/webhook/vapi/chat/completions';
  const streaming = { body: chat({ stream: true }), path };

  it('gets an agent’s tokens one by one, in a stream that nothing on the way holds back', async () => {
    let release = (): void => undefined;
    const returned = new Promise<Pick<Asked, 'returned' | 'log'>>((done) => {
      next = {
        question: {
          ...{ ...streaming, parameters: { requests: ['chat-completion'] } },
          workflow: (response) => {
            response.write(line('begin', '', 'AI Agent'));
            response.write(line('item', 'Hel', 'AI Agent'));
            release = () => {
              response.write(line('item', 'lo.', 'AI Agent'));
              response.write(line('end', '', 'AI Agent'));
              response.end();
            };
          },
        },
        done,
      };
    });
    const response = await fetch(server.url, { method: 'POST', body: '{}' });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    let text = '';
    for await (const bytes of response.body!) {
      text += Buffer.from(bytes as Uint8Array).toString('utf8');
      // The rest comes only after this has arrived.
      if (text.includes('Hel')) release();
    }
    expect(readCompletionStream(text)).toEqual({
      text: 'Hello.',
      toolCalls: [],
      finishReason: 'stop',
      problems: [],
    });
    await returned;
  });

  it.each([
    ['a stream', true],
    ['one object', false],
  ])('gets the reply and the tool calls of a Respond node as %s', async (_what, stream) => {
    const reply = { text: 'One moment.', toolCalls: [{ id: 'a', name: 'book', arguments: { x: 1 } }] };
    const { text } = await askFor('chat-completion', {
      ...{ body: chat({ stream }), path },
      workflow: (response) => response.write(answerLine('chat-completion', reply)),
    });
    if (stream) {
      expect(readCompletionStream(text)).toEqual({
        ...{ text: 'One moment.', toolCalls: [{ id: 'a', name: 'book', arguments: '{"x":1}' }] },
        ...{ finishReason: 'tool_calls', problems: [] },
      });
    } else expect(JSON.parse(text)).toMatchObject({ object: 'chat.completion', model: 'm' });
  });

  it('gets the default as a correct stream when the workflow fails', async () => {
    const { text } = await askFor('chat-completion', streaming);
    expect(readCompletionStream(text)).toMatchObject({
      text: expect.stringContaining('Sorry'),
      problems: [],
    });
  });

  it('gets the default as a correct stream when it is not ticked', async () => {
    const { text, returned } = await askFor('chat-completion', {
      ...streaming,
      parameters: { requests: [] },
    });
    expect(readCompletionStream(text)).toMatchObject({
      text: expect.stringContaining('Sorry'),
      problems: [],
    });
    expect(returned).toEqual({ noWebhookResponse: true });
  });

  it('may call the first address, too', async () => {
    const { returned } = await askFor('chat-completion');
    expect(returned.workflowData).toHaveLength(1);
  });
});

describe('the item', () => {
  it('is flat, with what the next node and the Respond node need', async () => {
    const asked = await askFor('assistant-request', {
      body: message('assistant-request', {
        phoneNumber: { number: '+14155550199', twilioAuthToken: 's3cr3t' },
      }),
    });
    const [[item]] = itemsOf(asked) as [[Record<string, string>]];
    expect(item).toEqual({
      ...{ request: 'assistant-request', requestId: expect.stringMatching(/^[\da-f-]{36}$/) },
      ...{ callId: 'call-1', callerNumber: '+14155550123', assistantId: 'as-1', variables: {} },
      ...{ calledNumber: '+14155550199', receivedAt: expect.any(String), deadlineAt: expect.any(String) },
    });
    expect(Date.parse(item.deadlineAt!) - Date.parse(item.receivedAt!)).toBe(6_000);
  });

  it('carries everything on request, without secrets', async () => {
    const asked = await askFor('assistant-request', {
      body: message('assistant-request', { phoneNumber: { twilioAuthToken: 's3cr3t' }, extra: 1 }),
      parameters: { options: { includeRaw: true } },
    });
    expect(itemsOf(asked)[0]?.[0]).toMatchObject({ raw: { type: 'assistant-request', extra: 1 } });
    expect(JSON.stringify(itemsOf(asked))).not.toContain('s3cr3t');
  });

  it('goes to the output of its request', async () => {
    const requests = ['voice-request', 'campaign.predial'];
    const separate = itemsOf(await askFor('campaign.predial', { parameters: { requests } }));
    expect(separate.map((items) => items.length)).toEqual([0, 1]);
    const single = itemsOf(await askFor('campaign.predial', { parameters: { requests, outputs: 'single' } }));
    expect(single.map((items) => items.length)).toEqual([1]);
  });

  it('of a custom LLM is what n8n’s AI Agent and its memory look for', async () => {
    const withCall = itemsOf(await askFor('chat-completion'))[0]?.[0];
    expect(withCall).toMatchObject({ chatInput: 'Hi', sessionId: 'call-1', request: 'chat-completion' });
    const body = { messages: [{ role: 'user', content: 'Hi' }] };
    const [[alone]] = itemsOf(await askFor('chat-completion', { body })) as [[Record<string, string>]];
    expect(alone.sessionId).toBe(alone.requestId);
    expect(alone.requestId).toMatch(/^chatcmpl-/);
  });

  it.each<[VapiRequestKind, unknown, number]>([
    ['assistant-request', undefined, 6_000],
    ['assistant-request', 60, 7_000],
    ['assistant-request', 0.5, 500],
    ['call.endpointing.request', 60, 5_000],
    ['transfer-destination-request', 1_000, 295_000],
    ['chat-completion', undefined, 18_000],
    ['chat-completion', 'soon', 18_000],
    ['campaign.predial', -1, 15_000],
  ])('of %s has with a deadline of %p seconds %d ms', async (kind, deadlineSeconds, expected) => {
    const asked = await askFor(kind, { parameters: { options: { deadlineSeconds } } });
    const [[item]] = itemsOf(asked) as [[Record<string, string>]];
    expect(Date.parse(item.deadlineAt!) - Date.parse(item.receivedAt!)).toBe(expected);
  });
});

describeWith(hasSharedFixtures, SHARED_FIXTURES_MISSING, 'a payload of the shared folder', () => {
  it.each<VapiRequestKind>([
    'assistant-request',
    'transfer-destination-request',
    'handoff-destination-request',
    'knowledge-base-request',
    'call.endpointing.request',
    'campaign.predial',
    'voice-request',
  ])('%s starts the workflow', async (kind) => {
    const asked = await askFor(kind, { body: sharedFixture(`server/${kind}.json`) });
    expect(itemsOf(asked)).toMatchObject([[{ request: kind }]]);
  });
});
