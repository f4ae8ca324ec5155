import { joinChatStream } from '../../../../nodes/shared/protocol/chatStream';

const event = (delta: string, index = 0): string =>
  `data: ${JSON.stringify({ id: 's1', sessionId: 'k1', path: `chat.output[${index}].content`, delta })}\n\n`;

it('puts the pieces together, each entry of the output for itself', () => {
  const stream = [event('We are '), event('Done.', 2), event('open.'), 'data: [DONE]\n\n'].join('');
  expect(joinChatStream(stream)).toEqual({
    ...{ events: 4, streamId: 's1', sessionId: 'k1', texts: ['We are open.', 'Done.'] },
  });
});

it('takes text that looks like the protocol as text', () => {
  const text = '\n\ndata: {"delta": "x"}\n\n[DONE]';
  expect(joinChatStream(event(text)).texts).toEqual([text]);
});

it.each<[string, string, object]>([
  [
    'an error of Vapi',
    `${event('We')}data: {"message": "Model failed", "statusCode": 500}\n\n`,
    { error: { message: 'Model failed', statusCode: 500 } },
  ],
  ['a nested error', 'data: {"error": {"message": "Too long"}}\n\n', { error: { message: 'Too long' } }],
  ['an error as text', 'data: {"error": "Too long"}\n\n', { error: { error: 'Too long' } }],
  ['a piece that was cut', `${event('We')}data: {"id": "s1", "del`, { broken: '{"id": "s1", "del' }],
])('tells of %s', (_, stream, problem) => {
  expect(joinChatStream(stream)).toMatchObject(problem);
});

it.each([
  ['an error that is none', `data: {"error": null, "statusCode": null}\n\n${event('Hi')}`],
  ['a path that is no text', `data: {"path": {"toString": 1}, "delta": "H"}\n\n${event('i')}`],
])('is not disturbed by %s', (_, stream) => {
  expect(joinChatStream(stream)).toEqual({ events: 2, streamId: 's1', sessionId: 'k1', texts: ['Hi'] });
});

it('passes over events that it does not know', () => {
  expect(joinChatStream(`data: {"id": "s1", "type": "start"}\n\n${event('Hi')}`)).toMatchObject({
    ...{ texts: ['Hi'], events: 2 },
  });
});

it.each(['', '{"id": "c1"}', '<html></html>'])('finds no events in %j', (text) => {
  expect(joinChatStream(text)).toEqual({ events: 0, texts: [] });
});
