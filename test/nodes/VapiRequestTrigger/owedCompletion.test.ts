import fc from 'fast-check';
import { readChatRequest } from '../../../nodes/shared/protocol/chatCompletion';
import type { StreamChunk } from '../../../nodes/shared/protocol/answerChunk';
import type { EndOfWait } from '../../../nodes/shared/responseGuard';
import { OwedCompletion } from '../../../nodes/VapiRequestTrigger/owedCompletion';
import { readCompletionStream, type CompletionStream } from '../../emulators/vapi/completionStream';

const chunk = (type: string, text?: string): StreamChunk => ({
  ...{ type, nodeName: 'AI Agent', text, answer: undefined },
});
const item = (text: string): StreamChunk => chunk('item', text);

interface Course {
  /** Chunks of other nodes, and bodies of a Respond node, in their order. */
  steps?: Array<StreamChunk | Record<string, unknown>>;
  why?: EndOfWait;
}

interface Outcome {
  owed: OwedCompletion;
  /** Everything that Vapi got. */
  sent: string;
  reasons: string[];
}

function run(stream: boolean, { steps = [], why = 'ended' }: Course): Outcome {
  const request = readChatRequest({ model: 'm', stream }, 'chatcmpl-1', new Date(0));
  const reasons: string[] = [];
  const owed = new OwedCompletion(request, {
    kind: 'chat-completion',
    fallback: { text: 'Sorry?' },
    onFallback: (reason) => void reasons.push(reason),
  });
  let sent = '';
  for (const step of steps) {
    if ('nodeName' in step) sent += owed.relay(step as StreamChunk) ?? '';
    else owed.take({ kind: 'chat-completion', body: step });
  }
  const { contentType, body } = owed.body(why);
  expect(contentType).toMatch(stream ? /^text\/event-stream/ : /^application\/json/);
  return { owed, sent: sent + String(body), reasons };
}

function streamed(course: Course): CompletionStream & Outcome {
  const outcome = run(true, course);
  const read = readCompletionStream(outcome.sent);
  expect(read.problems).toEqual([]);
  return { ...read, ...outcome };
}

function whole(course: Course): { message: unknown; finish_reason: unknown } {
  const { choices } = JSON.parse(run(false, course).sent) as { choices: [ReturnType<typeof whole>] };
  return choices[0];
}

const CALL = { name: 'book', arguments: { day: 'Monday' } };

describe('the reply of a custom LLM as a stream', () => {
  it('is what a Respond node answers', () => {
    const { text, finishReason, owed, reasons } = streamed({ steps: [{ text: 'Hello.' }], why: 'complete' });
    expect({ text, finishReason, reasons }).toEqual({ text: 'Hello.', finishReason: 'stop', reasons: [] });
    expect(owed.isComplete()).toBe(true);
  });

  it('holds the tool calls of a Respond node', () => {
    expect(streamed({ steps: [{ text: 'One moment.', toolCalls: [CALL] }] })).toMatchObject({
      text: 'One moment.',
      toolCalls: [{ name: 'book', arguments: '{"day":"Monday"}' }],
      finishReason: 'tool_calls',
    });
  });

  it('is what an agent streams, without a Respond node', () => {
    const { text, reasons, owed } = streamed({
      steps: [chunk('begin'), item('Hel'), item('lo.'), chunk('end')],
    });
    expect({ text, reasons }).toEqual({ text: 'Hello.', reasons: [] });
    expect(owed.isComplete()).toBe(false);
  });

  it('says nothing twice when a Respond node repeats what the agent streamed', () => {
    const steps = [chunk('begin'), item('Hello there.'), chunk('end'), { text: 'Hello there.\n' }];
    expect(streamed({ steps }).text).toBe('Hello there.');
  });

  it('goes on with what a Respond node adds, and its tool calls', () => {
    const { text, toolCalls } = streamed({
      steps: [item('One moment.'), { text: 'Goodbye.', toolCalls: [CALL] }],
    });
    expect(text).toBe('One moment. Goodbye.');
    expect(toolCalls).toHaveLength(1);
  });

  it('keeps the sentences of two rounds of an agent apart', () => {
    const round = (words: string): StreamChunk[] => [chunk('begin'), item(words), chunk('end')];
    expect(streamed({ steps: [...round('Let me look.'), ...round('Monday is free.')] }).text).toBe(
      'Let me look. Monday is free.',
    );
  });

  it.each<[string, Course, RegExp]>([
    ['nothing came', {}, /ended without/],
    ['nothing came in time', { why: 'deadline' }, /in time/],
    ['an agent began and streamed nothing', { steps: [chunk('begin'), chunk('end')] }, /ended without/],
    ['only an error came', { steps: [chunk('begin'), chunk('error', 'Quota exceeded')] }, /ended without/],
    ['the answer is of no use', { steps: [{ text: '' }], why: 'complete' }, /neither text nor tool calls/],
  ])('is the default when %s', (_what, course, reason) => {
    const { text, reasons } = streamed(course);
    expect(text).toBe('Sorry?');
    expect(reasons).toEqual([expect.stringMatching(reason)]);
  });

  it('ends properly after half a reply', () => {
    const { text, finishReason } = streamed({
      steps: [item('Monday is'), chunk('error', 'Connection lost')],
    });
    expect({ text, finishReason }).toEqual({ text: 'Monday is', finishReason: 'stop' });
  });

  it('takes the first answer, and none of another kind', () => {
    expect(streamed({ steps: [{ text: 'a' }, { text: 'b' }] }).text).toBe('a');
    const outcome = run(true, {});
    outcome.owed.take({ kind: 'voice-request', body: { text: 'x' } });
    expect(outcome.owed.isComplete()).toBe(true);
    expect(String(outcome.owed.body('complete').body)).toContain('Sorry?');
  });

  it('is correct whatever comes, over any course', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom(' ', '\n', 'data: [DONE]\n\n', '"', '\u2028'));
    const step = fc.oneof(
      fc.record({
        type: fc.constantFrom('begin', 'item', 'end', 'error'),
        text: fc.option(text, { nil: undefined }),
      }),
      fc.record({ text }),
    );
    fc.assert(
      fc.property(
        fc.array(step),
        fc.constantFrom<EndOfWait>('complete', 'ended', 'deadline'),
        (steps, why) => {
          const course = steps.map((one) => ('type' in one ? chunk(one.type, one.text) : one));
          expect(streamed({ steps: course, why }).text).not.toBe('');
        },
      ),
    );
  });
});

describe('the reply of a custom LLM as one object', () => {
  it('is what a Respond node answers', () => {
    expect(whole({ steps: [{ text: 'Hello.' }] })).toMatchObject({
      message: { role: 'assistant', content: 'Hello.' },
      finish_reason: 'stop',
    });
  });

  it('is what an agent streamed, and what a Respond node adds', () => {
    const steps = [item('One '), item('moment.'), { text: 'One moment. Booked.', toolCalls: [CALL] }];
    expect(whole({ steps })).toMatchObject({
      message: { content: 'One moment. Booked.', tool_calls: [{ function: { name: 'book' } }] },
      finish_reason: 'tool_calls',
    });
  });

  it('is the default when nothing came', () => {
    expect(whole({ why: 'deadline' })).toMatchObject({ message: { content: 'Sorry?' } });
  });
});
