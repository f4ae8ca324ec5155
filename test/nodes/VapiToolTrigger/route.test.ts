import fc from 'fast-check';
import { routeToolCalls, toItem } from '../../../nodes/VapiToolTrigger/route';
import type { ToolCall } from '../../../nodes/shared/protocol/toolCalls';

const call = (id: string | undefined, name: string): ToolCall => ({ id, name, arguments: { x: 1 } });
const [a, b, c] = [call('a', 'check'), call('b', 'book'), call('c', 'cancel')];

describe('routeToolCalls', () => {
  it('sends everything to one output when no tool is declared', () => {
    for (const unknownTools of ['error', 'output'] as const) {
      expect(routeToolCalls([a, b], { tools: [], unknownTools })).toEqual({
        outputs: [[a, b]],
        answers: [],
      });
    }
  });

  it('sends each call to the output of its tool, and answers the others', () => {
    const again = call('d', 'check');
    expect(routeToolCalls([a, b, c, again], { tools: ['book', 'check'], unknownTools: 'error' })).toEqual({
      outputs: [[b], [a, again]],
      answers: [
        {
          toolCallId: 'c',
          kind: 'error',
          text: 'There is no tool "cancel" here. Available: book, check.',
        },
      ],
    });
  });

  it('sends the others to the last output if wanted, which is there also when it stays empty', () => {
    const plan = { tools: ['book'], unknownTools: 'output' as const };
    expect(routeToolCalls([a, b], plan)).toEqual({ outputs: [[b], [a]], answers: [] });
    expect(routeToolCalls([b], plan)).toEqual({ outputs: [[b], []], answers: [] });
  });

  it('keeps the output of a row without a name, and sends nothing there', () => {
    const nameless = call('n', '');
    expect(routeToolCalls([b, nameless], { tools: ['', 'book'], unknownTools: 'error' })).toEqual({
      outputs: [[], [b]],
      answers: [{ toolCallId: 'n', kind: 'error', text: 'There is no tool "" here. Available: book.' }],
    });
  });

  it('wants the exact name', () => {
    const { outputs } = routeToolCalls([call('x', 'Book'), call('y', 'book ')], {
      tools: ['book'],
      unknownTools: 'error',
    });
    expect(outputs).toEqual([[]]);
  });

  it('puts every call into one place, over any calls and tools', () => {
    const names = fc.constantFrom('', 'check', 'book', 'cancel', 'constructor');
    fc.assert(
      fc.property(
        fc.array(names),
        fc.array(names),
        fc.constantFrom('error' as const, 'output' as const),
        (called, tools, unknownTools) => {
          const calls = called.map((name, index) => call(`id-${index}`, name));
          const { outputs, answers } = routeToolCalls(calls, { tools, unknownTools });
          const placed = [...outputs.flat().map(({ id }) => id), ...answers.map((one) => one.toolCallId)];
          expect(placed.sort()).toEqual(calls.map(({ id }) => id).sort());
          const extra = tools.length === 0 || unknownTools === 'output' ? 1 : 0;
          expect(outputs).toHaveLength(tools.length === 0 ? 1 : tools.length + extra);
        },
      ),
    );
  });
});

describe('toItem', () => {
  const times = { receivedAt: new Date('2026-08-20T09:15:00.000Z'), deadlineMs: 15_000 };

  it('is flat, with the arguments as parameters and the times as text', () => {
    const context = { callId: 'call-1', callerNumber: '+1415', assistantId: 'as-1', variables: { v: 1 } };
    expect(toItem(b, context, times)).toEqual({
      tool: 'book',
      toolCallId: 'b',
      parameters: { x: 1 },
      callId: 'call-1',
      callerNumber: '+1415',
      assistantId: 'as-1',
      variables: { v: 1 },
      receivedAt: '2026-08-20T09:15:00.000Z',
      deadlineAt: '2026-08-20T09:15:15.000Z',
    });
  });

  it('names the chat of a call that came out of one', () => {
    expect(toItem(b, { chatId: 'chat-1', variables: {} }, times)).toMatchObject({ chatId: 'chat-1' });
  });
});
