import { outputsOf } from './harness/executions';
import { startN8n, type N8n } from './harness/n8n';
import { packNodes } from './harness/pack';
import { toolNamed, toolWorkflow, TRIGGER } from './registrationWorkflow';
import { askTools, bearer, bearerCredential, postJson } from './toolCallClient';

/** What the workflow answers: a JSON object for one tool, text for the other. */
const ANSWER = `={{ $json.tool === 'book' ? JSON.stringify({ slot: $json.parameters.date }) : 'Moved.' }}`;

let n8n: N8n;

beforeAll(async () => {
  n8n = await startN8n({
    tarballs: [await packNodes()],
    webhookUrl: 'https://n8n.test/',
    credentials: [bearerCredential],
    workflows: [
      toolWorkflow('tools', [toolNamed('book'), toolNamed('move')], {
        parameters: { registerInVapi: false },
        result: ANSWER,
      }),
    ],
  });
}, 600_000);

afterAll(async () => {
  await n8n?.stop();
});

/** As an API Request tool does: the arguments and nothing else. */
async function post(
  query: string,
  body: object,
  headers = bearer,
): Promise<[status: number, answer: unknown]> {
  const url = `${n8n.url}/webhook/tools${query}`;
  const { status, text } = await postJson(url, JSON.stringify(body), headers);
  return [status, JSON.parse(text)];
}

/** n8n writes a production execution down before it runs, so what was started is there by the answer. */
async function executionIds(): Promise<string[]> {
  return (await n8n.rest.executions({ workflowId: 'tools' })).map(({ id }) => id).sort();
}

describe('an API Request tool', () => {
  it('gets the JSON object of the workflow as it is, for the tool that its URL names', async () => {
    const body = { date: '2026-08-24', callId: 'c-1' };
    expect(await post('?tool=book', body)).toEqual([200, { slot: '2026-08-24' }]);
    const execution = await n8n.waitForExecution('tools', (one) => JSON.stringify(one.data).includes('c-1'));
    const [book, move] = outputsOf(execution, TRIGGER);
    expect(book?.map(({ json }) => json)).toMatchObject([{ tool: 'book', parameters: body, callId: 'c-1' }]);
    expect(move ?? []).toEqual([]);
  });

  it('gets a text as a result', async () => {
    expect(await post('?tool=move', { date: '2026-08-24' })).toEqual([200, { result: 'Moved.' }]);
  });
});

describe('answered at once, without an execution, is', () => {
  it.each<[string, string, number, object]>([
    ['an API Request tool without a required parameter', '?tool=book', 200, missing('book')],
    ['one whose URL does not say which tool it is', '', 400, { error: { code: 'MESSAGE_MISSING' } }],
    [
      'one for a tool that nobody declared',
      '?tool=cancel',
      200,
      { error: expect.stringMatching(/book, move/) },
    ],
  ])('%s', async (_, query, status, answer) => {
    const before = await executionIds();
    expect(await post(query, {})).toMatchObject([status, answer]);
    expect(await executionIds()).toEqual(before);
  });

  it('one without proof', async () => {
    const before = await executionIds();
    const [status] = await post('?tool=book', { date: '2026-08-24' }, { authorization: 'Bearer wrong' });
    expect(status).toBe(401);
    expect(await executionIds()).toEqual(before);
  });

  it('a function tool without a required parameter, with what the assistant can ask for', async () => {
    const before = await executionIds();
    const answers = await askTools(`${n8n.url}/webhook/tools`, [
      { id: 'call_1', name: 'book', arguments: {} },
    ]);
    expect(answers).toEqual([missing('book')]);
    expect(await executionIds()).toEqual(before);
  });
});

function missing(tool: string): object {
  return {
    error: `Missing: date (the day of the appointment). Ask the caller for it and call ${tool} again.`,
  };
}
