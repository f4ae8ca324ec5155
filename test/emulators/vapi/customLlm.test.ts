import type { IncomingHttpHeaders } from 'node:http';
import { bodyOf, listen, type TestServer } from '../../support/engineHttp';
import { askCustomLlm } from './customLlm';

interface Received {
  url?: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

let server: TestServer;
let received: Received;
let answer: { status: number; type: string; body: string };

beforeAll(async () => {
  server = await listen((request, response) => {
    void bodyOf(request).then((text) => {
      received = { url: request.url, headers: request.headers, body: JSON.parse(text) };
      response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
    });
  });
});
afterAll(() => server.close());

const messages = [{ role: 'user', content: 'Hi' }];
const chunk = (delta: object, finish_reason: string | null = null): string => {
  const choices = [{ index: 0, delta, finish_reason }];
  return `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices })}\n\n`;
};
const STREAM = `${chunk({ role: 'assistant', content: 'Hello' })}${chunk({}, 'stop')}data: [DONE]\n\n`;
const choices = [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }];
const WHOLE = JSON.stringify({ id: 'c', object: 'chat.completion', created: 1, model: 'm', choices });

describe('a turn of an assistant with a custom LLM', () => {
  it('asks as OpenAI’s client does, with what Vapi adds', async () => {
    answer = { status: 200, type: 'text/event-stream', body: STREAM };
    const metadata = { call: { id: 'call-1' } };
    const url = `${server.url}/webhook/llm/`;
    const { text, problems } = await askCustomLlm({ url, apiKey: 'a-key', messages, metadata });
    expect({ text, problems }).toEqual({ text: 'Hello', problems: [] });
    expect(received).toMatchObject({
      url: '/webhook/llm/chat/completions',
      headers: { authorization: 'Bearer a-key', 'content-type': 'application/json' },
      body: { messages, stream: true, call: { id: 'call-1' }, model: expect.any(String) },
    });
  });

  it('takes one object, if it asked for that', async () => {
    answer = { status: 200, type: 'application/json', body: WHOLE };
    const { text, finishReason, problems } = await askCustomLlm({ url: server.url, messages, stream: false });
    expect({ text, finishReason, problems }).toEqual({ text: 'Hello', finishReason: 'stop', problems: [] });
    expect(received.headers.authorization).toBeUndefined();
  });

  it.each([
    ['another status', { status: 500, type: 'text/event-stream', body: STREAM }, true, 'answered 500'],
    ['another content type', { status: 200, type: 'text/plain', body: STREAM }, true, 'text/plain'],
    [
      'an object instead of a stream',
      { status: 200, type: 'application/json', body: WHOLE },
      true,
      'not [DONE]',
    ],
    [
      'a stream instead of an object',
      { status: 200, type: 'application/json', body: STREAM },
      false,
      'no JSON',
    ],
    [
      'an error',
      { status: 401, type: 'application/json', body: '{"error":{}}' },
      false,
      'no chat.completion',
    ],
  ])('complains about %s', async (_what, given, stream, problem) => {
    answer = given;
    const { problems } = await askCustomLlm({ url: server.url, messages, stream });
    expect(problems.join(' ')).toContain(problem);
  });
});
