import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { describeWith } from '../../support/needs';
import { contractAvailable, definitionErrors } from './contract';
import type { JsonObject } from './json';
import type { TimelineEvent } from './types';
import {
  Caller,
  emulator,
  functionTool,
  goodAnswer,
  receiver,
  recording,
  socketCall,
  stopAll,
  until,
} from './testSupport';

afterEach(stopAll);

describe('a conversation on the socket', () => {
  it('runs from greeting to report, with a tool call in between', async () => {
    const hook = await receiver((request) =>
      request.message.type === 'tool-calls' ? goodAnswer(request) : {},
    );
    const greeting = recording(200);
    const answer = recording(130, 40);
    const vapi = await emulator({
      hosts: { 'n8n.test': hook.origin },
      script: [
        { type: 'say', text: 'Hello', audio: greeting },
        { type: 'listen', minMs: 100, silenceMs: 200, text: 'Ten, please' },
        {
          type: 'callTools',
          tools: [{ name: 'book', arguments: { time: '10:00' } }],
          sayResult: () => ({ text: 'Booked', audio: answer }),
        },
        { type: 'waitForHangup' },
      ],
    });
    const timeline: TimelineEvent[] = [];
    vapi.on('timeline', (event) => timeline.push(event));
    const assistant = vapi.seed('assistant', {
      server: { url: 'https://n8n.test/events' },
      model: { provider: 'openai', model: 'gpt-4o', tools: [functionTool('book')] },
    });
    const { id, url } = await socketCall(vapi, {
      assistantId: assistant.id,
      assistantOverrides: { variableValues: { from: '+14155550123' } },
    });
    const call = vapi.call(id);
    const caller = (await Caller.join(url)).stream();
    await until(() => caller.texts.some((text) => text.status === 'stopped'), 'the end of the greeting');
    const words = recording(300, 11);
    caller.speak(words);
    await until(() => call?.utterances[1]?.sent.length === answer.length, 'the answer');
    await until(() => caller.texts.filter((text) => text.status === 'stopped').length >= 3, 'its end');
    caller.socket.close(1000);
    await call?.done;

    // Every byte in order; between the utterances nothing but silence, in whole 20 ms frames.
    expect(call?.speechSent).toEqual(Buffer.concat([greeting, answer]));
    for (const utterance of call?.utterances ?? []) {
      const { offset, sent, planned, interrupted } = utterance;
      expect(call?.audioSent.subarray(offset, offset + sent.length)).toEqual(planned);
      expect(interrupted).toBe(false);
    }
    expect(caller.audio.equals((call?.audioSent ?? Buffer.alloc(0)).subarray(0, caller.audio.length))).toBe(
      true,
    );
    expect(caller.audio.length).toBeGreaterThanOrEqual(greeting.length + answer.length);
    expect(new Set(call?.framesSent.map((frame) => frame.bytes))).toEqual(new Set([160]));
    expect(call?.audioReceived.includes(words)).toBe(true);

    expect(call).toMatchObject({
      assistantId: assistant.id,
      endedReason: 'customer-ended-call',
      variableValues: { from: '+14155550123' },
      problems: [],
    });
    expect(call?.toolResults).toMatchObject([{ name: 'book', result: 'book done' }]);
    expect(call?.transcript.map((line) => `${line.role}: ${line.text}`)).toEqual([
      'assistant: Hello',
      'user: Ten, please',
      'assistant: Booked',
    ]);
    expect(timeline.map((event) => event.kind)).toEqual([
      ...['call-created', 'call-started', 'assistant-said', 'caller-speaking', 'caller-stopped'],
      ...['caller-said', 'tool-called', 'tool-answered', 'assistant-said', 'ended', 'report-posted'],
    ]);
    const report = hook.received.at(-1)?.message ?? {};
    expect(report).toMatchObject({ type: 'end-of-call-report', endedReason: 'customer-ended-call' });
    expect((report.artifact as JsonObject).transcript).toBe('AI: Hello\nUser: Ten, please\nAI: Booked\n');
  });

  it('tells the client flat messages of the types that its overrides list', async () => {
    const vapi = await emulator({ script: [{ type: 'say', text: 'Hello', audio: recording(40) }] });
    const { id, url } = await socketCall(vapi, {
      assistantOverrides: { clientMessages: ['speech-update', 'status-update'] },
    });
    const caller = (await Caller.join(url)).stream();
    await vapi.call(id)?.done;
    await until(() => caller.closeCode !== undefined, 'the close');
    expect(caller.texts).toEqual([
      { type: 'status-update', status: 'in-progress' },
      { type: 'speech-update', status: 'started', role: 'assistant', turn: 1 },
      { type: 'speech-update', status: 'stopped', role: 'assistant', turn: 1 },
      { type: 'status-update', status: 'ended', endedReason: 'assistant-ended-call' },
    ]);
    expect(caller.closeCode).toBe(1000);
  });

  it('sends PCM in 20 ms frames where the call asks for it', async () => {
    const vapi = await emulator({ script: [{ type: 'say', text: 'Hello' }] });
    const audioFormat = { format: 'pcm_s16le', container: 'raw', sampleRate: 16_000 };
    const { id, url } = await socketCall(vapi, { transport: { provider: 'vapi.websocket', audioFormat } });
    (await Caller.join(url)).stream();
    const call = vapi.call(id);
    await call?.done;
    expect(new Set(call?.framesSent.map((frame) => frame.bytes))).toEqual(new Set([640]));
    // 5 characters of stand-in speech at 60 ms.
    expect(call?.speechSent.length).toBe(300 * 32);
  });
});

describe('how a call ends', () => {
  const names = 'call.in-progress.error-assistant-did-not-receive-customer-audio';

  it('given up where no caller audio comes', async () => {
    const vapi = await emulator({ customerJoinTimeoutMs: 3000, script: [{ type: 'waitForHangup' }] });
    const joined = await socketCall(vapi);
    const caller = await Caller.join(joined.url);
    const never = await socketCall(vapi);
    await Promise.all([vapi.call(joined.id)?.done, vapi.call(never.id)?.done]);
    expect([vapi.call(joined.id)?.endedReason, vapi.call(never.id)?.endedReason]).toEqual([names, names]);
    await until(() => caller.closeCode !== undefined, 'the close');
  });

  it('by silence when the audio stops in mid-call', async () => {
    const vapi = await emulator({ silenceTimeoutMs: 80, script: [{ type: 'waitForHangup' }] });
    const { id, url } = await socketCall(vapi);
    const caller = await Caller.join(url);
    caller.socket.send(Buffer.alloc(160, 0xff));
    await vapi.call(id)?.done;
    expect(vapi.call(id)?.endedReason).toBe('silence-timed-out');
  });

  it('by silence when the caller says nothing in time, unless the script goes on', async () => {
    const vapi = await emulator({
      script: [
        { type: 'listen', timeoutMs: 60, onTimeout: 'continue' },
        { type: 'listen', timeoutMs: 60 },
      ],
    });
    const { id, url } = await socketCall(vapi);
    (await Caller.join(url)).stream();
    await vapi.call(id)?.done;
    expect(vapi.call(id)?.endedReason).toBe('silence-timed-out');
    expect(vapi.call(id)?.problems).toHaveLength(2);
    expect(vapi.call(id)?.problems[0]).toContain('The caller spoke 0 ms within 60 ms; 200 ms were expected.');
  });

  it('at its maximum duration, or when the line stays open too long', async () => {
    const vapi = await emulator({ script: [{ type: 'waitForHangup' }] });
    // Below what Vapi allows, so put into the store directly.
    const assistant = vapi.seed('assistant', { maxDurationSeconds: 0.1 });
    const { id, url } = await socketCall(vapi, { assistantId: assistant.id });
    (await Caller.join(url)).stream();
    await vapi.call(id)?.done;
    expect(vapi.call(id)?.endedReason).toBe('exceeded-max-duration');

    const other = vapi.seed('assistant', {});
    vapi.setScript(other.id, [{ type: 'waitForHangup', timeoutMs: 40 }]);
    const second = await socketCall(vapi, { assistantId: other.id });
    (await Caller.join(second.url)).stream();
    await vapi.call(second.id)?.done;
    expect(vapi.call(second.id)?.endedReason).toBe('silence-timed-out');
  });

  it('with what was said so far in its report, when the caller hangs up in mid-sentence', async () => {
    const hook = await receiver();
    const vapi = await emulator({
      script: [{ type: 'say', text: 'A long story', audio: recording(5000) }],
    });
    const { id, url } = await socketCall(vapi, {
      assistant: { server: { url: `${hook.origin}/events` }, serverMessages: ['end-of-call-report'] },
    });
    const caller = (await Caller.join(url)).stream();
    await until(() => (vapi.call(id)?.speechSent.length ?? 0) > 0, 'the first words');
    caller.socket.terminate();
    await vapi.call(id)?.done;
    expect(vapi.call(id)?.utterances[0]?.interrupted).toBe(true);
    expect(hook.received[0]?.message).toMatchObject({
      endedReason: 'customer-ended-call',
      artifact: { transcript: 'AI: A long story\n' },
    });
  });

  it('at once when the emulator is closed', async () => {
    const vapi = await emulator({ script: [{ type: 'waitForHangup' }] });
    const { id, url } = await socketCall(vapi);
    const caller = (await Caller.join(url)).stream();
    const done = vapi.call(id)?.done;
    await vapi.close();
    await done;
    await until(() => caller.closeCode !== undefined, 'the close');
    expect(vapi.posts).toEqual([]);
  });
});

describe('what the socket refuses', () => {
  /** Text of the latest refusal. */
  let refusal = '';

  async function refusedUpgrade(url: string, headers: Record<string, string> = {}): Promise<number> {
    const socket = new WebSocket(url, { headers });
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    socket.on('error', () => {});
    for await (const chunk of response as AsyncIterable<Buffer>) refusal = chunk.toString('utf8');
    socket.terminate();
    return response.statusCode ?? 0;
  }

  it('a second connection, an unknown call, another path, an ended and a blocked call', async () => {
    const vapi = await emulator({ concurrencyLimit: 1, script: [{ type: 'waitForHangup' }] });
    const { id, url } = await socketCall(vapi);
    const blocked = await socketCall(vapi);
    expect(await refusedUpgrade(blocked.url)).toBe(404);
    const caller = await Caller.join(url);
    expect(await refusedUpgrade(url)).toBe(404);
    expect(await refusedUpgrade(url.replace(id, '00000000-0000-4000-8000-000000000000'))).toBe(404);
    expect(await refusedUpgrade(url.replace('/transport', '/listen'))).toBe(404);
    caller.socket.close();
    await vapi.call(id)?.done;
    expect(await refusedUpgrade(url)).toBe(404);
  });

  it('a library’s default User-Agent, as Cloudflare does, but neither a name nor none', async () => {
    const vapi = await emulator({ script: [{ type: 'waitForHangup' }] });
    const { url } = await socketCall(vapi);
    expect(await refusedUpgrade(url, { 'User-Agent': 'undici' })).toBe(403);
    expect(refusal).toBe('error code: 1010');
    // ws by itself sends none.
    await Caller.join(url);
    const named = await socketCall(vapi);
    const socket = new WebSocket(named.url, { headers: { 'User-Agent': 'vapi-bridge/0.1.0' } });
    await once(socket, 'open');
    socket.terminate();
    await vapi.call(named.id)?.done;
    expect(vapi.call(named.id)?.endedReason).toBe('customer-ended-call');
  });

  it.each([
    ['an unknown type', '{"type":"ping"}'],
    ['no JSON', 'hello'],
    ['a wrapped message', '{"message":{"type":"end-call"}}'],
    ['a say without content', '{"type":"say","message":"Hi"}'],
    ['a handoff', '{"type":"handoff","destination":{"type":"assistant"}}'],
  ])('%s: it closes without a code', async (_, text) => {
    const vapi = await emulator({ script: [{ type: 'waitForHangup' }] });
    const { id, url } = await socketCall(vapi);
    const caller = (await Caller.join(url)).stream();
    caller.socket.send(text);
    await until(() => caller.closeCode !== undefined, 'the close');
    expect(caller.closeCode).toBe(1005);
    await vapi.call(id)?.done;
    expect(vapi.call(id)?.problems[0]).toContain('Text on the socket refused');
  });

  it.each(['end-call', 'hangup'])('nothing of %s: the call ends', async (type) => {
    const vapi = await emulator({ script: [{ type: 'waitForHangup' }] });
    const { id, url } = await socketCall(vapi);
    const caller = (await Caller.join(url)).stream();
    caller.socket.send(JSON.stringify({ type }));
    await vapi.call(id)?.done;
    expect(vapi.call(id)).toMatchObject({ endedReason: 'customer-ended-call', problems: [] });
    expect(caller.has('status-update')).toBe(true);
  });
});

describeWith(contractAvailable(), 'Vapi’s schemas', 'text on the socket', () => {
  it('fits Vapi’s own schemas', async () => {
    const hook = await receiver(goodAnswer);
    const vapi = await emulator({
      script: [
        { type: 'say', text: 'Hello', audio: recording(200), interruptAfterMs: 40 },
        { type: 'callTools', tools: [{ name: 'book' }] },
      ],
    });
    const tools = [functionTool('book', { url: `${hook.origin}/tool` })];
    const { id, url } = await socketCall(vapi, {
      assistant: { model: { provider: 'openai', model: 'gpt-4o', tools } },
    });
    const caller = (await Caller.join(url)).stream();
    await vapi.call(id)?.done;
    await until(() => caller.closeCode !== undefined, 'the close');
    const schemas: Record<string, string> = {
      'assistant.started': 'ClientMessageAssistantStarted',
      'speech-update': 'ClientMessageSpeechUpdate',
      'user-interrupted': 'ClientMessageUserInterrupted',
      transcript: 'ClientMessageTranscript',
      'conversation-update': 'ClientMessageConversationUpdate',
      'tool-calls': 'ClientMessageToolCalls',
    };
    for (const [type, schema] of Object.entries(schemas)) {
      const text = caller.texts.find((entry) => entry.type === type);
      expect([type, text === undefined, definitionErrors(schema, text)]).toEqual([type, false, []]);
    }
  });
});
