import { FALLBACK_MESSAGE } from '../../../nodes/shared/protocol/results';
import { receiveAtToolTrigger, type Received } from '../../support/engineToolTrigger';
import type { WebhookSpec } from '../../support/engineWebhook';

const tools = (...names: string[]): object => ({ tool: names.map((name) => ({ name })) });

const receive = (body: unknown, spec: Partial<WebhookSpec> = {}): Promise<Received> =>
  receiveAtToolTrigger({ body, parameters: { tools: tools('book') }, ...spec });

describe('the body of an API Request tool', () => {
  it('goes to the output of the only tool, without an id', async () => {
    const { items } = await receive({ date: '2026-08-24' });
    expect(items).toEqual([
      [
        {
          tool: 'book',
          toolCallId: undefined,
          parameters: { date: '2026-08-24' },
          callId: undefined,
          callerNumber: undefined,
          assistantId: undefined,
          variables: {},
          receivedAt: expect.any(String),
          deadlineAt: expect.any(String),
        },
      ],
    ]);
  });

  it('goes to the output of the tool that the URL names', async () => {
    const parameters = { tools: tools('check', 'book') };
    const { items } = await receive({}, { parameters, query: { tool: 'book' } });
    expect(items?.map((output) => output.length)).toEqual([0, 1]);
  });

  it('goes to the one output where no tool is declared, if the URL names one', async () => {
    const { items } = await receive({ x: 1 }, { parameters: {}, query: { tool: 'any' } });
    expect(items?.[0]?.[0]).toMatchObject({ tool: 'any', parameters: { x: 1 } });
  });

  it('may say who is calling, in fields that the model does not fill in', async () => {
    const body = { callId: 'c-1', callerNumber: '+14155550123', assistantId: 'as-1' };
    expect((await receive(body)).items?.[0]?.[0]).toMatchObject({ ...body, parameters: body });

    const declared = { name: 'book', parameters: { parameter: [{ name: 'callerNumber' }] } };
    const { items } = await receive(body, { parameters: { tools: { tool: [declared] } } });
    expect(items?.[0]?.[0]).toMatchObject({ callId: 'c-1', callerNumber: undefined });
  });

  it('may have a parameter called message', async () => {
    expect((await receive({ message: 'hello' })).items?.[0]).toHaveLength(1);
  });

  it.each<[string, unknown, Partial<WebhookSpec>]>([
    ['several tools are declared', {}, { parameters: { tools: tools('book', 'check') } }],
    ['no tool is declared', {}, { parameters: {} }],
    ['the only one has no name', {}, { parameters: { tools: tools('') } }],
    ['the query names nothing', {}, { parameters: {}, query: { tool: ' ' } }],
    ['it looks like a server message', { message: {} }, {}],
    ['it is a list', [1], { query: { tool: 'book' } }],
    ['it is text', 'date=2026-08-24', { query: { tool: 'book' } }],
    ['there is none', undefined, { query: { tool: 'book' } }],
  ])('is refused where %s, and the hint says how to name the tool', async (_, body, spec) => {
    const { returned, response } = await receive(body, spec);
    expect(returned).toEqual({ noWebhookResponse: true });
    expect(response.answer).toMatchObject({
      status: 400,
      body: { error: { code: 'MESSAGE_MISSING', hint: expect.stringContaining('?tool=') } },
    });
  });

  it('is refused without proof before anything else', async () => {
    const parameters = { authentication: 'vapiWebhookApi', tools: tools('book') };
    expect((await receive({}, { parameters })).response.answer?.status).toBe(401);
  });
});

describe('its answer', () => {
  it.each<[string, object]>([
    ['Booked.', { result: 'Booked.' }],
    ['{"booked": true, "at": "10:00"}', { booked: true, at: '10:00' }],
    ['[{"slot": "10:00"}]', [{ slot: '10:00' }]],
    ['5', { result: '5' }],
    ['{not json}', { result: '{not json}' }],
  ])('to the result %s has no envelope', async (text, body) => {
    const { response, respond } = await receive({});
    expect(response.answer).toBeUndefined();
    respond({ kind: 'result', text });
    expect(response.answer).toEqual({ status: 200, body });
    expect(response.headers['content-type']).toMatch(/^application\/json/);
  });

  it('is an error where the workflow says so, with status 200', async () => {
    const { response, respond } = await receive({});
    respond({ kind: 'error', text: 'The day is full.' });
    expect(response.answer).toEqual({ status: 200, body: { error: 'The day is full.' } });
  });

  it('is the fallback when the workflow gives none', async () => {
    const parameters = { tools: tools('book'), fallbackMessage: 'Call\nback.' };
    const { response, end } = await receive({}, { parameters });
    end();
    expect(response.answer).toEqual({ status: 200, body: { error: 'Call back.' } });
  });

  it('is the fallback when an expression in a field fails', async () => {
    const broken = (): never => {
      throw new Error('Expression failed');
    };
    const { response } = await receive({}, { parameters: { tools: broken }, query: { tool: 'book' } });
    expect(response.answer).toEqual({ status: 200, body: { error: FALLBACK_MESSAGE } });
  });

  it('comes at once for a tool that is not declared', async () => {
    const { returned, response } = await receive({}, { query: { tool: 'cancel' } });
    expect(returned).toEqual({ noWebhookResponse: true });
    expect(response.answer).toEqual({
      status: 200,
      body: { error: 'There is no tool "cancel" here. Available: book.' },
    });
  });

  it('comes at once for parameters that are missing', async () => {
    const declared = { name: 'book', parameters: { parameter: [{ name: 'date', type: 'date' }] } };
    const { response } = await receive({}, { parameters: { tools: { tool: [declared] } } });
    expect(response.answer).toEqual({
      status: 200,
      body: { error: 'Missing: date. Ask the caller for it and call book again.' },
    });
  });
});

it('carries the body on request, without secrets', async () => {
  const parameters = { tools: tools('book'), options: { includeRaw: true } };
  const { items } = await receive({ date: 'x', token: 's3cr3t' }, { parameters });
  expect(items?.[0]?.[0]?.raw).toEqual({ date: 'x', token: '[redacted]' });
});
