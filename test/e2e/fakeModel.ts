import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the stand-in for OpenAI is asked to say, in the text of the last message. */
const BREAK = '|break|';
const HOLD = '|hold|';
const TOOL = '|tool|';

interface ModelRequest {
  messages: Array<{ role: string; content?: unknown }>;
  tools?: Array<{ function: { name: string } }>;
}

/** When a request reached the model, and when its first token left it; milliseconds of `performance.now()`. */
export interface ModelTimes {
  asked: number;
  firstToken: number;
}

export interface FakeModel {
  /** For the credential of n8n's OpenAI nodes. */
  url: string;
  times: ModelTimes[];
  /** Texts of the conversation that it was asked with last. */
  heard: string[];
  /** Lets the model go on at `|hold|`. */
  release(): void;
  close(): Promise<void>;
}

/**
 * A stand-in for OpenAI's chat completions API that streams back the last message, word by word. At `|hold|` in it
 * the stream waits for `release`; at `|break|` the connection is cut; `|refuse|` is answered with HTTP 400. At `|tool|`
 * it calls the first tool that it is offered, and then says what that gave.
 */
export async function startFakeModel(): Promise<FakeModel> {
  const times: ModelTimes[] = [];
  const heard: string[] = [];
  let release = (): void => undefined;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = performance.now();
    const { messages, tools = [] } = JSON.parse(await bodyOf(request)) as ModelRequest;
    heard.splice(0, heard.length, ...messages.map(({ content }) => String(content)));
    const last = messages.at(-1);
    const text = `${last?.role === 'tool' ? 'The calendar says ' : ''}${String(last?.content)}`;
    if (text.includes('|refuse|')) {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ error: { message: 'The model refuses', type: 'invalid_request_error' } }),
      );
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(event({ role: 'assistant', content: '' }));
    let first = true;
    for (const token of text.split(/(?<= )|(?=\|)|(?<=\|)/)) {
      if (token === '|' || token === '') continue;
      if (`|${token.trim()}|` === BREAK) return void response.destroy();
      if (`|${token.trim()}|` === TOOL) {
        const called = { name: tools[0]?.function.name, arguments: '{"input":"Monday"}' };
        response.write(
          event({ tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: called }] }),
        );
        return void response.end(`${event({}, 'tool_calls')}data: [DONE]\n\n`);
      }
      if (`|${token.trim()}|` === HOLD) {
        await new Promise<void>((resolve) => (release = resolve));
        continue;
      }
      response.write(event({ content: token }));
      if (first) times.push({ asked, firstToken: performance.now() });
      first = false;
    }
    response.end(`${event({}, 'stop')}data: [DONE]\n\n`);
  };

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    times,
    heard,
    release: () => release(),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function event(delta: object, finish_reason: string | null = null): string {
  const choices = [{ index: 0, delta, finish_reason }];
  const chunk = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'fake', choices };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
