import type { ToolCall } from '../../../nodes/shared/protocol/toolCalls';
import { checkCalls, spokenTimes, type CheckPlan } from '../../../nodes/VapiToolTrigger/checkCalls';
import type { DeclaredTool } from '../../../nodes/VapiToolTrigger/declaredTools';

const plan: CheckPlan = {
  timeZone: 'Europe/Berlin',
  zonelessTimes: 'refuse',
  receivedAt: new Date('2026-11-20T21:52:51Z'),
};
const tool = (name: string, properties: object, ...required: string[]): DeclaredTool => ({
  name,
  description: '',
  parameters: { type: 'object', properties, required },
});
const call = (id: string | undefined, name: string, args: object): ToolCall => ({
  id,
  name,
  arguments: { ...args },
});
const tools = [
  tool('', { x: { type: 'integer' } }, 'x'),
  tool('book', { guests: { type: 'integer' } }, 'guests'),
];

it('keeps the order of the calls that can be used, and answers the others', () => {
  const calls = [call('a', 'book', { guests: '2' }), call('b', 'book', {}), call('c', 'book', { guests: 3 })];
  expect(checkCalls(calls, tools, plan)).toEqual({
    calls: [call('a', 'book', { guests: 2 }), call('c', 'book', { guests: 3 })],
    answers: [
      { toolCallId: 'b', kind: 'error', text: 'Missing: guests. Ask the caller for it and call book again.' },
    ],
  });
});

it('leaves alone what is no call of a declared tool', () => {
  const calls = [call('a', 'other', { guests: 'x' }), call('b', '', {})];
  expect(checkCalls(calls, tools, plan)).toEqual({ calls, answers: [] });
});

it('says that arguments are broken rather than missing', () => {
  const { calls, answers } = checkCalls([call(undefined, 'book', { _raw: '{"guests": ' })], tools, plan);
  expect([calls, answers]).toEqual([
    [],
    [
      {
        toolCallId: undefined,
        kind: 'error',
        text: 'The arguments are no JSON object; they may have been cut off. Call book again with all of them.',
      },
    ],
  ]);
  // Of a tool that declares nothing the workflow gets to see them.
  const plain = call('a', 'plain', { _raw: 'x' });
  expect(checkCalls([plain], [tool('plain', {})], plan).calls).toEqual([plain]);
  // A parameter of that name is one like any other.
  expect(checkCalls([plain], [tool('plain', { _raw: { type: 'string' } })], plan).calls).toEqual([plain]);
});

it('says times in words: those that the tool declares and that name a zone', () => {
  const format = { type: 'string', format: 'date-time' };
  const declared = [tool('book', { at: format, end: format, day: { type: 'string' } })];
  const args = {
    at: '2026-08-24T10:00:00+02:00',
    end: '2026-08-24T11:00:00',
    day: '2026-08-24T10:00:00Z',
    toString: 1,
  };
  const spoken = spokenTimes(call('a', 'book', args), declared, {
    timeZone: 'Europe/Berlin',
    locale: 'en-US',
  });
  expect(spoken).toEqual({ at: 'Monday, August 24 at 10:00 AM' });
});
