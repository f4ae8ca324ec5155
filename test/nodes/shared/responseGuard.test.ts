import { getEventListeners, once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeAnswer } from '../../../nodes/shared/protocol/answerChunk';
import { OwedResults } from '../../../nodes/VapiToolTrigger/owedResults';
import type { ToolAnswer } from '../../../nodes/shared/protocol/results';
import type { ToolCall } from '../../../nodes/shared/protocol/toolCalls';
import { guardResponse, type GuardedBody, type Owed } from '../../../nodes/shared/responseGuard';
import {
  asExpress,
  compressed,
  listen,
  type ExpressResponse,
  type TestServer,
} from '../../support/engineHttp';

const RESPOND = 'Respond to Vapi';
const FALLBACK = 'Sorry, not now.';

const call = (id: string | undefined, name = 'tool'): ToolCall => ({ id, name, arguments: {} });
const CALLS = [call('a', 'check'), call('b', 'book')];

const answer = (toolCallId: string | undefined, text: string): ToolAnswer => ({
  toolCallId,
  kind: 'result',
  text,
});

/** A line as n8n writes it on the response for each `sendChunk`. */
const line = (answers: ToolAnswer[], nodeName = RESPOND): string =>
  `${JSON.stringify({ type: 'item', content: encodeAnswer({ kind: 'tool-calls', answers }), metadata: { nodeName } })}\n`;

interface Held {
  response: ExpressResponse;
  /** What the HTTP client gets. */
  answered: Promise<{
    status: number;
    type: string | null;
    encoding: string | null;
    /** A header that is none of ours. */
    stray: string | null;
    body: unknown;
  }>;
}

describe.each([
  ['plain', (response: ExpressResponse) => response],
  ['behind a compressing middleware', compressed],
])('%s', (_, middleware) => {
  let server: TestServer;
  let arrived: (response: ExpressResponse) => void;

  beforeAll(async () => {
    server = await listen((incoming, response) => {
      incoming.resume();
      arrived(middleware(asExpress(response)));
    });
  });
  afterAll(() => server.close());

  interface HoldOptions {
    calls?: ToolCall[];
    answers?: ToolAnswer[];
    deadlineMs?: number;
    owed?: Owed;
    onFallback?: (why: string) => void;
  }

  async function hold(options: HoldOptions = {}): Promise<Held> {
    const arrival = new Promise<ExpressResponse>((resolve) => (arrived = resolve));
    const answered = fetch(server.url, { method: 'POST', body: '{}' }).then(async (got) => ({
      status: got.status,
      type: got.headers.get('content-type'),
      encoding: got.headers.get('content-encoding'),
      stray: got.headers.get('x-n8n'),
      body: got.headers.get('content-type')?.startsWith('application/json')
        ? await got.json()
        : await got.text(),
    }));
    const response = await arrival;
    guardResponse(response, {
      owed: options.owed ?? new OwedResults(options.calls ?? CALLS, () => FALLBACK, options.answers),
      deadlineMs: options.deadlineMs ?? 60_000,
      respondNodes: new Set([RESPOND, 'Respond 2']),
      onFallback: options.onFallback,
    });
    return { response, answered };
  }

  const both = {
    results: [
      { toolCallId: 'a', name: 'check', result: 'free' },
      { toolCallId: 'b', name: 'book', result: 'booked' },
    ],
  };
  const onlyFirst = {
    results: [
      { toolCallId: 'a', name: 'check', result: 'free' },
      { toolCallId: 'b', name: 'book', error: FALLBACK },
    ],
  };
  const none = {
    results: [
      { toolCallId: 'a', name: 'check', error: FALLBACK },
      { toolCallId: 'b', name: 'book', error: FALLBACK },
    ],
  };

  it.each<[string, (response: ExpressResponse) => void]>([
    ['one chunk', (response) => response.write(line([answer('b', 'booked'), answer('a', 'free')]))],
    [
      'two chunks of two nodes, the second call first',
      (response) => {
        response.write(line([answer('b', 'booked')], 'Respond 2'));
        response.write(line([answer('a', 'free')]));
      },
    ],
    ['bytes', (response) => response.write(Buffer.from(line([answer('a', 'free'), answer('b', 'booked')])))],
    [
      'several lines in one write, others between them',
      (response) =>
        response.write(
          `${line([answer('a', 'free')])}\n{"type":"begin"}\nnoise\n${line([answer('b', 'booked')])}`,
        ),
    ],
    [
      'a line split over three writes',
      (response) => {
        const text = line([answer('a', 'free'), answer('b', 'booked')]);
        response.write(text.slice(0, 10));
        response.write(text.slice(10, 50));
        response.write(text.slice(50));
      },
    ],
    [
      'a last line without its line break',
      (response) => response.write(line([answer('a', 'free'), answer('b', 'booked')]).trimEnd()),
    ],
    [
      'flush() after each chunk, as in queue mode, which does not look whether it is there',
      (response) => {
        response.write(line([answer('a', 'free')]));
        response.flush?.call(response);
        response.write(line([answer('b', 'booked')]));
        response.flush?.call(response);
      },
    ],
  ])('answers when every call has an answer: %s', async (_name, act) => {
    const { response, answered } = await hold();
    expect(typeof response.flush).toBe('function');
    act(response);
    const got = await answered;
    expect(got).toMatchObject({ status: 200, type: 'application/json; charset=utf-8', body: both });
  });

  it('puts a character together that two writes split', async () => {
    const { response, answered } = await hold({ calls: [call('a')] });
    const bytes = Buffer.from(line([answer('a', 'Grüße')]));
    const middle = bytes.indexOf(0xc3) + 1;
    response.write(bytes.subarray(0, middle));
    response.write(bytes.subarray(middle));
    expect((await answered).body).toEqual({ results: [{ toolCallId: 'a', name: 'tool', result: 'Grüße' }] });
  });

  it.each<[string, (response: ExpressResponse) => void]>([
    ['of another node', (response) => response.write(line([answer('b', 'forged')], 'AI Agent'))],
    ['to a call that nobody made', (response) => response.write(line([answer('z', 'forged')]))],
    ['that comes second', (response) => response.write(line([answer('a', 'second')]))],
  ])('takes no answer %s', async (_name, act) => {
    const { response, answered } = await hold();
    response.write(line([answer('a', 'free')]));
    act(response);
    response.end();
    expect((await answered).body).toEqual(onlyFirst);
  });

  it.each<[string, (response: ExpressResponse) => void]>([
    ['end()', (response) => response.end()],
    ['an error chunk and end()', (response) => response.end('{"type":"error","content":"broken"}\n')],
    ['status(500).json()', (response) => response.status(500).json({ message: 'Error in workflow' })],
    ['send()', (response) => response.send('Error')],
    [
      'a status set as a property',
      (response) => {
        response.statusCode = 500;
        response.end('{"message":"Error in workflow"}');
      },
    ],
    [
      'headers of its own',
      (response) => {
        response.setHeader('Content-Type', 'text/html');
        response.setHeaders(new Headers({ 'X-N8n': '1' }));
        response.flushHeaders();
        response.writeHead(503, { 'X-N8n': '1' });
        response.end('<h1>n8n is down</h1>');
      },
    ],
  ])(
    'keeps what is answered and gives the fallback for the rest when n8n ends it by %s',
    async (_name, act) => {
      const { response, answered } = await hold();
      response.write(line([answer('a', 'free')]));
      act(response);
      expect(await answered).toMatchObject({
        status: 200,
        type: 'application/json; charset=utf-8',
        stray: null,
        body: onlyFirst,
      });
    },
  );

  it('gives the fallback for every call when the workflow answers nothing', async () => {
    const { response, answered } = await hold();
    response.status(500).json({ message: 'Error in workflow' });
    expect(await answered).toMatchObject({ status: 200, body: none });
  });

  it('answers at the deadline with what is there', async () => {
    const { response, answered } = await hold({ deadlineMs: 20 });
    response.write(line([answer('a', 'free')]));
    expect(await answered).toMatchObject({ status: 200, body: onlyFirst });
  });

  it('lets nothing through that comes after the answer', async () => {
    const { response, answered } = await hold({ deadlineMs: 20 });
    const got = await answered;
    expect(() => {
      response.write(line([answer('a', 'late')]));
      response.flush?.();
      response.setHeader('X-Late', '1');
      response.status(500).json({ message: 'late' });
      response.writeHead(500);
      response.end('late');
    }).not.toThrow();
    expect(got).toMatchObject({ status: 200, body: none });
    // The connection is still good for the next request.
    const next = await hold();
    next.response.write(line([answer('a', 'free'), answer('b', 'booked')]));
    expect((await next.answered).body).toEqual(both);
  });

  it('keeps nothing in memory until the deadline once it has answered', async () => {
    const timeout = jest.spyOn(AbortSignal, 'timeout');
    const { response, answered } = await hold();
    const signal = timeout.mock.results[0]?.value as AbortSignal;
    timeout.mockRestore();
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    response.write(line([answer('a', 'free'), answer('b', 'booked')]));
    await answered;
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('answers at once when all answers are known, before the workflow says anything', async () => {
    const { answered } = await hold({ answers: [answer('a', 'free'), answer('b', 'booked')] });
    expect((await answered).body).toEqual(both);
  });

  it('waits for the rest when some answers are known', async () => {
    const { response, answered } = await hold({ answers: [answer('a', 'free')] });
    response.write(line([answer('b', 'booked')]));
    expect((await answered).body).toEqual(both);
  });

  it.each<[string, (response: ExpressResponse) => void, string]>([
    ['an answer', (response) => response.write(line([answer(undefined, 'Booked.')])), 'Booked.'],
    ['no answer', (response) => response.end(), FALLBACK],
  ])('answers a function call in its own shape: %s', async (_name, act, result) => {
    const { response, answered } = await hold({ calls: [call(undefined, 'book')] });
    act(response);
    expect(await answered).toMatchObject({ status: 200, body: { result } });
  });

  /** Owes one text. Tokens of other nodes go to the client as they come. */
  class OwedText implements Owed {
    private text: string | undefined;
    constructor(
      private readonly bodyOf: (why: string, text: string) => GuardedBody | Promise<GuardedBody>,
      readonly relay?: Owed['relay'],
      readonly relayType?: string,
    ) {}
    take({ text }: Record<string, unknown>): void {
      this.text = String(text);
    }
    isComplete(): boolean {
      return this.text !== undefined;
    }
    body(why: string): GuardedBody | Promise<GuardedBody> {
      return this.bodyOf(why, this.text ?? 'fallback');
    }
  }
  const plain = (body: string): GuardedBody => ({ contentType: 'text/plain', body });
  const chunk = (type: string, content?: string, nodeName = 'AI Agent'): string =>
    `${JSON.stringify({ type, content, metadata: { nodeName } })}\n`;

  it.each<[string, (response: ExpressResponse) => void, string]>([
    [
      'complete',
      (response) =>
        response.write(
          `${JSON.stringify({ type: 'item', content: encodeAnswer({ text: 'hi' }), metadata: { nodeName: RESPOND } })}\n`,
        ),
      'complete: hi',
    ],
    ['ended', (response) => response.end(), 'ended: fallback'],
    ['deadline', () => undefined, 'deadline: fallback'],
  ])('says why the wait is over: %s', async (why, act, body) => {
    const owed = new OwedText((reason, text) => plain(`${reason}: ${text}`));
    const { response, answered } = await hold({ owed, deadlineMs: why === 'deadline' ? 20 : 60_000 });
    act(response);
    expect(await answered).toMatchObject({ status: 200, type: 'text/plain', body });
  });

  it.each<[string, (response: ExpressResponse) => void, string[]]>([
    ['not for a whole answer', (response) => response.write(line([answer('a', 'x'), answer('b', 'y')])), []],
    ['when n8n ended', (response) => response.status(500).json({}), ['ended']],
    ['at the deadline', (response) => response.write(line([answer('a', 'x')])), ['deadline']],
  ])('reports a fallback: %s', async (_name, act, expected) => {
    const reported: string[] = [];
    const { response, answered } = await hold({
      onFallback: (why) => reported.push(why),
      deadlineMs: expected[0] === 'deadline' ? 20 : 60_000,
    });
    act(response);
    await answered;
    response.end();
    expect(reported).toEqual(expected);
  });

  it('waits for a body that takes time, and lets nothing else through meanwhile', async () => {
    let ready: (body: GuardedBody) => void = () => undefined;
    const owed = new OwedText(() => new Promise((resolve) => (ready = resolve)));
    const { response, answered } = await hold({ owed });
    response.end();
    response.status(500).json({ message: 'late' });
    response.write(chunk('item', 'late'));
    ready(plain('<Response/>'));
    expect(await answered).toMatchObject({ status: 200, type: 'text/plain', body: '<Response/>' });
  });

  it('sends what is relayed at once, and the rest of the stream at the end', async () => {
    const relayed: Array<string | undefined> = [];
    const owed = new OwedText(
      () => plain('[rest]'),
      ({ type, text }) => {
        if (type !== 'item') return undefined;
        relayed.push(text);
        return `[${text ?? ''}]`;
      },
      'text/event-stream',
    );
    const { response, answered } = await hold({ owed });
    response.write(chunk('begin'));
    expect(response.headersSent).toBe(false);
    response.write(chunk('item', 'Hel') + chunk('item', 'lo').slice(0, 9));
    expect(response.headersSent).toBe(true);
    response.write(chunk('item', 'lo').slice(9) + chunk('end'));
    response.end();
    // The stream has ended: a real write would be an error that ends the process.
    response.write(chunk('item', 'late'));
    response.end(chunk('item', 'late'));
    expect(relayed).toEqual(['Hel', 'lo']);
    expect(await answered).toMatchObject({ status: 200, type: 'text/event-stream', body: '[Hel][lo][rest]' });
  });

  it('takes the deadline for the longest pause once something was relayed', async () => {
    const owed = new OwedText(
      (why) => plain(`[${why}]`),
      ({ text }) => text,
    );
    const { response, answered } = await hold({ owed, deadlineMs: 600 });
    for (let tokens = 0; tokens < 20; tokens++) {
      response.write(chunk('item', '.'));
      await sleep(40);
    }
    expect((await answered).body).toBe(`${'.'.repeat(20)}[deadline]`);
  });

  it('survives a client that is gone', async () => {
    const arrival = new Promise<ExpressResponse>((resolve) => (arrived = resolve));
    const client = httpRequest(server.url, { method: 'POST' });
    client.on('error', () => undefined);
    client.end('{}');
    const response = await arrival;
    guardResponse(response, {
      owed: new OwedResults(CALLS, () => FALLBACK),
      deadlineMs: 60_000,
      respondNodes: new Set([RESPOND]),
    });
    const gone = once(response, 'close');
    client.destroy();
    await gone;
    expect(() => {
      response.write(line([answer('a', 'free'), answer('b', 'booked')]));
      response.flush?.();
      response.end();
    }).not.toThrow();
  });
});
