import { createCompletion } from '../../../bridge/src/gateways/completion';

interface Chunk {
  id: string;
  choices: { delta: Record<string, unknown>; finish_reason: string | null }[];
}

/** The data of the events; the last one of all is no chunk. */
const chunks = (body: string): Chunk[] =>
  body
    .trimEnd()
    .split('\n\n')
    .map((event) => event.replace(/^data: /, ''))
    .map((data) => (data === '[DONE]' ? data : (JSON.parse(data) as Chunk))) as Chunk[];

describe('createCompletion', () => {
  it('streams chunks of one completion', () => {
    const completion = createCompletion({ stream: true, model: 'mine' });
    expect(completion.contentType).toContain('text/event-stream');
    expect(completion.hasContent).toBe(false);
    const first = completion.take({ kind: 'text', text: 'Hel' });
    expect(chunks(first).map(({ choices }) => choices[0]?.delta)).toEqual([
      { role: 'assistant', content: '' },
      { content: 'Hel' },
    ]);
    expect(completion.hasContent).toBe(true);
    const all = chunks(first + completion.take({ kind: 'text', text: 'lo' }) + completion.finish());
    expect(all.at(-1)).toBe('[DONE]');
    expect(all.at(-2)).toMatchObject({
      ...{ object: 'chat.completion.chunk', model: 'mine' },
      choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
    });
    expect(new Set(all.slice(0, -1).map(({ id }) => id)).size).toBe(1);
    expect(completion.finish()).toBe('');
    expect(completion.take({ kind: 'text', text: 'late' })).toBe('');
  });

  it('passes chunks of the workflow on as they are, and ends them if it does not', () => {
    const data = '{"id":"x","choices":[{"index":0,"delta":{"content":"Hi"}}]}';
    const completion = createCompletion({ stream: true });
    expect(completion.take({ kind: 'event', data })).toBe(`data: ${data}\n\n`);
    expect(chunks(completion.finish()).at(-1)).toBe('[DONE]');
    const ended = createCompletion({ stream: true });
    ended.take({ kind: 'event', data });
    ended.take({ kind: 'event', data: '{"choices":[{"delta":{},"finish_reason":"stop"}]}' });
    expect(ended.take({ kind: 'event', data: '[DONE]' })).toBe('data: [DONE]\n\n');
    expect(ended.finish()).toBe('');
  });

  it('counts neither errors nor empty chunks as an answer', () => {
    const completion = createCompletion({ stream: true });
    expect(completion.take({ kind: 'event', data: '{"error":{"message":"x"}}' })).toBe('');
    completion.take({ kind: 'event', data: '{"choices":[{"delta":{"role":"assistant","content":""}}]}' });
    expect(completion.take({ kind: 'event', data: '[DONE]' })).toBe('');
    expect(completion.hasContent).toBe(false);
  });

  it('says the sentence before the end of a reply that has no word', () => {
    const completion = createCompletion({ stream: true });
    const end = '{"choices":[{"delta":{},"finish_reason":"stop"}]}';
    expect(completion.take({ kind: 'event', data: end })).toBe('');
    expect(completion.take({ kind: 'event', data: '[DONE]' })).toBe('');
    expect(completion.hasContent).toBe(false);
    const all = chunks(completion.take({ kind: 'text', text: 'Sorry.' }) + completion.finish());
    expect(all.slice(0, -1).map(({ choices }) => choices[0])).toMatchObject([
      { delta: { role: 'assistant' }, finish_reason: null },
      { delta: { content: 'Sorry.' }, finish_reason: null },
      { delta: {}, finish_reason: 'stop' },
    ]);
  });

  it('passes a chunk on that is word and end in one', () => {
    const completion = createCompletion({ stream: true });
    const data = '{"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}]}';
    expect(completion.take({ kind: 'event', data })).toBe(`data: ${data}\n\n`);
    expect(completion.finish()).toBe('data: [DONE]\n\n');
  });

  it('streams tool calls', () => {
    const completion = createCompletion({ stream: true });
    const call = { id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } };
    const all = chunks(completion.take({ kind: 'tool-calls', toolCalls: [call] }) + completion.finish());
    expect(all[1]?.choices[0]?.delta).toEqual({ tool_calls: [{ index: 0, ...call }] });
    expect(all[2]?.choices[0]?.finish_reason).toBe('tool_calls');
  });

  it('is one object where no stream is asked for', () => {
    const completion = createCompletion({ model: 'mine' });
    expect(completion.take({ kind: 'text', text: 'Hel' })).toBe('');
    completion.take({ kind: 'event', data: '{"choices":[{"delta":{"content":"lo"}}]}' });
    expect(JSON.parse(completion.finish())).toMatchObject({
      ...{ object: 'chat.completion', model: 'mine' },
      choices: [{ message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
    });
  });
});
