import { askCustomLlm, type CustomLlmReply, type CustomLlmRequest } from '../emulators/vapi/customLlm';
import { startFakeModel, type FakeModel } from './fakeModel';
import { describeWith } from '../support/needs';
import { startN8n, type N8n, type StartN8nOptions } from './harness/n8n';
import { packNodes } from './harness/pack';
import { startQueuedN8n } from './harness/queue';
import { describeServices, services, servicesListen } from './harness/services';
import { waitForLog } from './harness/waitForLog';
import {
  agentWorkflow,
  DEFAULT_ASSISTANT,
  DEFAULT_REPLY,
  decisionWorkflow,
  modelCredential,
  TRIGGER,
} from './requestWorkflow';
import { bearer, bearerCredential, TOKEN } from './toolCallClient';

/** Kinds have caps of their own: an assistant request gets its default after 7 seconds at the latest. */
const PATIENT_SECONDS = 60;
const IMPATIENT_SECONDS = 1;
const TOO_SLOW_MS = 4_000;

let n8n: N8n;
let model: FakeModel;

const messagesOpenAIFormatted = [
  { role: 'system', content: 'You are Riley.' },
  { role: 'user', content: 'Monday at ten?' },
];

const callWith = (variableValues: object): object => ({
  ...{ id: '7c9e6679-7425-40de-944b-e07fc1f90ae7', assistantId: DEFAULT_ASSISTANT },
  ...{ customer: { number: '+14155550123' }, assistantOverrides: { variableValues } },
});
const contact = (variableValues: object): object => ({
  ...{ id: 'contact-1', number: '+14155550123', assistantOverrides: { variableValues } },
});

interface Reply {
  status: number;
  type: string | null;
  bytes: Buffer;
}

async function post(path: string, body: unknown, headers: Record<string, string> = bearer): Promise<Reply> {
  const response = await fetch(`${n8n.url}/webhook/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, type: response.headers.get('content-type'), bytes };
}

function isLike(answer: unknown, expected: unknown): boolean {
  try {
    expect(answer).toMatchObject(expected as object);
    return true;
  } catch {
    return false;
  }
}

/** Posts a request as Vapi does. Vapi ignores any other status than 200. */
async function ask(type: string, extra: object = {}, path = 'decide'): Promise<unknown> {
  const reply = await post(path, { message: { type, timestamp: Date.now(), call: callWith({}), ...extra } });
  expect(reply.status).toBe(200);
  if (!reply.type?.startsWith('application/json')) return reply;
  return JSON.parse(reply.bytes.toString('utf8'));
}

async function chat(
  content: string,
  path = 'agent',
  extra: Partial<CustomLlmRequest> = {},
): Promise<CustomLlmReply> {
  return await askCustomLlm({
    ...{ url: `${n8n.url}/webhook/${path}`, apiKey: TOKEN, metadata: { call: callWith({}) } },
    messages: [
      { role: 'system', content: 'You are Riley.' },
      { role: 'user', content },
    ],
    ...extra,
  });
}

/** All of it, in one way of running n8n. */
function requestsSuite(mode: string, start: (options: StartN8nOptions) => Promise<N8n>): void {
  describe(mode, () => {
    beforeAll(async () => {
      model = await startFakeModel();
      const credential = bearerCredential;
      const openAi = modelCredential(model.url);
      const agent = { credential, model: openAi, deadlineSeconds: PATIENT_SECONDS };
      n8n = await start({
        tarballs: [await packNodes()],
        webhookUrl: 'https://n8n.test/',
        credentials: [credential, openAi],
        workflows: [
          decisionWorkflow({
            ...{ id: 'decide', path: 'decide', credential, deadlineSeconds: PATIENT_SECONDS },
          }),
          decisionWorkflow({
            ...{ id: 'hurry', path: 'hurry', credential, deadlineSeconds: IMPATIENT_SECONDS },
          }),
          agentWorkflow({ ...agent, id: 'agent', path: 'agent' }),
          agentWorkflow({ ...agent, id: 'agentResponds', path: 'team/agent', responds: true }),
          agentWorkflow({ ...agent, id: 'agentEquipped', path: 'equipped', equipped: true }),
          // Without a path: n8n takes the id of the webhook.
          agentWorkflow({ ...agent, id: 'agentUnnamed', path: '' }),
        ],
      });
      // The first Code node starts n8n's task runner, which takes longer than any caller should wait.
      await ask('campaign.predial', { contact: contact({}) });
    }, 600_000);

    afterAll(async () => {
      await n8n?.stop();
      await model?.close();
    });

    describe('a request of Vapi in a real n8n', () => {
      it.each<[string, object, unknown]>([
        ['assistant-request', {}, { assistantId: 'f47ac10b-58cc-4372-a567-0e02b2c3d479' }],
        [
          'transfer-destination-request',
          { artifact: { messagesOpenAIFormatted } },
          { destination: { type: 'number', number: '+14155550142' } },
        ],
        [
          'handoff-destination-request',
          { parameters: {} },
          { destination: { type: 'assistant', assistantName: 'Billing' } },
        ],
        [
          'knowledge-base-request',
          { messagesOpenAIFormatted },
          { documents: [{ content: 'About Monday at ten?', similarity: 1 }] },
        ],
        ['call.endpointing.request', { messagesOpenAIFormatted }, { timeoutSeconds: 1.5 }],
        ['campaign.predial', { campaignId: 'c', contact: contact({}) }, { eligible: true }],
        [
          'voice-request',
          { text: 'Done.', sampleRate: 24_000 },
          { status: 200, type: 'application/octet-stream', bytes: Buffer.from([1, 2, 3, 4]) },
        ],
      ])('%s is answered by the workflow', async (type, extra, expected) => {
        let answer = await ask(type, extra);
        // Some of them Vapi waits for so briefly that a busy machine may be late.
        for (let tries = 1; tries < 5 && !isLike(answer, expected); tries += 1)
          answer = await ask(type, extra);
        expect(answer).toMatchObject(expected as object);
      });

      it.each([
        ['the workflow fails', { fail: true }, 'decide'],
        ['no respond node is reached', { empty: true }, 'decide'],
        ['the workflow is too slow', { waitMs: TOO_SLOW_MS }, 'hurry'],
      ])('is answered with the default when %s', async (_what, variables, path) => {
        expect(await ask('assistant-request', { call: callWith(variables) }, path)).toEqual({
          assistantId: DEFAULT_ASSISTANT,
        });
        await waitForLog(n8n, /"Requests" of workflow \w+ answered "assistant-request" with its default: /);
      });

      it('is answered at the test URL of the editor, too', async () => {
        expect((await n8n.rest.runManually('decide', TRIGGER)).waitingForWebhook).toBe(true);
        const response = await fetch(`${n8n.url}/webhook-test/decide`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...bearer },
          body: JSON.stringify({ message: { type: 'campaign.predial', contact: contact({}) } }),
        });
        expect(await response.json()).toEqual({ eligible: true });
      });

      it.each([
        ['broken JSON', '{"message":', 'decide'],
        ['no message', '{}', 'decide'],
        ['an unknown request', '{"message":{"type":"brand-new-request"}}', 'decide'],
        ['a chat without messages', '{}', 'decide/chat/completions'],
      ])('with %s gets a clear 4xx', async (_what, body, path) => {
        const { status } = await post(path, body);
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
      });

      it.each(['decide', 'decide/chat/completions'])('without proof at %s gets 401', async (path) => {
        expect((await post(path, { messages: [{ role: 'user', content: 'Hi' }] }, {})).status).toBe(401);
      });
    });

    describe('a custom LLM in a real n8n, with a Respond node', () => {
      it.each([
        ['a stream', true],
        ['one object', false],
      ])('says and calls what the workflow answers, as %s', async (_what, stream) => {
        const { text, toolCalls, finishReason, problems } = await chat('hello', 'decide', { stream });
        expect({ text, finishReason, problems }).toEqual({
          ...{ text: 'You said hello', finishReason: 'tool_calls', problems: [] },
        });
        expect(toolCalls).toEqual([{ id: expect.any(String), name: 'endCall', arguments: '{"why":"done"}' }]);
      });

      it.each([
        ['fails', { fail: true }, 'decide'],
        ['is too slow', { waitMs: TOO_SLOW_MS }, 'hurry'],
      ])('says the default when the workflow %s', async (_what, variables, path) => {
        const metadata = { call: callWith(variables) };
        const { text, problems } = await chat('hello', path, { metadata });
        expect({ text, problems }).toEqual({ text: DEFAULT_REPLY, problems: [] });
      });
    });

    describe('a custom LLM in a real n8n, with an AI Agent', () => {
      const said = 'Monday at ten is free, shall I book it?';

      it('hears each token before the model has said the next', async () => {
        const reply = await chat('Monday at |hold|ten is free.', 'agent', {
          onProgress: (body) => {
            // The model goes on only once this is here.
            if (body.includes('Monday')) model.release();
          },
        });
        expect(reply).toMatchObject({ text: 'Monday at ten is free.', finishReason: 'stop', problems: [] });
      });

      it.each([
        ['as a stream, without a Respond node', 'agent', true],
        ['as one object, without a Respond node', 'agent', false],
        ['as a stream, with a Respond node behind the agent', 'team/agent', true],
        ['as one object, with a Respond node behind the agent', 'team/agent', false],
        ['as a stream, at an address without a path', 'agentUnnamed-webhook', true],
      ])('is heard once %s', async (_what, path, stream) => {
        const { text, finishReason, problems } = await chat(said, path, { stream });
        expect({ text, finishReason, problems }).toEqual({ text: said, finishReason: 'stop', problems: [] });
      });

      it('says the default when the model refuses', async () => {
        const { text, problems } = await chat('|refuse|');
        expect({ text, problems }).toEqual({ text: DEFAULT_REPLY, problems: [] });
      });

      it('ends properly after half a reply when the model breaks off', async () => {
        const { text, finishReason, problems } = await chat('Monday at |hold||break|', 'agent', {
          onProgress: (body) => {
            if (body.includes('at ')) model.release();
          },
        });
        expect({ text, finishReason, problems }).toEqual({
          text: 'Monday at ',
          finishReason: 'stop',
          problems: [],
        });
      });

      it('is heard before and after a tool of the agent has run', async () => {
        const { text, finishReason, problems } = await chat('Let me look.|tool|', 'equipped');
        expect({ text, finishReason, problems }).toEqual({
          text: expect.stringMatching(/^Let me look\. The calendar says .*free on Monday/),
          ...{ finishReason: 'stop', problems: [] },
        });
      });

      it('has a memory for each call', async () => {
        const inCall = (id: string): Partial<CustomLlmRequest> => ({ metadata: { call: { id } } });
        await chat('I am Dana.', 'equipped', inCall('call-a'));
        await chat('I am Alex.', 'equipped', inCall('call-b'));
        await chat('Who am I?', 'equipped', inCall('call-a'));
        expect(model.heard).toEqual(expect.arrayContaining(['I am Dana.', 'Who am I?']));
        expect(model.heard).not.toContain('I am Alex.');
      });

      it('does not mix up many callers', async () => {
        const callers = Array.from({ length: 12 }, (_, n) => `caller ${n} asks for slot ${n}`);
        const replies = await Promise.all(callers.map((content) => chat(content)));
        expect(replies.map(({ text }) => text)).toEqual(callers);
        expect(replies.flatMap(({ problems }) => problems)).toEqual([]);
      });

      it('leaves no complaint in n8n’s log about headers or a response that is over', () => {
        expect(n8n.log()).not.toMatch(/ERR_HTTP_HEADERS_SENT|headers after they are sent|write after end/);
      });
    });
  });
}

requestsSuite('regular mode', startN8n);

const needed = services();
describeWith(servicesListen(needed), describeServices(needed), 'with PostgreSQL and Redis', () => {
  requestsSuite('queue mode', (options) => startQueuedN8n({ ...options, workers: 1 }));
});
