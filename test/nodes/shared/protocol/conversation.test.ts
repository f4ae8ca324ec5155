import fc from 'fast-check';
import {
  lastTurn,
  spokenTurns,
  systemPrompt,
  transcriptOf,
} from '../../../../nodes/shared/protocol/conversation';

const OPENAI = [
  { role: 'system', content: 'You are Riley.' },
  { role: 'assistant', content: 'How can I help?' },
  {
    role: 'user',
    content: [{ type: 'text', text: 'Monday' }, { type: 'text', text: ' at ten?' }, { type: 'image' }],
  },
  { role: 'assistant', content: null, tool_calls: [{ id: 'a' }] },
  { role: 'tool', content: 'free' },
];
const VAPI = [
  { role: 'system', message: 'You are Riley.' },
  { role: 'bot', message: 'How can I help?' },
  { role: 'user', message: 'Monday at ten?' },
  { role: 'tool_calls', message: '', toolCalls: [] },
];

describe('a conversation', () => {
  it.each([
    ['OpenAI’s shape', OPENAI],
    ['Vapi’s shape', VAPI],
  ])('in %s gives what was spoken, what was said last, and the prompt', (_what, messages) => {
    expect(spokenTurns(messages)).toEqual([
      { role: 'assistant', content: 'How can I help?' },
      { role: 'user', content: 'Monday at ten?' },
    ]);
    expect(lastTurn(messages, 'user')).toBe('Monday at ten?');
    expect(lastTurn(messages, 'assistant')).toBe('How can I help?');
    expect(systemPrompt(messages)).toBe('You are Riley.');
    expect(transcriptOf(messages)).toBe('Assistant: How can I help?\nCaller: Monday at ten?');
  });

  it('has nothing to give before anybody has spoken', () => {
    expect(lastTurn([{ role: 'system', content: 'x' }], 'user')).toBeUndefined();
    expect(systemPrompt([{ role: 'user', content: 'x' }])).toBeUndefined();
    expect(transcriptOf([{ role: 'system', content: 'x' }])).toBeUndefined();
    expect(
      systemPrompt([
        { role: 'system', content: 'a' },
        { role: 'developer', content: 'b' },
      ]),
    ).toBe('a\n\nb');
  });

  it('never throws, over any value', () => {
    const message = fc.record({ role: fc.constantFrom('user', 'bot', 'system', 5), content: fc.anything() });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.array(fc.oneof(message, fc.anything()))), (messages) => {
        for (const turn of spokenTurns(messages)) expect(turn.content).not.toBe('');
        expect(['string', 'undefined']).toContain(typeof systemPrompt(messages));
      }),
    );
  });
});
