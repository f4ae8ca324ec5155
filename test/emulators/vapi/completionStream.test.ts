import { readCompletionStream } from './completionStream';

const chunk = (delta: object, finish_reason: string | null = null, extra: object = {}): string => {
  const choices = [{ index: 0, delta, finish_reason }];
  const body = { id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'm', choices, ...extra };
  return `data: ${JSON.stringify(body)}\n\n`;
};
const ROLE = chunk({ role: 'assistant', content: '' });
const DONE = 'data: [DONE]\n\n';

describe('the strict reader of a completion stream', () => {
  it('puts text together', () => {
    expect(
      readCompletionStream(
        ROLE + chunk({ content: 'Hel' }) + chunk({ content: 'lo' }) + chunk({}, 'stop') + DONE,
      ),
    ).toEqual({ text: 'Hello', toolCalls: [], finishReason: 'stop', problems: [] });
  });

  it('puts tool calls together', () => {
    const first = { index: 0, id: 'a', type: 'function', function: { name: 'book', arguments: '{"x"' } };
    const second = { index: 0, function: { arguments: ':1}' } };
    const stream =
      ROLE +
      chunk({ tool_calls: [first] }) +
      chunk({ tool_calls: [second] }) +
      chunk({}, 'tool_calls') +
      DONE;
    expect(readCompletionStream(stream)).toMatchObject({
      toolCalls: [{ id: 'a', name: 'book', arguments: '{"x":1}' }],
      problems: [],
    });
  });

  it.each([
    ['without [DONE]', ROLE + chunk({}, 'stop'), 'not [DONE]'],
    ['with something after [DONE]', ROLE + chunk({}, 'stop') + DONE + ROLE, 'not [DONE]'],
    ['that is cut off', `${ROLE}data: {"id`, 'empty line'],
    ['with a line that is no data', ROLE + 'event: x\n\n' + chunk({}, 'stop') + DONE, 'no data line'],
    ['with n8n’s own lines', '{"type":"begin"}\n\n' + DONE, 'no data line'],
    ['without the role', chunk({ content: 'x' }) + chunk({}, 'stop') + DONE, 'role in event 0'],
    ['with two ids', ROLE + chunk({}, 'stop', { id: 'c2' }) + DONE, 'another id'],
    ['without a finish reason', ROLE + DONE, 'finish_reason'],
    ['with text after the finish reason', ROLE + chunk({}, 'stop') + chunk({ content: 'x' }) + DONE, 'after'],
    [
      'of another object',
      chunk({ role: 'assistant' }, 'stop', { object: 'x' }) + DONE,
      'no chat.completion.chunk',
    ],
  ])('refuses a stream %s', (_what, stream, problem) => {
    expect(readCompletionStream(stream).problems.join(' ')).toContain(problem);
  });
});
