import { ReplyReader, type ReplyPart } from '../../../bridge/src/gateways/llmReply';

const JSON_TYPE = 'application/json; charset=utf-8';
const line = (type: string, content?: unknown): string =>
  `${JSON.stringify({ type, content, metadata: { nodeId: 'n', nodeName: 'AI Agent', itemIndex: 0, runIndex: 0, timestamp: 1 } })}\n`;

function read(contentType: string, ...chunks: string[]): ReplyPart[] {
  const reader = new ReplyReader(contentType);
  return [...chunks.flatMap((chunk) => reader.push(chunk)), ...reader.end()];
}

const textOf = (parts: ReplyPart[]): string =>
  parts.map((part) => (part.kind === 'text' ? part.text : `<${part.kind}>`)).join('');

describe('ReplyReader', () => {
  it("reads n8n's streaming response, piece by piece as it comes", () => {
    const reader = new ReplyReader(JSON_TYPE);
    expect(reader.push('\n' + line('begin'))).toEqual([]);
    expect(reader.push(line('item', 'Hel'))).toEqual([{ kind: 'text', text: 'Hel' }]);
    expect(reader.push('\n' + line('item', 'lo').slice(0, 20))).toEqual([]);
    expect(reader.push(line('item', 'lo').slice(20) + line('item', ' you'))).toEqual([
      { kind: 'text', text: 'lo' },
      { kind: 'text', text: ' you' },
    ]);
    expect(reader.push(line('end').trimEnd())).toEqual([]);
    expect(reader.end()).toEqual([]);
  });

  it('reads it at any cut', () => {
    const whole = line('begin') + line('item', 'Grüß') + line('item', ' Gott') + line('end');
    for (let cut = 0; cut <= whole.length; cut += 1) {
      expect(textOf(read(JSON_TYPE, whole.slice(0, cut), whole.slice(cut)))).toBe('Grüß Gott');
    }
    expect(textOf(read(JSON_TYPE, ...whole))).toBe('Grüß Gott');
  });

  it('tells that the workflow has failed', () => {
    expect(textOf(read(JSON_TYPE, line('begin'), line('error', 'secret detail')))).toBe('<failed>');
  });

  it('passes server-sent events on, comments and incomplete ones left out', () => {
    expect(
      read(
        'text/event-stream',
        ': hi\n\ndata: {"a":1}\r\n',
        '\r\nevent: x\ndata: {\ndata: }\n\ndata: [DONE]\n\ndata: {"cut',
      ),
    ).toEqual([
      { kind: 'event', data: '{"a":1}' },
      { kind: 'event', data: '{\n}' },
      { kind: 'event', data: '[DONE]' },
    ]);
  });

  it.each(['text/plain', 'text/html; charset=utf-8', 'application/json', ''])(
    'knows a stream of events also where it is called "%s"',
    (type) => {
      const body = ': wait\n\ndata: {"a":1}\n\ndata: [DONE]\n\n';
      const parts = [
        { kind: 'event', data: '{"a":1}' },
        { kind: 'event', data: '[DONE]' },
      ];
      for (let cut = 0; cut <= body.length; cut += 1) {
        expect(read(type, body.slice(0, cut), body.slice(cut))).toEqual(parts);
      }
      expect(read(type, ...body)).toEqual(parts);
      // Somebody has forgotten the empty line at the end.
      expect(read(type, body.trimEnd())).toEqual(parts);
    },
  );

  it.each([
    'data: five orders are open.',
    'data: {braces} are no JSON.\nSee?',
    'data: [see below]',
    'database entry 7 is yours',
    ': that is a strange beginning',
    ':) Hello!',
    'event: a concert on Monday',
  ])('takes words for words, though they begin like an event: %s', (text) => {
    for (const type of ['text/plain', 'text/html', '']) {
      for (let cut = 0; cut <= text.length; cut += 1) {
        expect(textOf(read(type, text.slice(0, cut), text.slice(cut)))).toBe(text);
      }
    }
  });

  it('holds such words back no longer than it must', () => {
    expect(new ReplyReader('text/plain').push('data: five')).toEqual([{ kind: 'text', text: 'data: five' }]);
    expect(new ReplyReader('text/plain').push(':)')).toEqual([{ kind: 'text', text: ':)' }]);
  });

  it.each([
    ['words', 'Your table is booked.', 'Your table is booked.'],
    ["n8n's lines", line('begin') + line('item', 'Hello') + line('end'), 'Hello'],
    ['one JSON value', '{"output":"Hello"}', 'Hello'],
  ])('reads %s also where they are called a stream of events', (_what, body, text) => {
    for (let cut = 0; cut <= body.length; cut += 1) {
      expect(textOf(read('Text/Event-Stream', body.slice(0, cut), body.slice(cut)))).toBe(text);
    }
  });

  it.each(['data: 5 GB', '{"a":1}', ': hm', '"'])(
    "takes what is said in n8n's streaming response for nothing else: %s",
    (said) => {
      // As the Webhook node of n8n 2.41.1 begins it, and the AI Agent goes on: a key press of the model at a time.
      const body = `${line('begin')}${[...said].map((piece) => line('item', piece)).join('')}${line('end')}`;
      expect(textOf(read(JSON_TYPE, body))).toBe(said);
    },
  );

  it.each([
    ['an AI Agent', '{"output":"Hello"}', 'Hello'],
    ['a list with one item', '[{"text":"Hello"}]', 'Hello'],
    ['JSON over several lines', '{\n  "response": "Hello"\n}', 'Hello'],
    ['a string', '"Hello"', 'Hello'],
    ['a completion', '{"choices":[{"message":{"role":"assistant","content":"Hello"}}]}', 'Hello'],
    ["n8n's own words", '{"message":"Workflow was started"}', ''],
    ['something else', '{"a":1}', ''],
    ['broken JSON', '{"output":"Hel', ''],
    ['nothing', '', ''],
    ['plain text', 'Hello', 'Hello'],
  ])('reads %s', (_name, body, text) => {
    for (let cut = 0; cut <= body.length; cut += 1) {
      expect(textOf(read(JSON_TYPE, body.slice(0, cut), body.slice(cut)))).toBe(text);
    }
  });

  it('reads the tool calls of a completion', () => {
    const call = { id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } };
    const body = JSON.stringify({ choices: [{ message: { content: null, tool_calls: [call] } }] });
    expect(read(JSON_TYPE, body)).toEqual([{ kind: 'tool-calls', toolCalls: [call] }]);
  });

  it('passes plain text on as it comes', () => {
    const reader = new ReplyReader('text/plain');
    expect(reader.push('Hel')).toEqual([{ kind: 'text', text: 'Hel' }]);
    expect(reader.push('lo {')).toEqual([{ kind: 'text', text: 'lo {' }]);
  });

  it.each(['"Hello," she said', '{"output":"x"}', '[1] is the first\n'])(
    'does not hold back plain text that begins like JSON: %s',
    (text) => {
      expect(new ReplyReader('text/plain; charset=utf-8').push(text)).toEqual([{ kind: 'text', text }]);
    },
  );

  it.each(['', 'application/octet-stream'])('reads out what is no JSON after all, of type "%s"', (type) => {
    const text = '"Hello," she said.\n"Bye."';
    for (let cut = 0; cut <= text.length; cut += 1) {
      expect(textOf(read(type, text.slice(0, cut), text.slice(cut)))).toBe(text);
    }
    expect(textOf(read(type, '{"output":"Hello"}'))).toBe('Hello');
    expect(textOf(read('application/problem+json', text))).toBe('');
  });

  it('reads no web page out', () => {
    expect(read('text/html; charset=utf-8', '<h1>502</h1>')).toEqual([]);
    expect(read('text/html', ' \n<!doctype html>', '<p>n8n')).toEqual([]);
  });

  it('reads the words out that n8n calls a page', () => {
    expect(textOf(read('text/html; charset=utf-8', 'Your table ', 'is booked.'))).toBe(
      'Your table is booked.',
    );
  });

  it('holds no more than a bound', () => {
    const reader = new ReplyReader(JSON_TYPE);
    expect(reader.push('{' + ' '.repeat(1024 * 1024))).toEqual([{ kind: 'failed' }]);
    expect(reader.push('x')).toEqual([]);
  });
});
