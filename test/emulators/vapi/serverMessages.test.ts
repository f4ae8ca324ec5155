import { describeWith } from '../../support/needs';
import { contractAvailable, definitionErrors } from './contract';
import type { JsonObject } from './json';
import { backoffDelayMs } from './serverPoster';
import { emulator, functionTool, goodAnswer, phoneCall, receiver, stopAll } from './testSupport';
import type { ConversationScript, ToolCallShape } from './script';

afterEach(stopAll);

const MODEL = { provider: 'openai', model: 'gpt-4o' };

function callTools(...names: string[]): ConversationScript {
  return [{ type: 'callTools', tools: names.map((name) => ({ name, arguments: { day: 'Monday' } })) }];
}

/** A webhook that answers everything well, under the names that the tests use. */
async function hooked(options: Parameters<typeof emulator>[0] = {}) {
  const hook = await receiver((request) =>
    request.message.type === 'tool-calls' ? goodAnswer(request) : {},
  );
  const vapi = await emulator({ hosts: { 'n8n.test': hook.origin }, ...options });
  return { hook, vapi };
}

const at = (path: string) => ({ url: `https://n8n.test/${path}` });

describe('an outbound phone call', () => {
  it('tells its server how it went, in order', async () => {
    const { hook, vapi } = await hooked({
      script: [
        { type: 'say', text: 'Hi' },
        { type: 'listen', text: 'Monday at ten, please.' },
        ...callTools('check'),
        { type: 'waitForHangup' },
      ],
    });
    const assistant = {
      name: 'Front desk',
      server: at('events'),
      model: { ...MODEL, tools: [functionTool('check', at('tool'))] },
    };
    const call = await phoneCall(vapi, {
      assistant,
      assistantOverrides: { variableValues: { customerName: 'Dana' } },
    });
    const statuses = hook.received.flatMap(({ message }) =>
      message.type === 'status-update' ? message.status : [],
    );
    expect(statuses).toEqual(['queued', 'ringing', 'in-progress', 'ended']);
    expect(hook.types().at(-1)).toBe('end-of-call-report');
    const report = hook.received.at(-1)?.message ?? {};
    expect(report).toMatchObject({
      endedReason: 'customer-ended-call',
      startedAt: expect.any(String),
      cost: expect.any(Number),
      customer: { number: '+14155550123' },
      phoneNumber: { number: '+14155550199' },
      assistant: { name: 'Front desk' },
      call: { id: call.id, status: 'ended', type: 'outboundPhoneCall' },
      analysis: { successEvaluation: 'true' },
      artifact: {
        transcript: 'AI: Hi\nUser: Monday at ten, please.\n',
        variableValues: { customerName: 'Dana' },
      },
    });
    expect(call.transcript.map((line) => line.text)).toEqual(['Hi', 'Monday at ten, please.']);
    expect(call).toMatchObject({ status: 'ended', endedReason: 'customer-ended-call', problems: [] });
  });

  it('posts only the types that the assistant lists', async () => {
    const { hook, vapi } = await hooked({ script: [{ type: 'say', text: 'Hi' }] });
    await phoneCall(vapi, {
      assistant: { server: at('events'), serverMessages: ['transcript[transcriptType="final"]'] },
    });
    expect(hook.types()).toEqual(['transcript[transcriptType="final"]']);
  });

  it('says the first message with the call’s variables where it has no script', async () => {
    const { vapi } = await hooked();
    const call = await phoneCall(vapi, {
      assistant: { firstMessage: 'Hi {{name}}{{ nick | default: "!" }} {{customer.number}}' },
      assistantOverrides: { variableValues: { name: 'Dana' } },
    });
    expect(call.transcript[0]?.text).toBe('Hi Dana! +14155550123');
  });

  it('ends as its script says, and reports a script that throws', async () => {
    const { vapi } = await hooked({ script: [{ type: 'end', reason: 'customer-did-not-answer' }] });
    expect((await phoneCall(vapi, { assistant: {} })).endedReason).toBe('customer-did-not-answer');
    const assistant = vapi.seed('assistant', {});
    vapi.setScript(assistant.id, () => {
      throw new Error('typing mistake');
    });
    const broken = await phoneCall(vapi, { assistantId: assistant.id });
    expect(broken.problems).toEqual(['The script failed: typing mistake']);
    expect(broken.status).toBe('ended');
  });
});

describe('which server is asked', () => {
  const tools = [functionTool('check', at('tool')), functionTool('book')];

  it('the tool’s, then the overriding, then the assistant’s', async () => {
    const { hook, vapi } = await hooked({ script: callTools('check', 'book') });
    const assistant = { server: at('assistant'), model: { ...MODEL, tools } };
    const paths = () =>
      hook.received.flatMap(({ message, path }) => (message.type === 'tool-calls' ? path : [])).sort();
    await phoneCall(vapi, { assistant });
    expect(paths()).toEqual(['/assistant', '/tool']);
    hook.received.length = 0;
    await phoneCall(vapi, { assistant, assistantOverrides: { server: at('override') } });
    expect(paths()).toEqual(['/override', '/tool']);
  });

  it('then the phone number’s, then the organisation’s', async () => {
    const { hook, vapi } = await hooked({ orgServer: at('org') });
    await phoneCall(vapi, { assistant: {} });
    expect(new Set(hook.received.map(({ path }) => path))).toEqual(new Set(['/org']));
    hook.received.length = 0;
    const number = vapi.seed('phone-number', { provider: 'vapi', server: at('number') });
    await phoneCall(vapi, { assistant: {}, phoneNumberId: number.id });
    expect(new Set(hook.received.map(({ path }) => path))).toEqual(new Set(['/number']));
  });

  it('a tool without a server of its own needs "tool-calls" in serverMessages', async () => {
    const { vapi } = await hooked({ script: callTools('check', 'book') });
    const call = await phoneCall(vapi, {
      assistant: { server: at('assistant'), serverMessages: [], model: { ...MODEL, tools } },
    });
    expect(call.toolResults.map((outcome) => outcome.result)).toEqual(['check done', undefined]);
    expect(call.problems.join()).toContain('serverMessages has no "tool-calls"');
  });
});

describe('a server that the call brings along', () => {
  const backoffPlan = { type: 'exponential', maxRetries: 3, baseDelaySeconds: 10 };

  it('takes the assistant’s place for its events, of the types that the call wants', async () => {
    const { hook, vapi } = await hooked();
    const stored = vapi.seed('assistant', { server: at('assistant'), serverMessages: ['status-update'] });
    const call = await phoneCall(vapi, {
      assistantId: stored.id,
      assistantOverrides: { server: at('resume'), serverMessages: ['end-of-call-report'] },
    });
    expect(hook.received.map(({ path, message }) => [path, message.type])).toEqual([
      ['/resume', 'end-of-call-report'],
    ]);
    expect(hook.received[0]?.message.call).toMatchObject({ id: call.id });
    // The next call is the assistant's own again.
    await phoneCall(vapi, { assistantId: stored.id });
    expect(new Set(hook.received.slice(1).map(({ path }) => path))).toEqual(new Set(['/assistant']));
  });

  it('is tried again as its plan says, without waiting where the test wants that', async () => {
    let failures = 2;
    const hook = await receiver(() => ({ status: (failures -= 1) >= 0 ? 502 : 200 }));
    const vapi = await emulator({ hosts: { 'n8n.test': hook.origin }, backoffScale: 0 });
    const server = { ...at('resume'), backoffPlan };
    await phoneCall(vapi, {
      assistant: {},
      assistantOverrides: { server, serverMessages: ['end-of-call-report'] },
    });
    expect(vapi.posts.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 502],
      [2, 502],
      [3, 200],
    ]);
  });

  it('waits the same each time, or longer and longer', () => {
    const delays = (type: 'fixed' | 'exponential') =>
      [1, 2, 3].map((attempt) => backoffDelayMs({ type, maxRetries: 3, baseDelaySeconds: 2 }, attempt));
    expect(delays('fixed')).toEqual([2000, 2000, 2000]);
    expect(delays('exponential')).toEqual([2000, 4000, 8000]);
  });

  it('can get a message that no call sent', async () => {
    const { hook, vapi } = await hooked();
    const message = { type: 'end-of-call-report', call: { id: 'another' } };
    const post = await vapi.postServerMessage('https://n8n.test/resume', message);
    expect(post).toMatchObject({ status: 200, callId: 'another', type: 'end-of-call-report' });
    expect(hook.received[0]?.message).toEqual(message);
    const secret = { ...at('resume'), secret: 's3' };
    await vapi.postServerMessage(secret, { type: 'hang' });
    expect(hook.received[1]?.headers['x-vapi-secret']).toBe('s3');
    expect(vapi.posts).toHaveLength(2);
  });
});

describe('tool calls', () => {
  it('of one turn go out in one message, and come back in order', async () => {
    const { hook, vapi } = await hooked({ script: callTools('check', 'book') });
    const stored = vapi.seed('tool', functionTool('check', at('tool')));
    const call = await phoneCall(vapi, {
      assistant: { model: { ...MODEL, toolIds: [stored.id] } },
      assistantOverrides: { 'tools:append': [functionTool('book', at('tool'))] },
    });
    expect(hook.received).toHaveLength(1);
    const message = hook.received[0]?.message ?? {};
    const args = '{"day":"Monday"}';
    expect(message.toolCallList).toEqual([
      { id: expect.any(String), type: 'function', function: { name: 'check', arguments: args } },
      { id: expect.any(String), type: 'function', function: { name: 'book', arguments: args } },
    ]);
    expect(call.toolResults.map((outcome) => outcome.result)).toEqual(['check done', 'book done']);
  });

  it('merge static parameters last', async () => {
    const { hook, vapi } = await hooked({ script: callTools('check') });
    const parameters = [
      { key: 'callId', value: '{{call.id}}' },
      { key: 'day', value: 'Tuesday' },
    ];
    const tool = { ...functionTool('check', at('tool')), parameters };
    const call = await phoneCall(vapi, { assistant: { model: { ...MODEL, tools: [tool] } } });
    const list = hook.received[0]?.message.toolCallList as Array<{ function: { arguments: string } }>;
    expect(JSON.parse(list[0]?.function.arguments ?? '')).toEqual({ day: 'Tuesday', callId: call.id });
  });

  it('are not made up: an unknown tool, and one without any server, get no result', async () => {
    const { vapi } = await hooked({ script: callTools('chek', 'check') });
    const call = await phoneCall(vapi, {
      assistant: { model: { ...MODEL, tools: [functionTool('check')] } },
    });
    expect(call.toolResults.map((outcome) => outcome.noResult)).toEqual([
      expect.stringContaining("which the assistant doesn't have; it has: check"),
      expect.stringContaining('The tool "check" has no server'),
    ]);
    const unknown = await phoneCall(vapi, {
      assistant: { model: { ...MODEL, toolIds: ['00000000-0000-4000-8000-000000000000'] } },
    });
    expect(unknown.problems[0]).toContain('model.toolIds names 00000000-0000-4000-8000-000000000000');
  });

  it('do not wait for an async tool', async () => {
    const hook = await receiver((request) => (request.message.type === 'tool-calls' ? 'never' : {}));
    const vapi = await emulator({ hosts: { 'n8n.test': hook.origin }, script: callTools('log') });
    const tool = { ...functionTool('log', at('tool')), async: true };
    const call = await phoneCall(vapi, { assistant: { model: { ...MODEL, tools: [tool] } } });
    expect(call.toolResults).toMatchObject([{ name: 'log', result: 'Success.' }]);
  });

  it('are given up after server.timeoutSeconds, and told to the model as no result', async () => {
    const hook = await receiver((request) => (request.message.type === 'tool-calls' ? 'never' : {}));
    const vapi = await emulator({ hosts: { 'n8n.test': hook.origin }, script: callTools('check') });
    const call = await phoneCall(vapi, {
      assistant: {
        server: at('events'),
        model: { ...MODEL, tools: [functionTool('check', { ...at('tool'), timeoutSeconds: 1 })] },
      },
    });
    expect(call.toolResults[0]?.noResult).toContain('no answer within 1 s');
    const report = hook.received.at(-1)?.message.artifact as { messages: JsonObject[] };
    const told = report.messages.find((message) => message.role === 'tool_call_result');
    expect(told?.result).toContain('No result returned');
  });

  it('say what the answer and the script want said', async () => {
    const { vapi } = await hooked({
      script: [
        {
          type: 'callTools',
          tools: [{ name: 'check' }],
          sayResult: ([outcome]) => ({ text: `I hear: ${outcome?.result}` }),
        },
      ],
    });
    const call = await phoneCall(vapi, {
      assistant: { model: { ...MODEL, tools: [functionTool('check', at('tool'))] } },
    });
    expect(call.transcript.map((line) => line.text)).toEqual(['I hear: check done']);
  });

  it.each<[ToolCallShape, JsonObject]>([
    ['docs-arguments', { toolCallList: [{ id: 'call_1', name: 'check', arguments: { day: 'Monday' } }] }],
    ['docs-parameters', { toolCallList: [{ id: 'call_1', name: 'check', parameters: { day: 'Monday' } }] }],
    [
      'field-arguments-object',
      {
        toolCalls: [
          { id: 'call_1', type: 'function', function: { name: 'check', arguments: { day: 'Monday' } } },
        ],
      },
    ],
    ['function-call', { functionCall: { name: 'check', parameters: { day: 'Monday' } } }],
  ])('can take the shape %s', async (shape, fields) => {
    const hook = await receiver(() => ({
      body: { result: 'ok', results: [{ toolCallId: 'call_1', name: 'check', result: 'ok' }] },
    }));
    const vapi = await emulator({
      hosts: { 'n8n.test': hook.origin },
      script: [
        { type: 'callTools', shape, tools: [{ id: 'call_1', name: 'check', arguments: { day: 'Monday' } }] },
      ],
    });
    const call = await phoneCall(vapi, {
      assistant: { model: { ...MODEL, tools: [functionTool('check', at('tool'))] } },
    });
    expect(hook.received[0]?.message).toMatchObject({
      type: shape === 'function-call' ? 'function-call' : 'tool-calls',
      ...fields,
    });
    expect(call.toolResults).toMatchObject([{ result: 'ok' }]);
  });
});

describe('delivery', () => {
  it('never leaves the machine: an unmapped name is a problem, not a request', async () => {
    const vapi = await emulator({ script: callTools('check') });
    const call = await phoneCall(vapi, {
      assistant: { model: { ...MODEL, tools: [functionTool('check', at('tool'))] } },
    });
    expect(call.toolResults[0]?.noResult).toContain('No loopback origin is known for n8n.test');
    expect(vapi.posts[0]?.status).toBeUndefined();
  });

  it('takes hosts that become known later', async () => {
    const { hook, vapi } = await hooked({ hosts: {}, script: callTools('check') });
    vapi.hosts = { 'n8n.test': hook.origin };
    const call = await phoneCall(vapi, {
      assistant: { model: { ...MODEL, tools: [functionTool('check', at('tool'))] } },
    });
    expect(call.toolResults[0]?.result).toBe('check done');
  });

  it.each([
    ['without a plan once', undefined, 1],
    ['with a plan again', { type: 'fixed', maxRetries: 2, baseDelaySeconds: 0 }, 3],
    [
      'but not after an excluded status',
      { type: 'exponential', maxRetries: 2, baseDelaySeconds: 0, excludedStatusCodes: [503] },
      1,
    ],
  ])('is tried %s', async (_, backoffPlan, attempts) => {
    const hook = await receiver(() => ({ status: 503 }));
    const vapi = await emulator({ hosts: { 'n8n.test': hook.origin } });
    await phoneCall(vapi, {
      assistant: {
        serverMessages: ['end-of-call-report'],
        server: { ...at('events'), ...(backoffPlan ? { backoffPlan } : {}) },
      },
    });
    expect(vapi.posts.map((post) => post.attempt)).toEqual(
      Array.from({ length: attempts }, (_unused, index) => index + 1),
    );
    expect(vapi.posts[0]?.problems).toEqual(['https://n8n.test/events answered 503; a 2xx was expected.']);
  });
});

describeWith(contractAvailable(), 'Vapi’s schemas', 'every message posted', () => {
  it('fits Vapi’s own schema', async () => {
    const { vapi } = await hooked({
      script: [
        { type: 'say', text: 'Hi' },
        { type: 'listen', text: 'Hello' },
        ...callTools('check', 'book'),
        { type: 'end', reason: 'assistant-ended-call' },
      ],
    });
    const types = ['status-update', 'end-of-call-report', 'tool-calls', 'transcript', 'conversation-update'];
    await phoneCall(vapi, {
      assistant: {
        server: at('events'),
        serverMessages: [...types, 'speech-update'],
        model: { ...MODEL, tools: [functionTool('check'), functionTool('book')] },
      },
    });
    const seen = new Set(vapi.posts.map((post) => post.type));
    expect([...seen].sort()).toEqual([...types, 'speech-update'].sort());
    const schemas: Record<string, string> = {
      'status-update': 'ServerMessageStatusUpdate',
      'end-of-call-report': 'ServerMessageEndOfCallReport',
      'tool-calls': 'ServerMessageToolCalls',
      transcript: 'ServerMessageTranscript',
      'conversation-update': 'ServerMessageConversationUpdate',
      'speech-update': 'ServerMessageSpeechUpdate',
    };
    for (const post of vapi.posts)
      expect([post.type, definitionErrors(schemas[post.type] ?? '', post.body.message)]).toEqual([
        post.type,
        [],
      ]);
  });
});
