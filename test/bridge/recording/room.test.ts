import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Recording } from '../../../bridge/src/recording/recording';
import { decodeMuLaw } from '../../../bridge/src/relay/codec';
import { audioOf, pieces } from '../support/audio';
import { readTwiml } from '../support/fakeTwilio';
import { API_KEY, Harness } from '../support/harness';
import { until } from '../support/until';
import { readWav, temporaryFolder } from './support';

const parent = temporaryFolder();
let count = 0;
let folder = '';
let harness: Harness;

const headers = { authorization: `Bearer ${API_KEY}` };
const get = (path: string, added: Record<string, string> = {}): Promise<Response> =>
  harness.request(path, { headers: { ...headers, ...added } });
const send = (method: string, path: string, body?: unknown): Promise<Response> =>
  harness.request(path, {
    method,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const json = async <T>(response: Promise<Response>): Promise<T> => (await (await response).json()) as T;
const list = async (query = ''): Promise<Recording[]> =>
  (await json<{ recordings: Recording[] }>(get(`/v1/recordings${query}`))).recordings;
const codeOf = async (answer: Promise<Response>): Promise<string> => {
  const response = await answer;
  const { error } = (await response.json()) as { error: { code: string } };
  return `${response.status} ${error.code}`;
};
const sessionId = async (): Promise<string> =>
  (await json<{ sessions: { id: string }[] }>(get('/v1/sessions'))).sessions[0]!.id;
const ready = async (): Promise<Recording> => {
  let found: Recording | undefined;
  const end = performance.now() + 60_000;
  while (found?.state !== 'ready' && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    [found] = await list();
  }
  return found!;
};

async function start(environment: Record<string, string> = {}): Promise<void> {
  folder = join(parent, String((count += 1)));
  harness = await new Harness().start({ BRIDGE_DATA_DIR: folder, ...environment });
}
afterEach(() => harness.stop());

describe('a bridge that records all calls', () => {
  beforeEach(() => start({ BRIDGE_RECORD: 'on' }));

  it('asks Vapi for what is said, and keeps it with the audio', async () => {
    const { stream, vapi } = await harness.call();
    expect(harness.vapi.requests[0]?.body).toMatchObject({
      assistantOverrides: {
        clientMessages: ['user-interrupted', 'status-update', 'speech-update', 'transcript'],
      },
    });
    stream.media(audioOf(1600, 1));
    await stream.roundTrip();
    const say = (role: string, transcript: string, transcriptType = 'final'): void =>
      vapi.say({ type: 'transcript', role, transcriptType, transcript });
    say('assistant', 'Hello, this is Mary.');
    say('user', 'Where', 'partial');
    say('user', 'Where is my "order"?\nIt was to be here on Monday.');
    const spoken = [
      { role: 'assistant', text: 'Hello, this is Mary.', seconds: expect.any(Number) as number },
      {
        role: 'user',
        text: 'Where is my "order"?\nIt was to be here on Monday.',
        seconds: expect.any(Number) as number,
      },
    ];
    const [{ id } = { id: '' }] = await list();
    const transcript = async (): Promise<unknown[]> =>
      (await json<{ transcript: unknown[] }>(get(`/v1/recordings/${id}`))).transcript;
    // It can be read while it grows.
    while ((await transcript()).length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await transcript()).toEqual(spoken);
    stream.stop();
    expect(await ready()).not.toHaveProperty('transcript');
    expect(await transcript()).toEqual(spoken);
    expect(statSync(join(folder, 'recordings', `${id}.jsonl`)).mode & 0o777).toBe(0o600);
    for (const secret of ['Mary', 'Monday']) expect(harness.log).not.toContain(secret);
    expect((await send('DELETE', `/v1/recordings/${id}`)).status).toBe(204);
    expect(readdirSync(join(folder, 'recordings'))).toEqual([]);
  });

  it('keeps what both sides have said, and gives it out', async () => {
    const { stream, vapi } = await harness.call();
    const [said, answered] = [audioOf(1600, 1), audioOf(1600, 2)];
    for (const frame of pieces(said, 160)) stream.media(frame);
    vapi.socket.send(answered);
    await until(() => stream.heard().includes(answered), 'the caller hears the assistant');
    await new Promise((resolve) => setTimeout(resolve, 250));
    stream.stop();
    const recording = await ready();
    expect(recording).toMatchObject({
      source: 'session',
      carrier: 'twilio',
      channels: 2,
      sampleRate: 8000,
      error: null,
    });
    expect(await json(get(`/v1/recordings/${recording.id}`))).toEqual({ ...recording, transcript: [] });
    const response = await get(`/v1/recordings/${recording.id}/audio`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'audio/wav']);
    const file = Buffer.from(await response.arrayBuffer());
    expect(file).toHaveLength(recording.bytes);
    const wav = readWav(file);
    const linear = (audio: Buffer): string => Array.from(audio, (code) => decodeMuLaw(code)).join();
    expect([...wav.tracks[0]!].join()).toContain(linear(said));
    expect([...wav.tracks[1]!].join()).toContain(linear(answered));
    await harness.idle();
    expect(harness.log).not.toContain('+1415');
  });

  it('answers ranges', async () => {
    const { stream } = await harness.call();
    stream.media(audioOf(1600, 1));
    await stream.roundTrip();
    stream.stop();
    const { id, bytes } = await ready();
    const path = `/v1/recordings/${id}/audio`;
    const whole = Buffer.from(await (await get(path)).arrayBuffer());
    const part = await get(path, { range: 'bytes=40-59' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 40-59/${bytes}`]);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(40, 60));
    const tail = await get(path, { range: 'bytes=-10', 'if-range': part.headers.get('etag')! });
    expect(Buffer.from(await tail.arrayBuffer())).toEqual(whole.subarray(-10));
    expect((await get(path, { range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200);
    const beyond = await get(path, { range: `bytes=${bytes}-` });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${bytes}`]);
    expect(await beyond.json()).toMatchObject({ error: { code: 'RECORDING_RANGE_INVALID' } });
    const head = await send('HEAD', path);
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes)]);
  });

  it('shows recordings of a call, page by page, and deletes them', async () => {
    for (let calls = 0; calls < 3; calls += 1) {
      const { stream } = await harness.call();
      stream.media(audioOf(800, 1));
      await stream.roundTrip();
      stream.stop();
      await harness.idle();
    }
    await until(() => readdirSync(join(folder, 'recordings')).length === 6, 'all are on disk');
    const page = await json<{ recordings: Recording[]; nextCursor: string }>(get('/v1/recordings?limit=2'));
    expect(page.recordings).toHaveLength(2);
    const [oldest] = await list(`?limit=2&cursor=${page.nextCursor}`);
    expect(await list(`?sessionId=${oldest!.sessionId}`)).toEqual([oldest]);
    expect((await send('DELETE', `/v1/recordings/${oldest!.id}`)).status).toBe(204);
    expect(await codeOf(get(`/v1/recordings/${oldest!.id}`))).toBe('404 RECORDING_UNKNOWN');
    expect(readdirSync(join(folder, 'recordings'))).toHaveLength(4);
  });
});

describe('a bridge that records on request', () => {
  beforeEach(() => start());

  it('touches neither disk nor calls before', async () => {
    const { stream } = await harness.call();
    stream.media(audioOf(800, 1));
    stream.stop();
    await harness.idle();
    expect(await list()).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });

  it('records from start to stop', async () => {
    const { stream } = await harness.call();
    const id = await sessionId();
    const path = `/v1/sessions/${id}/recording`;
    const started = await json<Recording>(send('POST', path, { action: 'start' }));
    expect(started).toMatchObject({ state: 'recording', sessionId: id });
    expect(await json(send('POST', path, { action: 'start' }))).toMatchObject({ id: started.id });
    expect(await codeOf(get(`/v1/recordings/${started.id}/audio`))).toBe('409 RECORDING_RUNNING');
    stream.media(audioOf(1600, 1));
    await stream.roundTrip();
    const stopped = await json<Recording>(send('POST', path, { action: 'stop' }));
    expect(stopped).toMatchObject({ id: started.id, state: 'ready' });
    expect(await codeOf(send('POST', path, { action: 'stop' }))).toBe('409 RECORDING_NOT_RUNNING');
    expect((await get(`/v1/recordings/${started.id}/audio`)).status).toBe(200);
    stream.stop();
    await harness.idle();
    expect(await codeOf(send('POST', path, { action: 'start' }))).toBe('409 SESSION_ENDED');
  });

  it('ends a recording by its own id, but not the next one of the session', async () => {
    const { stream } = await harness.call();
    const path = `/v1/sessions/${await sessionId()}/recording`;
    const first = await json<Recording>(send('POST', path, { action: 'start' }));
    stream.media(audioOf(1600, 1));
    await stream.roundTrip();
    expect(await json(send('POST', `/v1/recordings/${first.id}/stop`))).toMatchObject({
      ...{ id: first.id, state: 'ready' },
    });
    const next = await json<Recording>(send('POST', path, { action: 'start' }));
    expect(await codeOf(send('POST', `/v1/recordings/${first.id}/stop`))).toBe('409 RECORDING_NOT_RUNNING');
    expect(await json(get(`/v1/recordings/${next.id}`))).toMatchObject({ state: 'recording' });
    stream.stop();
    await harness.idle();
  });

  it('asks Vapi for nothing that is said, unless a call is placed to be recorded', async () => {
    harness.rest.status = 201;
    const placed = async (record: boolean): Promise<unknown> => {
      const body = { to: '+14155550142', from: '+14155550100', record };
      const { carrierCallId } = await json<{ carrierCallId: string }>(send('POST', '/v1/sessions', body));
      const { fields = {} } = harness.rest.updates.at(-1) ?? {};
      const stream = await harness.stream(carrierCallId);
      stream.start(readTwiml(fields.Twiml ?? '').ticket);
      await until(() => harness.vapi.callOf(carrierCallId) !== undefined, 'Vapi is asked');
      stream.stop();
      await harness.idle();
      const { assistantOverrides } = harness.vapi.requests.at(-1)?.body as {
        assistantOverrides: { clientMessages: string[] };
      };
      return assistantOverrides.clientMessages.includes('transcript');
    };
    expect(await placed(false)).toBe(false);
    expect(await placed(true)).toBe(true);
  });

  it('finishes what it records when it closes', async () => {
    const { stream } = await harness.call();
    const path = `/v1/sessions/${await sessionId()}/recording`;
    const { id } = await json<Recording>(send('POST', path, { action: 'start' }));
    stream.media(audioOf(1600, 1));
    await stream.roundTrip();
    await harness.bridge.close();
    expect(readWav(join(folder, 'recordings', `${id}.wav`)).tracks[0]!.length).toBeGreaterThanOrEqual(1600);
  });

  it.each([
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e',
    '..\\..',
    'x'.repeat(99),
    '01234567-89ab-4cde-8fab-0123456789ab',
  ])('knows no recording %s', async (id) => {
    for (const tail of ['', '/audio']) expect((await get(`/v1/recordings/${id}${tail}`)).status).toBe(404);
    expect((await send('DELETE', `/v1/recordings/${id}`)).status).toBe(404);
  });

  it('refuses what makes no sense', async () => {
    await harness.call();
    const path = `/v1/sessions/${await sessionId()}/recording`;
    expect(await codeOf(send('POST', path, { action: 'pause' }))).toBe('400 BODY_INVALID');
    expect(await codeOf(send('POST', path, { action: 'start', to: '/etc' }))).toBe('400 BODY_INVALID');
    expect(await codeOf(send('POST', '/v1/sessions/x/recording', { action: 'start' }))).toBe(
      '404 SESSION_UNKNOWN',
    );
    for (const query of ['limit=0', 'limit=x', 'cursor=..', 'page=1']) {
      expect(await codeOf(get(`/v1/recordings?${query}`))).toBe('400 QUERY_INVALID');
    }
    for (const each of ['/v1/recordings', '/v1/recordings/x', '/v1/recordings/x/audio']) {
      expect((await harness.request(each)).status).toBe(401);
    }
  });
});
