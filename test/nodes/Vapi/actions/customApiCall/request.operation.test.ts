import type { INodeParameters } from 'n8n-workflow';
import { operationStage } from '../../../../support/engineOperation';
import { STAND_IN_KEY, type Reply } from '../../../../support/engineVapi';

const stage = operationStage('customApiCall', 'request', { path: '/eval' });

it('reads an object', async () => {
  stage.vapi.reply = () => ({ body: { id: 'e1', server: { secret: 's' } } });
  const run = await stage.run();
  expect(run.output('Vapi')).toEqual([{ id: 'e1', server: { secret: '[redacted]' } }]);
  expect(stage.vapi.requests).toEqual([
    expect.objectContaining({ method: 'GET', path: '/eval', query: {}, body: undefined }),
  ]);
  expect(stage.vapi.requests[0]?.headers.authorization).toBe(`Bearer ${STAND_IN_KEY}`);
});

it('sends what was filled in', async () => {
  await stage.run({
    method: 'POST',
    path: 'eval/run?dry=1',
    queryParameters: { row: [{ name: 'a', value: '1 & 2' }] },
    body: '{"name": "x"}',
    additionalFields: { headers: { row: [{ name: 'X-Trace', value: 't' }] } },
  });
  const [request] = stage.vapi.requests;
  expect(request).toMatchObject({
    method: 'POST',
    path: '/eval/run',
    query: { dry: '1', a: '1 & 2' },
    body: { name: 'x' },
  });
  expect(request?.headers['x-trace']).toBe('t');
});

it.each<[INodeParameters, object]>([
  [{ specifyQuery: 'json', queryJson: '{"limit": 3, "id": "a"}' }, { query: { limit: '3', id: 'a' } }],
  // Left over from another choice.
  [{ method: 'GET', body: '{"a": 1}' }, { body: undefined }],
  [
    { method: 'PATCH', body: '={{ { a: 1 } }}' },
    { method: 'PATCH', body: { a: 1 } },
  ],
  [
    { method: 'PUT', body: '[1]' },
    { method: 'PUT', body: [1] },
  ],
  [
    { method: 'DELETE', body: '' },
    { method: 'DELETE', body: undefined },
  ],
  [
    { method: 'DELETE', body: '{"ids": ["a"]}' },
    { method: 'DELETE', body: { ids: ['a'] } },
  ],
])('%j', async (parameters, request) => {
  expect((await stage.run(parameters)).error?.message).toBeUndefined();
  expect(stage.vapi.requests).toEqual([expect.objectContaining(request)]);
});

it.each<[Reply, object[]]>([
  [{ body: [{ id: 1 }, { id: 2 }, 'three'] }, [{ id: 1 }, { id: 2 }, { data: 'three' }]],
  [{ body: [] }, []],
  [{ body: { results: [{ id: 1 }] } }, [{ results: [{ id: 1 }] }]],
  [{ status: 204, body: '' }, [{ success: true }]],
  [{ body: 'a,b\n1,2', headers: { 'content-type': 'text/csv' } }, [{ data: 'a,b\n1,2' }]],
  [{ body: '42', headers: { 'content-type': 'application/json' } }, [{ data: 42 }]],
])('turns %j into items', async (reply, items) => {
  stage.vapi.reply = () => reply;
  expect((await stage.run()).output('Vapi')).toEqual(items);
});

it.each<[Reply, string]>([
  [{ body: '<html><body>Sign in</body></html>' }, 'Vapi answered with something that is no JSON: Sign in'],
  [
    { body: 'RIFF', headers: { 'content-type': 'audio/wav' } },
    'Vapi answered with something that does not fit into an item: 4 bytes of type audio/wav',
  ],
  [
    { status: 302, headers: { location: 'https://storage.example.com/x?sig=secret' } },
    'Vapi answered with something that does not fit into an item: a redirect to storage.example.com (HTTP 302)',
  ],
  [{ status: 404, body: { message: 'Eval not found' } }, 'Vapi does not know this: Eval not found'],
  [{ status: 400, body: { message: ['a', 'b'] } }, 'Vapi refused the request: a; b'],
])('%j is one clear error', async (reply, message) => {
  stage.vapi.reply = () => reply;
  const { error } = await stage.run();
  expect(error?.message).toContain(message);
  expect(error?.description).toBeTruthy();
  expect(JSON.stringify(error)).not.toContain('secret');
  expect(stage.vapi.requests).toHaveLength(1);
});

it('sends no POST twice, but reads again', async () => {
  stage.vapi.reply = (_, count) => ({ status: count === 1 ? 500 : 200 });
  expect((await stage.run({ method: 'POST' })).error?.description).toContain('was not repeated');
  expect(stage.vapi.requests).toHaveLength(1);
  stage.vapi.requests.length = 0;
  expect((await stage.run()).error).toBeUndefined();
  expect(stage.vapi.requests).toHaveLength(2);
});

describe('pages', () => {
  const rows = Array.from({ length: 7 }, (_, index) => ({
    id: `r${index}`,
    createdAt: new Date(10_000 - index).toISOString(),
  }));

  it('by creation time', async () => {
    stage.vapi.reply = ({ query }) => ({
      body: rows
        .filter(({ createdAt }) => !query.createdAtLe || createdAt <= query.createdAtLe)
        .slice(0, Number(query.limit)),
    });
    const found = await stage.run({ pagination: 'cursor', limit: 3 });
    expect(found.output('Vapi')).toEqual(rows.slice(0, 3));
    const all = await stage.run({ pagination: 'cursor', returnAll: true });
    expect(all.output('Vapi')).toEqual(rows);
  });

  it('by number, with the query', async () => {
    stage.vapi.reply = ({ query }) => {
      const page = Number(query.page);
      const body = { results: rows.slice(page * 2 - 2, page * 2), metadata: { hasNextPage: page < 4 } };
      return { body };
    };
    const query = { row: [{ name: 'type', value: 'x' }] };
    const found = await stage.run({ pagination: 'page', returnAll: true, queryParameters: query });
    expect(found.output('Vapi')).toEqual(rows);
    expect(stage.vapi.requests.map((request) => request.query)).toEqual(
      [1, 2, 3, 4].map((page) => expect.objectContaining({ type: 'x', page: String(page) })),
    );
  });

  it('are no matter of other methods', async () => {
    await stage.run({ method: 'POST', pagination: 'page' });
    expect(stage.vapi.requests).toEqual([expect.objectContaining({ method: 'POST', query: {} })]);
  });
});

const header = (name: string, value = 'x'): INodeParameters => ({
  additionalFields: { headers: { row: [{ name, value }] } },
});

it.each<[INodeParameters, string]>([
  [{ path: ' ' }, 'Path is missing'],
  [{ path: 'https://evil.test/eval' }, 'The path cannot be used: it leads to evil.test'],
  [{ path: '/assistant/../org' }, 'The path cannot be used: it holds a part that is only dots'],
  [{ method: '={{ "TRACE" }}' }, 'Method is "TRACE", but has to be one of DELETE, GET, PATCH, POST, PUT'],
  [{ pagination: '={{ "offset" }}' }, 'Pagination is "offset", but has to be one of cursor, none, page'],
  [header('authorization'), 'The header "authorization" cannot be set here'],
  [header('Content-Type'), 'The header "Content-Type" cannot be set here'],
  [header('Host'), 'The header "Host" cannot be set here'],
  [header('bad name'), 'The header "bad name" cannot be set here'],
  [header('X-A', 'a\r\nAuthorization: b'), 'The header "X-A" cannot be set here'],
  [{ ...header('X-A'), pagination: 'page' }, 'The header "X-A" cannot be set here'],
  [{ method: 'POST', body: '{' }, 'Body (JSON) is not valid JSON'],
  [{ method: 'POST', body: '"text"' }, 'Body (JSON) is not a JSON object'],
  [{ specifyQuery: 'json', queryJson: '[]' }, 'Query (JSON) is not a JSON object'],
])('refuses %j before anything is sent', async (parameters, message) => {
  expect((await stage.run(parameters)).error?.message).toBe(message);
  expect(stage.vapi.requests).toEqual([]);
});

it('continues with an error item', async () => {
  stage.vapi.reply = () => ({ status: 409, body: { message: 'In use' } });
  const run = await stage.run({ method: 'DELETE' }, { continueOnFail: true });
  expect(run.output('Vapi')).toEqual([expect.objectContaining({ error: expect.stringContaining('In use') })]);
});
