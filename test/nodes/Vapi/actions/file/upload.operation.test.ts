import type { IncomingHttpHeaders } from 'node:http';
import type { IBinaryData, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { contractAvailable, contractErrors } from '../../../../emulators/vapi/contract';
import { runWorkflow, type EngineRun } from '../../../../support/engine';
import { listen, type TestServer } from '../../../../support/engineHttp';
import { previewKeys } from '../../../../support/engineOperation';
import { describeWith } from '../../../../support/needs';

interface Upload {
  headers: IncomingHttpHeaders;
  form: FormData;
}

const FILE = {
  ...{ id: 'f1', name: 'prices.txt', originalName: 'prices.txt', status: 'done', bytes: 5 },
  ...{ mimetype: 'text/plain', url: 'https://files.test/f1', createdAt: 'c' },
};

let server: TestServer;
let uploads: Upload[];

beforeAll(async () => {
  server = await listen((request, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const type = request.headers['content-type'] ?? '';
      const body = new Uint8Array(Buffer.concat(parts));
      const form = await new Response(body, { headers: { 'content-type': type } }).formData();
      uploads.push({ headers: request.headers, form });
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ...FILE, orgId: 'o1' }));
    })();
  });
});
afterAll(() => server.close());
beforeEach(() => {
  uploads = [];
});

const binary = (text: string, more: Partial<IBinaryData> = {}): INodeExecutionData => ({
  json: {},
  binary: {
    data: {
      ...{ data: Buffer.from(text).toString('base64'), mimeType: 'text/plain', fileName: 'prices.txt' },
      ...more,
    },
  },
});

async function upload(
  parameters: INodeParameters = {},
  { items = [binary('hello')], continueOnFail = false } = {},
): Promise<EngineRun> {
  return await runWorkflow({
    nodes: [
      {
        ...{ name: 'Vapi', type: 'vapi', continueOnFail },
        parameters: { resource: 'file', operation: 'upload', ...parameters },
      },
    ],
    start: [items],
    credentials: { vapiApi: { apiKey: 'key', region: 'custom', baseUrl: server.url } },
  });
}

const FULL: INodeParameters = {
  additionalFields: {
    fileName: 'Öffnungszeiten.md',
    purpose: 'knowledge-base-v2',
    metadata: '{"source": "crm"}',
  },
};

describe('the request', () => {
  it('carries the file as it is', async () => {
    const run = await upload();
    expect(run.error?.message).toBeUndefined();
    const [sent] = uploads;
    expect([...(sent?.form.keys() ?? [])]).toEqual(['file']);
    const file = sent?.form.get('file') as File;
    expect([file.name, file.type, await file.text()]).toEqual(['prices.txt', 'text/plain', 'hello']);
    expect(sent?.headers).toMatchObject({ authorization: 'Bearer key', 'user-agent': 'n8n-nodes-vapi' });
  });

  it('carries name, purpose and metadata', async () => {
    await upload(FULL);
    const form = uploads[0]?.form;
    expect((form?.get('file') as File).name).toBe('Öffnungszeiten.md');
    expect(form?.get('purpose')).toBe('knowledge-base-v2');
    expect(form?.get('metadata')).toBe('{"source":"crm"}');
  });

  it('has a name for a file that has none', async () => {
    await upload({}, { items: [binary('x', { fileName: undefined, fileExtension: 'txt' })] });
    expect((uploads[0]?.form.get('file') as File).name).toBe('data.txt');
  });

  it.each<[string, Partial<IBinaryData>, [string, string]]>([
    ['no type', { mimeType: undefined }, ['prices.txt', 'application/octet-stream']],
    ['an empty name', { fileName: '' }, ['data', 'text/plain']],
    ['a number for a name', { fileName: 7 as never }, ['7', 'text/plain']],
  ])('takes a file of a Code node with %s', async (_, more, expected) => {
    const run = await upload({}, { items: [binary('hello', more)] });
    expect(run.error?.message).toBeUndefined();
    const file = uploads[0]?.form.get('file') as File;
    expect([file.name, file.type]).toEqual(expected);
  });

  it('sends several megabytes unchanged', async () => {
    const text = 'abcdefgh'.repeat(2 ** 20);
    await upload({}, { items: [binary(text)] });
    expect((await (uploads[0]?.form.get('file') as File).text()) === text).toBe(true);
  });
});

describe('bad input', () => {
  it.each<[string, INodeParameters, INodeExecutionData[], RegExp]>([
    ['no file at all', {}, [{ json: {} }], /binary/i],
    ['another field', { binaryPropertyName: 'image' }, [binary('x')], /binary.*image/i],
    ['an empty file', {}, [binary('')], /The file "prices.txt" is empty/],
    ['no content', {}, [binary('', { data: undefined })], /The file "prices.txt" is empty/],
    ['no field name', { binaryPropertyName: ' ' }, [binary('x')], /Input Data Field Name is missing/],
    [
      'metadata that is no object',
      { additionalFields: { metadata: '[1]' } },
      [binary('x')],
      /Metadata \(JSON\) is not a JSON object/,
    ],
    [
      'long metadata',
      { additionalFields: { metadata: JSON.stringify({ a: 'x'.repeat(4100) }) } },
      [binary('x')],
      /at most 4096/,
    ],
    [
      'a file beyond all measure',
      {},
      [binary('', { data: 'A'.repeat(140 * 2 ** 20) })],
      /"prices.txt" has 105 MB, at most 100 MB/,
    ],
  ])('%s is refused before anything is sent', async (_, parameters, items, message) => {
    const run = await upload(parameters, { items });
    expect(run.error?.message).toMatch(message);
    expect(uploads).toEqual([]);
  });

  it('becomes an item where the workflow goes on', async () => {
    const items = [{ json: {} }, binary('x')];
    const run = await upload({ options: { itemsPerSecond: 1000 } }, { items, continueOnFail: true });
    expect(run.output('Vapi')).toEqual([
      { error: expect.any(String), details: expect.any(String) },
      expect.objectContaining({ id: 'f1' }),
    ]);
  });
});

it('gives few fields, or all of them', async () => {
  const few = (await upload()).output('Vapi');
  expect(few).toEqual([FILE]);
  for (const key of Object.keys(FILE)) expect(previewKeys('file', 'upload')).toContain(key);
  expect((await upload({ simple: false })).output('Vapi')).toEqual([{ ...FILE, orgId: 'o1' }]);
});

describeWith(contractAvailable(), 'the contract is missing', 'by the contract', () => {
  it.each<[string, INodeParameters]>([
    ['least', {}],
    ['most', FULL],
  ])('the %s that can be sent is right', async (_, parameters) => {
    await upload(parameters);
    const fields = [...(uploads[0]?.form.entries() ?? [])];
    const body = Object.fromEntries(fields.map(([name, value]) => [name, value as string]));
    expect(contractErrors('POST /file', { ...body, file: 'the file' })).toEqual([]);
  });

  it('another purpose would be noticed', () => {
    expect(contractErrors('POST /file', { file: 'x', purpose: 'fun' })).toHaveLength(1);
  });
});
