import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { INodeParameters } from 'n8n-workflow';
import { API_KEY, emulator, stopAll } from '../../../../emulators/vapi/testSupport';
import { runWorkflow, type EngineRun } from '../../../../support/engine';
import { listen, type TestServer } from '../../../../support/engineHttp';
import { IDS, operationStage, picked, previewKeys } from '../../../../support/engineOperation';
import { STAND_IN_KEY } from '../../../../support/engineVapi';

afterAll(stopAll);

const bytesOf = (run: EngineRun, field = 'data'): Buffer =>
  Buffer.from(run.items('Vapi')[0]?.binary?.[field]?.data ?? '', 'base64');

describe('from the emulator, whose storage is another origin and refuses two proofs', () => {
  it.each([
    ['mono-recording', 'mono.wav', 'audio/wav'],
    ['stereo-recording', 'stereo.wav', 'audio/wav'],
    ['customer-recording', 'customer.wav', 'audio/wav'],
    ['assistant-recording', 'assistant.wav', 'audio/wav'],
    ['video-recording', 'video.mp4', 'video/mp4'],
    ['pcap', 'trace.pcap', 'application/vnd.tcpdump.pcap'],
  ])('%s', async (recording, ending, mimeType) => {
    const vapi = await emulator({ script: [] });
    const id = vapi.seedCalls(1).id(0);
    const run = await runWorkflow({
      nodes: [
        {
          name: 'Vapi',
          type: 'vapi',
          parameters: { resource: 'call', operation: 'downloadRecording', callId: picked(id), recording },
        },
      ],
      start: [[{ json: {} }]],
      credentials: { vapiApi: { apiKey: API_KEY, region: 'custom', baseUrl: vapi.url } },
    });
    expect(run.error?.message).toBeUndefined();
    const [item] = run.items('Vapi');
    const fileName = `${id}-${ending}`;
    const bytes = bytesOf(run);
    expect(bytes.length).toBeGreaterThan(20);
    expect(item?.json).toEqual({ callId: id, recording, fileName, mimeType, bytes: bytes.length });
    expect(previewKeys('call', 'downloadRecording').sort()).toEqual(Object.keys(item?.json ?? {}).sort());
    expect(item?.binary?.data).toMatchObject({ fileName, mimeType });
    expect(item?.pairedItem).toEqual({ item: 0 });
    expect(vapi.storage.requests).toEqual([expect.objectContaining({ status: 200 })]);
    expect(vapi.storage.requests[0]?.headers.authorization).toBeUndefined();
  });
});

const stage = operationStage('call', 'downloadRecording', { callId: picked(IDS.call) });

/** What the storage does with a request, by path. */
let storage: TestServer;
let serve: (path: string, response: ServerResponse) => void;
let asked: string[];

beforeAll(async () => {
  storage = await listen((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization ?? 'without key'}`);
    serve(request.url ?? '', response);
  });
});
afterAll(() => storage.close());

/** Vapi leads to the storage. */
function led(location: string | undefined = `${storage.url}/file`): void {
  stage.vapi.reply = () => ({ status: 302, ...(location === '' ? {} : { headers: { location } }) });
}

beforeEach(() => {
  asked = [];
  serve = (_, response) => response.writeHead(200, { 'content-type': 'audio/mpeg' }).end('sound');
});

const run = async (parameters: INodeParameters = {}) => await stage.run(parameters);

it('asks Vapi with the key, and the storage without it', async () => {
  led();
  expect((await run()).output('Vapi')).toEqual([
    expect.objectContaining({ fileName: `${IDS.call}-mono.mp3`, mimeType: 'audio/mpeg', bytes: 5 }),
  ]);
  expect(stage.vapi.requests).toEqual([
    expect.objectContaining({ method: 'GET', path: `/call/${IDS.call}/mono-recording` }),
  ]);
  expect(stage.vapi.requests[0]?.headers.authorization).toBe(`Bearer ${STAND_IN_KEY}`);
  expect(asked).toEqual(['/file without key']);
});

it('puts the file where the builder wants it', async () => {
  led();
  expect(bytesOf(await run({ binaryPropertyName: 'sound' }), 'sound').toString()).toBe('sound');
});

it('takes the file from Vapi itself, if that is where it is', async () => {
  stage.vapi.reply = () => ({ body: 'RIFF', headers: { 'content-type': 'audio/wav; x=1' } });
  const done = await run();
  expect(done.output('Vapi')).toEqual([expect.objectContaining({ mimeType: 'audio/wav', bytes: 4 })]);
  expect(bytesOf(done).toString()).toBe('RIFF');
});

it('follows three redirects, also relative ones, and no more', async () => {
  led();
  const hops = (count: number) => (path: string, response: ServerResponse) => {
    const hop = Number(path.slice('/hop'.length)) || 0;
    if (hop < count) response.writeHead(307, { location: `/hop${hop + 1}` }).end();
    else response.end('sound');
  };
  serve = hops(2);
  expect((await run()).error).toBeUndefined();
  expect(asked).toHaveLength(3);
  serve = hops(9);
  expect((await run()).error?.message).toBe(
    'The file could not be read from its storage: more than 3 redirects',
  );
});

it.each([
  ['', 'it is not a URL'],
  ['http://[', 'it is not a URL'],
  ['http://storage.example.com/x?sig=secret', 'storage.example.com does not begin with https:'],
  ['https://169.254.169.254/latest', '169.254.169.254 is not a public address'],
  ['https://me:secret@storage.example.com/x', 'for storage.example.com it holds a user name or password'],
])('does not go to %j', async (location, problem) => {
  led(location);
  const { error } = await run();
  expect(error?.message).toBe(`Vapi led to an address that this node does not open: ${problem}`);
  expect(JSON.stringify(error)).not.toContain('secret');
  expect(stage.vapi.requests).toHaveLength(1);
});

it('does not go there by way of a storage either', async () => {
  led();
  serve = (_, response) => response.writeHead(302, { location: 'https://169.254.169.254/' }).end();
  expect((await run()).error?.message).toContain('169.254.169.254 is not a public address');
});

it.each<[string, (response: ServerResponse) => void]>([
  ['that says so', (response) => response.writeHead(200, { 'content-length': 3_000_000 }).write('x')],
  ['that does not', (response) => response.end(Buffer.alloc(1_000_001 + 2 ** 20))],
])('stops at a file over the limit %s', async (_, answer) => {
  led();
  serve = (_path, response) => void answer(response);
  const { error } = await run({ additionalFields: { maxMegabytes: 1 } });
  expect(error?.message).toBe('The file is larger than 1 MB');
  expect(error?.description).toContain('Maximum Size');
});

it('does the same with a file from Vapi itself', async () => {
  stage.vapi.reply = () => ({ body: 'x'.repeat(2_000_000) });
  const { error } = await run({ additionalFields: { maxMegabytes: 1 } });
  expect(error?.message).toBe('The file is larger than 1 MB');
});

it('a file that breaks off is an error and no short file', async () => {
  led();
  serve = (_, response) => {
    response.writeHead(200, { 'content-length': 1000 }).write('half');
    setImmediate(() => response.destroy());
  };
  expect((await run()).error?.message).toBe(
    'The file could not be read from its storage: the connection broke off',
  );
});

it('a page of HTML is an error and no recording', async () => {
  led();
  serve = (_, response) =>
    response.writeHead(200, { 'content-type': 'Text/HTML; charset=utf-8' }).end('<p>Sign in</p>');
  expect((await run()).error?.message).toMatch(/: a page of HTML instead of a file \(127\.0\.0\.1:\d+\)$/);
});

it('says what the storage said, not where it is', async () => {
  led(`${storage.url}/file?sig=secret`);
  serve = (_, response) => response.writeHead(403).end('<Error>no</Error>');
  const { error } = await run();
  expect(error?.message).toMatch(
    /^The file could not be read from its storage: HTTP 403 \(127\.0\.0\.1:\d+\)$/,
  );
  expect(JSON.stringify(error)).not.toContain('secret');
  expect(asked).toHaveLength(1);
});

it('asks the storage again after a failure', async () => {
  led();
  serve = (_, response) => (asked.length === 1 ? response.writeHead(503).end() : response.end('sound'));
  expect((await run()).error).toBeUndefined();
});

describe('when there is nothing', () => {
  const call = (status: string) => {
    stage.vapi.reply = ({ path }) =>
      path.endsWith('recording')
        ? { status: 404, body: { message: 'Not Found' } }
        : { body: { id: IDS.call, status } };
  };

  it.each([
    ['in-progress', `There is no recording yet: the status of the call ${IDS.call} is in-progress`],
    ['ended', `The call has no such recording: Video, call ${IDS.call}`],
  ])('and the call is %s', async (status, message) => {
    call(status);
    const { error } = await run({ recording: 'video-recording' });
    expect(error?.message).toBe(message);
    expect(asked).toEqual([]);
  });

  it('and no call', async () => {
    stage.vapi.reply = () => ({ status: 404, body: { message: 'Call not found' } });
    expect((await run()).error?.message).toContain('Vapi does not know this: Call not found');
  });

  it('and the key is wrong', async () => {
    stage.vapi.reply = () => ({ status: 401, body: { message: 'Invalid Key' } });
    expect((await run()).error?.message).toContain('Vapi refused the key');
    expect(stage.vapi.requests).toHaveLength(1);
  });

  it('and the builder continues', async () => {
    call('in-progress');
    const done = await stage.run({}, { continueOnFail: true });
    expect(done.output('Vapi')).toEqual([expect.objectContaining({ error: expect.stringContaining('yet') })]);
  });
});

it.each<[INodeParameters, string]>([
  [{ recording: '={{ "phone-recording" }}' }, 'There is no recording "phone-recording"'],
  [{ callId: picked('={{ "" }}') }, 'Call is missing'],
  [{ binaryPropertyName: ' ' }, 'Put Output File in Field is missing'],
  [
    { additionalFields: { maxMegabytes: '={{ "all" }}' } },
    'Maximum Size is "all", but has to be a number above 0',
  ],
])('refuses %j before anything is sent', async (parameters, message) => {
  expect((await run(parameters)).error?.message).toBe(message);
  expect(stage.vapi.requests).toEqual([]);
});

describe('call logs', () => {
  const LINES = '{"level":"info","headers":{"authorization":"Bearer x"}}\n{"level":"warn"}\n';
  const logs = (body: Buffer, headers = {}) => {
    led();
    serve = (_, response) =>
      response.writeHead(200, { 'content-type': 'application/gzip', ...headers }).end(body);
  };

  it('become items, without secrets', async () => {
    logs(gzipSync(LINES));
    expect((await run({ recording: 'call-logs' })).output('Vapi')).toEqual([
      { level: 'info', headers: '[redacted]' },
      { level: 'warn' },
    ]);
  });

  it.each([
    ['as they are', {}, 'logs.jsonl.gz', 'application/gzip', gzipSync(LINES)],
    // The HTTP client unpacks what is said to be packed for the way.
    ['unpacked', { 'content-encoding': 'gzip' }, 'logs.jsonl', 'application/x-ndjson', Buffer.from(LINES)],
  ])('become a file %s', async (_, headers, ending, mimeType, bytes) => {
    logs(gzipSync(LINES), headers);
    const done = await run({ recording: 'call-logs', logOutput: 'file' });
    expect(done.output('Vapi')).toEqual([
      expect.objectContaining({ fileName: `${IDS.call}-${ending}`, mimeType, bytes: bytes.length }),
    ]);
    expect(bytesOf(done)).toEqual(bytes);
  });

  it.each([
    ['cannot be unpacked', gzipSync(LINES).subarray(0, 30), 'The call logs could not be unpacked'],
    ['unpack to more than the limit', gzipSync(Buffer.alloc(3_000_000)), 'The file is larger than 1 MB'],
    ['are over the limit', Buffer.alloc(2_000_000), 'The file is larger than 1 MB'],
  ])('that %s are an error', async (_, body, message) => {
    logs(body);
    const { error } = await run({ recording: 'call-logs', additionalFields: { maxMegabytes: 1 } });
    expect(error?.message).toContain(message);
  });
});
