import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { Harness } from '../support/harness';
import { until } from '../support/until';

const SECRET = 'gateway-secret-of-the-tests';
const SENTENCE = 'Sorry, not at the moment.';

interface Asked {
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Stands in for n8n. */
class Workflows {
  readonly asked: Asked[] = [];
  gone = 0;
  answer: (response: ServerResponse, asked: Asked) => void = (response) => void response.end('{}');
  server: Server | undefined;
  port = 0;

  async start(port = this.port): Promise<void> {
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('close', () => (this.gone += response.writableFinished ? 0 : 1));
      request.on('end', () => {
        const asked = { url: request.url ?? '', headers: request.headers, body };
        this.asked.push(asked);
        this.answer(response, asked);
      });
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    server?.closeAllConnections();
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

const json =
  (value: unknown, status = 200) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(typeof value === 'string' ? value : JSON.stringify(value));
  };

describe('gateways', () => {
  const n8n = new Workflows();
  let harness: Harness;
  beforeAll(() => n8n.start());
  beforeEach(() => {
    n8n.asked.length = 0;
    n8n.gone = 0;
    n8n.answer = json({});
  });
  afterEach(() => harness.stop());
  afterAll(() => n8n.stop());

  const start = async (environment: Record<string, string> = {}): Promise<void> => {
    const address = `http://127.0.0.1:${n8n.port}`;
    harness = await new Harness().start({
      BRIDGE_WEBHOOKS: `tools=${address}/webhook/secret-tools-path,other=${address}/webhook/secret-other-path`,
      BRIDGE_LLMS: `brain=${address}/webhook/secret-brain-path`,
      BRIDGE_GATEWAY_SECONDS: '4',
      BRIDGE_GATEWAY_MESSAGE: SENTENCE,
      ...environment,
    });
  };
  const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    harness.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const tell = async (message: Record<string, unknown>): Promise<{ status: number; body: unknown }> => {
    const response = await post('/vapi/webhook/tools', { message });
    return { status: response.status, body: await response.json() };
  };
  const TOOLS = {
    type: 'tool-calls',
    toolCallList: [
      { id: 'a', name: 'f', arguments: {} },
      { id: 'b', name: 'g', arguments: {} },
    ],
  };
  const NONE = {
    status: 200,
    body: {
      results: [
        { toolCallId: 'a', name: 'f', error: SENTENCE },
        { toolCallId: 'b', name: 'g', error: SENTENCE },
      ],
    },
  };
  const errorOf = async (response: Response): Promise<[number, string]> => {
    const { error } = (await response.json()) as { error: { code: string } };
    return [response.status, error.code];
  };
  const nothingSecretLogged = (): void => {
    for (const secret of ['secret-tools-path', 'secret-brain-path', SECRET, '/webhook/']) {
      expect(harness.log).not.toContain(secret);
    }
  };

  describe('of webhooks', () => {
    it('pass a request on as it came, with its proofs, and the answer back', async () => {
      await start();
      n8n.answer = json({
        results: [
          { toolCallId: 'a', result: 'one' },
          { toolCallId: 'b', name: 'g', result: 'two' },
        ],
      });
      const body = `{ "message": ${JSON.stringify(TOOLS)} }`;
      const proofs = {
        authorization: 'Bearer theirs',
        'x-vapi-secret': 'theirs',
        'x-vapi-signature': 'abc',
        'x-vapi-timestamp': '1',
      };
      const response = await post('/vapi/webhook/tools', body, proofs);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        results: [
          { toolCallId: 'a', name: 'f', result: 'one' },
          { toolCallId: 'b', name: 'g', result: 'two' },
        ],
      });
      expect(n8n.asked).toHaveLength(1);
      expect(n8n.asked[0]).toMatchObject({ url: '/webhook/secret-tools-path', body, headers: proofs });
      expect(n8n.asked[0]?.headers.host).toBe(`127.0.0.1:${n8n.port}`);
      nothingSecretLogged();
    });

    it.each<[string, (response: ServerResponse) => void]>([
      ['is inactive', json({ code: 404, message: 'The requested webhook is not registered.' }, 404)],
      ['fails', json({ message: 'Error in workflow' }, 500)],
      ['redirects', (response) => void response.writeHead(302, { location: '/' }).end()],
      ['hangs', () => undefined],
      ['begins an answer and hangs', (response) => void response.write('{"results":[')],
      ['cuts the connection', (response) => void response.destroy()],
      ['answers nothing', (response) => void response.end()],
      ['answers a web page', (response) => void response.end('<html>n8n is starting up')],
      ['answers at once', json({ message: 'Workflow was started' })],
      ['answers something else', json([1, 2])],
      ['answers too much', json(`"${'x'.repeat(2_000_000)}"`)],
    ])('answer each tool call where the workflow %s', async (_name, answer) => {
      await start();
      n8n.answer = answer;
      expect(await tell(TOOLS)).toEqual(NONE);
      expect(harness.log).toContain('answered in place of a workflow');
      nothingSecretLogged();
    });

    it('answer while n8n is down, and wait a moment for it to come back', async () => {
      await start({ BRIDGE_GATEWAY_SECONDS: '10' });
      await n8n.stop();
      try {
        const response = tell(TOOLS);
        await new Promise((resolve) => setTimeout(resolve, 300));
        await n8n.start();
        n8n.answer = json({ results: [{ toolCallId: 'a', result: 'back' }] });
        expect((await response).body).toMatchObject({ results: [{ result: 'back' }, { error: SENTENCE }] });
        await n8n.stop();
        expect(await tell(TOOLS)).toEqual(NONE);
      } finally {
        if (!n8n.server) await n8n.start();
      }
    });

    it.each([
      ['assistant-request', { error: SENTENCE }, { assistantId: 'x' }],
      [
        'transfer-destination-request',
        { error: SENTENCE },
        { destination: { type: 'number', number: '+15550100' } },
      ],
      ['handoff-destination-request', { error: SENTENCE }, { error: 'no' }],
      ['knowledge-base-request', { documents: [] }, { documents: [{ content: 'x', similarity: 1 }] }],
      ['call.endpointing.request', { timeoutSeconds: 0.5 }, { timeoutSeconds: 1 }],
      ['campaign.predial', { eligible: false }, { eligible: true }],
    ])('pass the answer to %s on, or give one', async (type, fallback, answer) => {
      await start({ VAPI_ASSISTANT_ID: '' });
      n8n.answer = json({ nonsense: 1 });
      expect(await tell({ type })).toEqual({ status: 200, body: fallback });
      n8n.answer = json({}, 500);
      expect(await tell({ type })).toEqual({ status: 200, body: fallback });
      n8n.answer = json([answer]);
      expect(await tell({ type })).toEqual({ status: 200, body: answer });
    });

    it('have the default assistant take a call for which none is named', async () => {
      await start();
      n8n.answer = json({}, 503);
      expect((await tell({ type: 'assistant-request' })).body).toEqual({ assistantId: 'assistant-1' });
    });

    it('answer a custom voice with audio', async () => {
      await start();
      const ask = () =>
        post('/vapi/webhook/tools', { message: { type: 'voice-request', sampleRate: 8000, text: 'x' } });
      n8n.answer = json({}, 500);
      const silence = Buffer.from(await (await ask()).arrayBuffer());
      expect(silence).toEqual(Buffer.alloc(1600));
      n8n.answer = (response) => void response.end(Buffer.from([1, 2, 255, 4]));
      expect(Buffer.from(await (await ask()).arrayBuffer())).toEqual(Buffer.from([1, 2, 255, 4]));
      // A minute at 24 kHz.
      const long = Buffer.alloc(2 * 24_000 * 60, 7);
      n8n.answer = (response) => void response.end(long);
      expect(Buffer.from(await (await ask()).arrayBuffer()).equals(long)).toBe(true);
    });

    it('answer what only informs with an empty object, whatever the workflow does', async () => {
      await start();
      for (const answer of [json({ a: 1 }), json({}, 500)]) {
        n8n.answer = answer;
        expect(await tell({ type: 'end-of-call-report' })).toEqual({ status: 200, body: {} });
      }
      expect(n8n.asked).toHaveLength(2);
    });

    it("pass an API request tool's call on", async () => {
      await start();
      n8n.answer = json({ slots: ['9:00'] });
      const ask = async () => (await post('/vapi/webhook/other', { day: 'Monday' })).json();
      expect(await ask()).toEqual({ slots: ['9:00'] });
      n8n.answer = json({}, 500);
      expect(await ask()).toEqual({ error: SENTENCE });
    });

    it('take long reports', async () => {
      await start();
      const long = { message: { type: 'end-of-call-report', artifact: 'x'.repeat(5_000_000) } };
      expect((await post('/vapi/webhook/tools', long)).status).toBe(200);
      // Vapi isn't kept waiting for n8n.
      await until(() => n8n.asked.length > 0, 'n8n gets it');
      expect(n8n.asked[0]?.body === JSON.stringify(long)).toBe(true);
    });

    it('refuse what is no request of Vapi', async () => {
      await start();
      for (const body of ['', '{', '[]', '"x"', 'null']) {
        expect(await errorOf(await post('/vapi/webhook/tools', body))).toEqual([400, 'REQUEST_INVALID']);
      }
      expect(await errorOf(await post('/vapi/webhook/unknown', {}))).toEqual([404, 'GATEWAY_UNKNOWN']);
      expect(await errorOf(await post('/vapi/webhook/constructor', {}))).toEqual([404, 'GATEWAY_UNKNOWN']);
      expect(n8n.asked).toEqual([]);
    });

    it('look at the name before the body', async () => {
      await start();
      const tooLong = JSON.stringify({ a: 'x'.repeat(16 * 1024 * 1024) });
      expect(await errorOf(await post('/vapi/webhook/unknown', tooLong))).toEqual([404, 'GATEWAY_UNKNOWN']);
      expect(await errorOf(await post('/llm/tools/chat/completions', tooLong))).toEqual([
        404,
        'GATEWAY_UNKNOWN',
      ]);
      expect((await post('/vapi/webhook/tools', tooLong)).status).toBe(413);
    });

    it('hold so many bytes at a time, beyond them small requests only', async () => {
      await start();
      const large = { message: { type: 'end-of-call-report', artifact: 'x'.repeat(300_000) } };
      const head = 'POST /vapi/webhook/tools HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
      const sockets: Socket[] = [];
      try {
        for (let count = 0; count < 4; count += 1) {
          const socket = connect(harness.port, '127.0.0.1').on('error', () => undefined);
          socket.write(`${head}Content-Length: ${16 * 1024 * 1024}\r\n\r\n`);
          sockets.push(socket);
        }
        let refused: Response | undefined;
        while (refused?.status !== 503) refused = await post('/vapi/webhook/tools', large);
        expect(refused.headers.get('retry-after')).toBe('5');
        expect((await errorOf(refused))[1]).toBe('GATEWAY_BUSY');
        expect((await tell(TOOLS)).status).toBe(200);
      } finally {
        for (const socket of sockets) socket.destroy();
      }
      let status = 503;
      while (status === 503) ({ status } = await post('/vapi/webhook/tools', large));
      expect(status).toBe(200);
    });

    it('let Vapi in, however many wrong secrets have come from the same address', async () => {
      await start({ BRIDGE_WEBHOOK_SECRET: SECRET });
      const body = { message: TOOLS };
      let status = 401;
      for (let count = 0; status === 401; count += 1) {
        expect(count).toBeLessThan(100);
        ({ status } = await post('/vapi/webhook/tools', body, { 'x-vapi-secret': 'wrong' }));
      }
      expect(status).toBe(429);
      expect((await post('/vapi/webhook/tools', body, { 'x-vapi-secret': SECRET })).status).toBe(200);
    });

    it('let only those in who know the secret, where there is one', async () => {
      await start({ BRIDGE_WEBHOOK_SECRET: SECRET });
      const body = { message: TOOLS };
      const wrong: Record<string, string>[] = [
        {},
        { 'x-vapi-secret': 'wrong' },
        { authorization: 'Bearer wrong' },
        { authorization: SECRET },
      ];
      for (const headers of wrong) {
        const response = await post('/vapi/webhook/tools', body, headers);
        expect(await errorOf(response)).toEqual([401, 'GATEWAY_SECRET_WRONG']);
        const llm = await post('/llm/brain/chat/completions', {}, headers);
        expect(await errorOf(llm)).toEqual([401, 'GATEWAY_SECRET_WRONG']);
      }
      expect(n8n.asked).toEqual([]);
      const right: Record<string, string>[] = [
        { 'x-vapi-secret': SECRET },
        { authorization: `Bearer ${SECRET}` },
      ];
      for (const headers of right) {
        const response = await post('/vapi/webhook/tools', body, headers);
        expect(response.status).toBe(200);
        expect(n8n.asked.at(-1)?.headers).toMatchObject(headers);
      }
      nothingSecretLogged();
    });
  });

  describe('of custom LLMs', () => {
    const ask = (stream = true): Promise<Response> =>
      post('/llm/brain/chat/completions', {
        model: 'm',
        stream,
        messages: [{ role: 'user', content: 'Hi' }],
      });
    const contentOf = (body: string): string => {
      const data = body
        .trimEnd()
        .split('\n\n')
        .map((event) => event.replace(/^data: /, ''));
      expect(data.pop()).toBe('[DONE]');
      return data.map((text) => JSON.parse(text).choices[0].delta.content ?? '').join('');
    };
    const item = (content: string): string => `${JSON.stringify({ type: 'item', content, metadata: {} })}\n`;

    it('let the first token through before the last one is there', async () => {
      await start();
      let last: () => void = () => undefined;
      n8n.answer = (response) => {
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
        response.write(`{"type":"begin","metadata":{}}\n${item('Hel')}`);
        last = () => response.end(item('lo') + '{"type":"end","metadata":{}}\n');
      };
      const response = await ask();
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
      const reader = response.body!.getReader();
      const decoder = new TextDecoder();
      let body = '';
      while (!body.includes('"Hel"')) body += decoder.decode((await reader.read()).value, { stream: true });
      last();
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        body += decoder.decode(value, { stream: true });
      }
      expect(contentOf(body)).toBe('Hello');
      expect(n8n.asked[0]?.url).toBe('/webhook/secret-brain-path');
      await harness.idle();
    });

    it('pass on what is a completion already', async () => {
      await start();
      const event = 'data: {"id":"x","choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n';
      n8n.answer = (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(`${event}data: [DONE]\n\n`);
      };
      const body = await (await ask()).text();
      expect(body.startsWith(event)).toBe(true);
      expect(contentOf(body)).toBe('Hi');
    });

    it('turn a whole answer into one piece', async () => {
      await start();
      n8n.answer = json([{ output: 'All at once.' }]);
      expect(contentOf(await (await ask()).text())).toBe('All at once.');
      const whole = await (await ask(false)).json();
      expect(whole).toMatchObject({ choices: [{ message: { content: 'All at once.' } }] });
    });

    it('keep a character whole that comes in two pieces', async () => {
      await start();
      const bytes = Buffer.from(item('Grüße'));
      const cut = bytes.indexOf(0xc3) + 1;
      n8n.answer = (response) => {
        response.write(bytes.subarray(0, cut));
        setTimeout(() => response.end(bytes.subarray(cut)), 30);
      };
      expect(contentOf(await (await ask()).text())).toBe('Grüße');
    });

    it.each<[string, (response: ServerResponse) => void]>([
      ['is inactive', json({ message: 'not registered' }, 404)],
      ['fails', json('{"type":"begin","metadata":{}}\n{"type":"error","content":"oops","metadata":{}}\n')],
      ['says nothing', json({})],
      ['hangs', () => undefined],
      [
        'sends only empty lines',
        (response) => {
          const beat = setInterval(() => response.write('\n'), 100);
          response.on('close', () => clearInterval(beat));
        },
      ],
      ['cuts the connection', (response) => void response.destroy()],
    ])('say a sentence where the workflow %s', async (_name, answer) => {
      await start();
      n8n.answer = answer;
      const response = await ask();
      expect(response.status).toBe(200);
      expect(contentOf(await response.text())).toBe(SENTENCE);
      expect(harness.log).toContain('workflow failed to reply');
      nothingSecretLogged();
      expect(harness.log).not.toContain('oops');
      await harness.idle();
    });

    it('end a reply properly that breaks off', async () => {
      await start();
      n8n.answer = (response) => {
        response.write(item('So far'));
        setTimeout(() => response.destroy(), 50);
      };
      expect(contentOf(await (await ask()).text())).toBe('So far');
    });

    it('do not cut off a long reply, only a long pause', async () => {
      await start();
      n8n.answer = (response) => {
        let count = 0;
        const beat = setInterval(() => {
          count += 1;
          if (count <= 6) response.write(item(String(count)));
          else clearInterval(beat);
        }, 800);
      };
      expect(contentOf(await (await ask()).text())).toBe('123456');
    });

    it('take no longer conversation than 4 MiB', async () => {
      await start();
      const response = await post('/llm/brain/chat/completions', { a: 'x'.repeat(4 * 1024 * 1024) });
      expect(response.status).toBe(413);
      expect(n8n.asked).toEqual([]);
    });

    it('keep nobody waiting forever who stops the bridge', async () => {
      await start();
      const beats: NodeJS.Timeout[] = [];
      n8n.answer = (response) => void beats.push(setInterval(() => response.write(item('x')), 50));
      const response = await ask();
      const rest = response.text().catch(() => 'cut');
      await harness.bridge.close();
      beats.forEach(clearInterval);
      await rest;
    });

    it('stop the workflow when nobody listens any more', async () => {
      await start({ BRIDGE_GATEWAY_SECONDS: '60' });
      n8n.answer = (response) => void response.write(item('Hel'));
      const abort = new AbortController();
      const response = await fetch(`http://127.0.0.1:${harness.port}/llm/brain/chat/completions`, {
        ...{ method: 'POST', signal: abort.signal },
        headers: { 'content-type': 'application/json' },
        body: '{"stream":true}',
      });
      await response.body!.getReader().read();
      abort.abort();
      await until(() => n8n.gone === 1, 'the request to n8n is given up');
      await harness.idle();
    });
  });

  it('are not there where none is configured', async () => {
    await start({ BRIDGE_WEBHOOKS: '', BRIDGE_LLMS: '' });
    expect(await errorOf(await post('/vapi/webhook/tools', {}))).toEqual([404, 'ROUTE_UNKNOWN']);
  });
});
