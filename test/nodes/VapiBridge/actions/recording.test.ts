import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  bridgeCredentials,
  bridgePreviewKeys,
  bridgeStage,
  runBridgeNode,
} from '../../../support/engineBridge';
import { IDS, picked } from '../../../support/engineOperation';

const RECORDING = IDS.file;

const recording = {
  ...{ id: RECORDING, source: 'session', state: 'ready', sessionId: IDS.call, carrier: 'twilio' },
  ...{ carrierCallId: 'CA1', assistantCallId: null, startedAt: '2026-08-20T09:15:01.000Z', endedAt: null },
  ...{ seconds: 12.5, bytes: 400_044, encoding: 'pcm_s16le', sampleRate: 8000, channels: 2, error: null },
};

describe.each(['start', 'stop'])('%s', (action) => {
  const stage = bridgeStage('recording', action, { sessionId: picked(IDS.call) });

  it('asks for it, and gives the recording', async () => {
    stage.bridge.reply = () => ({ body: recording });
    const run = await stage.run();
    expect(stage.bridge.requests).toEqual([
      expect.objectContaining({
        ...{ method: 'POST', path: `/v1/sessions/${IDS.call}/recording`, body: { action } },
      }),
    ]);
    expect(run.output('Bridge')).toEqual([
      {
        ...{ id: RECORDING, source: 'session', state: 'ready', sessionId: IDS.call, carrier: 'twilio' },
        ...{ carrierCallId: 'CA1', startedAt: recording.startedAt, seconds: 12.5, bytes: 400_044 },
        ...{ sampleRate: 8000, channels: 2 },
      },
    ]);
    expect(bridgePreviewKeys('recording', action)).toEqual(
      expect.arrayContaining(Object.keys(run.output('Bridge')[0] ?? {})),
    );
  });
});

describe('Stop, by the recording', () => {
  const stage = bridgeStage('recording', 'stop', { stopBy: 'recording', recordingId: picked(RECORDING) });

  it('ends one that listens to a call of Vapi, and gives it', async () => {
    stage.bridge.reply = () => ({ body: { ...recording, source: 'listen', sessionId: null } });
    const run = await stage.run();
    expect(stage.bridge.requests).toEqual([
      expect.objectContaining({ method: 'POST', path: `/v1/recordings/${RECORDING}/stop` }),
    ]);
    const [item] = run.output('Bridge');
    expect(item).toMatchObject({ id: RECORDING, source: 'listen', state: 'ready' });
    expect(item).not.toHaveProperty('sessionId');
  });
});

describe('Get', () => {
  const stage = bridgeStage('recording', 'get', { recordingId: picked(RECORDING) });

  it('gives what was said', async () => {
    const transcript = [{ role: 'user', text: 'Where is my order?', seconds: 2.5 }];
    stage.bridge.reply = () => ({ body: { ...recording, transcript } });
    const [item] = (await stage.run()).output('Bridge');
    expect(item).toMatchObject({ id: RECORDING, transcript });
    expect(bridgePreviewKeys('recording', 'get')).toEqual(expect.arrayContaining(Object.keys(item ?? {})));
  });

  it('says what went wrong with a recording under a name that n8n does not take for a failure', async () => {
    stage.bridge.reply = () => ({ body: { ...recording, error: 'disk-full' } });
    const [item] = (await stage.run()).output('Bridge');
    expect(item).toMatchObject({ id: RECORDING, recordingError: 'disk-full' });
    expect(item).not.toHaveProperty('error');
  });
});

describe('Get Many', () => {
  const stage = bridgeStage('recording', 'getAll');

  it('can be asked for those of a session', async () => {
    stage.bridge.reply = () => ({ body: { recordings: [recording], nextCursor: null } });
    const run = await stage.run({ filters: { sessionId: IDS.call } });
    expect(stage.bridge.requests[0]?.query).toEqual({ sessionId: IDS.call, limit: '50' });
    expect(run.output('Bridge')).toMatchObject([{ id: RECORDING }]);
  });
});

describe('Delete', () => {
  const stage = bridgeStage('recording', 'delete', { recordingId: picked(RECORDING) });

  it('deletes', async () => {
    stage.bridge.reply = () => ({ status: 204, body: '' });
    const run = await stage.run();
    expect(stage.bridge.requests[0]).toMatchObject({ method: 'DELETE', path: `/v1/recordings/${RECORDING}` });
    expect(run.output('Bridge')).toEqual([{ id: RECORDING, deleted: true }]);
  });
});

describe('Record Any Vapi Call', () => {
  const stage = bridgeStage('recording', 'listen');
  const listenUrl = 'wss://phone-call-websocket.vapi.ai/c1/listen';

  it.each([
    [{ callId: IDS.call }, { callId: IDS.call }],
    [
      {
        callBy: 'listenUrl',
        listenUrl,
        additionalFields: { format: 'mulaw', sampleRate: 8000, channels: 2 },
      },
      { listenUrl, format: 'mulaw', sampleRate: 8000, channels: 2 },
    ],
  ])('sends %j', async (parameters, body) => {
    stage.bridge.reply = () => ({ status: 201, body: { ...recording, source: 'listen', sessionId: null } });
    const run = await stage.run(parameters);
    expect(run.error?.message).toBeUndefined();
    expect(stage.bridge.requests).toEqual([
      expect.objectContaining({ method: 'POST', path: '/v1/listen', body }),
    ]);
    expect(run.output('Bridge')).toMatchObject([{ id: RECORDING, source: 'listen' }]);
  });

  it.each([
    [{ callId: listenUrl }, /a listen URL stands in the field Call ID/],
    [{ callBy: 'listenUrl', listenUrl: IDS.call }, /begins with no wss/],
  ])('tells the two apart before it sends anything: %j', async (parameters, message) => {
    const run = await stage.run(parameters);
    expect(run.error?.message).toMatch(message);
    // It joins the call.
    expect(run.error?.message).not.toContain(listenUrl);
    expect(stage.bridge.requests).toEqual([]);
  });
});

describe('Download', () => {
  let server: Server;
  let answer: { status?: number; headers?: Record<string, string>; body?: Buffer; cut?: boolean };
  const paths: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      paths.push(`${request.method} ${request.url}`);
      const { status = 200, headers = { 'content-type': 'audio/wav' }, body = Buffer.alloc(0), cut } = answer;
      response.writeHead(status, headers);
      if (cut === true) response.write(body, () => response.destroy());
      else response.end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  beforeEach(() => paths.splice(0));

  const run = (parameters = {}) =>
    runBridgeNode(bridgeCredentials(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), {
      ...{ resource: 'recording', operation: 'download', recordingId: picked(RECORDING) },
      ...parameters,
    });

  it('gives the audio as a file', async () => {
    const body = Buffer.from('RIFF and so on');
    answer = { body };
    const got = await run();
    expect(paths).toEqual([`GET /v1/recordings/${RECORDING}/audio`]);
    const [item] = got.items('Bridge');
    expect(item?.json).toEqual({
      ...{ recordingId: RECORDING, fileName: `${RECORDING}.wav`, mimeType: 'audio/wav', bytes: body.length },
    });
    expect(item?.binary?.data).toMatchObject({ fileName: `${RECORDING}.wav`, mimeType: 'audio/wav' });
    expect(Buffer.from(item?.binary?.data?.data ?? '', 'base64')).toEqual(body);
  });

  it('puts it where, and under the name, that the builder wants', async () => {
    answer = { body: Buffer.from('RIFF') };
    const got = await run({ binaryPropertyName: 'call', additionalFields: { fileName: 'dana.wav' } });
    expect(got.items('Bridge')[0]?.binary?.call).toMatchObject({ fileName: 'dana.wav' });
  });

  it.each<[string, typeof answer, object, RegExp]>([
    [
      'a file that is announced too large',
      {
        headers: { 'content-type': 'audio/wav', 'content-length': String(2 ** 21) },
        body: Buffer.alloc(2 ** 21),
      },
      { additionalFields: { maxMegabytes: 1 } },
      /larger than 1 MB/,
    ],
    [
      'a file that turns out too large',
      { body: Buffer.alloc(2 ** 20 + 1) },
      { additionalFields: { maxMegabytes: 1 } },
      /larger than 1 MB/,
    ],
    [
      'a file that breaks off',
      {
        headers: { 'content-type': 'audio/wav', 'content-length': '100' },
        body: Buffer.alloc(10),
        cut: true,
      },
      {},
      /could not be read to its end/,
    ],
    [
      'a page of a proxy',
      { headers: { 'content-type': 'text/html; charset=utf-8' }, body: Buffer.from('<html>') },
      {},
      /Something else than the bridge/,
    ],
    [
      'a recording that is still made',
      {
        status: 409,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from('{"error":{"code":"RECORDING_RUNNING","message":"It runs.","hint":"Wait."}}'),
      },
      {},
      /It runs\. \(HTTP 409, RECORDING_RUNNING/,
    ],
  ])('gives one clear error for %s', async (_, given, parameters, message) => {
    answer = given;
    const got = await run(parameters);
    expect(got.error?.message).toMatch(message);
    expect(got.items('Bridge')).toEqual([]);
  });
});
