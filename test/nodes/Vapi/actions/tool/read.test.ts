import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';

const STORED = {
  id: IDS.tool,
  type: 'apiRequest',
  name: 'create_order',
  description: 'Creates an order',
  method: 'POST',
  url: 'https://api.example.com/orders',
  body: { type: 'object', properties: { sku: { type: 'string' } } },
  headers: { type: 'object', properties: { 'X-Key': { type: 'string', value: 's3cret' } } },
  parameters: [{ key: 'token', value: 's3cret' }],
  createdAt: '2026-11-20T10:00:00.000Z',
  updatedAt: '2026-11-20T10:00:00.000Z',
};

const SIMPLE = {
  id: IDS.tool,
  type: 'apiRequest',
  name: 'create_order',
  description: 'Creates an order',
  method: 'POST',
  url: 'https://api.example.com/orders',
  parameters: ['sku'],
  createdAt: STORED.createdAt,
  updatedAt: STORED.updatedAt,
};

describe('Get', () => {
  const stage = operationStage('tool', 'get', { toolId: picked(IDS.tool) });

  it('gives one small, flat item', async () => {
    stage.vapi.reply = () => ({ body: STORED });
    const run = await stage.run();
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'GET', path: `/tool/${IDS.tool}` });
    expect(run.output('Vapi')).toEqual([SIMPLE]);
    expect(previewKeys('tool', 'get')).toEqual(expect.arrayContaining(Object.keys(SIMPLE)));
  });

  it('gives everything on request, without secrets', async () => {
    stage.vapi.reply = () => ({ body: STORED });
    const [item] = (await stage.run({ simple: false })).output('Vapi');
    expect(item).toMatchObject({ body: STORED.body, parameters: [{ key: 'token' }] });
    expect(JSON.stringify(item)).not.toContain('s3cret');
  });

  it.each([
    ['https://mcp.example.com/s3cret/mcp?key=s3cret', 'https://mcp.example.com/[redacted]'],
    ['https://s3cret@mcp.example.com', '[redacted]'],
  ])('shows the host of an MCP server only: %s', async (url, shown) => {
    stage.vapi.reply = () => ({ body: { id: IDS.tool, type: 'mcp', server: { url, timeoutSeconds: 5 } } });
    expect((await stage.run()).output('Vapi')).toEqual([{ id: IDS.tool, type: 'mcp', url: shown }]);
    expect((await stage.run({ simple: false })).output('Vapi')).toEqual([
      { id: IDS.tool, type: 'mcp', server: { url: shown, timeoutSeconds: 5 } },
    ]);
  });

  it('keeps the ID one part of the path, whatever it holds', async () => {
    await stage.run({ toolId: '={{ "../assistant" }}' });
    expect(stage.vapi.requests.map(({ path }) => path)).toEqual(['/tool/..%2Fassistant']);
  });
});

describe('Get Many', () => {
  const stage = operationStage('tool', 'getAll');

  it('reads up to the limit, with times as filters', async () => {
    stage.vapi.reply = () => ({ body: [STORED, { ...STORED, id: IDS.file }] });
    const run = await stage.run({
      limit: 2,
      filters: { createdAfter: '2026-11-01T00:00:00Z' },
    });
    expect(stage.vapi.requests).toHaveLength(1);
    expect(stage.vapi.requests[0]).toMatchObject({
      path: '/tool',
      query: { limit: '2', createdAtGt: '2026-11-01T00:00:00.000Z' },
    });
    expect(run.output('Vapi')).toEqual([SIMPLE, { ...SIMPLE, id: IDS.file }]);
    expect(previewKeys('tool', 'getAll')).toEqual(expect.arrayContaining(Object.keys(SIMPLE)));
  });

  it('shows no secrets in the raw rows', async () => {
    stage.vapi.reply = () => ({ body: [STORED] });
    const run = await stage.run({ simple: false });
    expect(run.output('Vapi')).toHaveLength(1);
    expect(JSON.stringify(run.output('Vapi'))).not.toContain('s3cret');
  });
});

describe('Delete', () => {
  const stage = operationStage('tool', 'delete', { toolId: picked(IDS.tool) });

  it('says what is gone', async () => {
    const run = await stage.run();
    expect(stage.vapi.requests[0]).toMatchObject({ method: 'DELETE', path: `/tool/${IDS.tool}` });
    expect(run.output('Vapi')).toEqual([{ id: IDS.tool, deleted: true }]);
    expect(previewKeys('tool', 'delete')).toEqual(['id', 'deleted']);
  });

  it('explains why a tool that is in use stays', async () => {
    stage.vapi.reply = () => ({ status: 409, body: { message: 'Tool is pinned', statusCode: 409 } });
    const { error } = await stage.run();
    expect(error?.message).toContain('Tool is pinned');
    expect((error as { description?: string } | undefined)?.description).toMatch(/still in use/);
    expect(stage.vapi.requests).toHaveLength(1);
  });
});
