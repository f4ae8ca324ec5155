import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { VapiEmulator } from '../index';
import type { JsonObject } from '../json';
import {
  API_KEY,
  Caller,
  USER_AGENT,
  emulator,
  phoneCall,
  recording,
  socketCall,
  stopAll,
} from '../testSupport';

afterEach(stopAll);

const HEADERS = { 'user-agent': USER_AGENT, authorization: `Bearer ${API_KEY}` };

const ask = (vapi: VapiEmulator, id: string, kind: string) =>
  fetch(`${vapi.url}/call/${id}/${kind}`, { headers: HEADERS, redirect: 'manual' });

async function download(vapi: VapiEmulator, id: string, kind: string) {
  const redirect = await ask(vapi, id, kind);
  expect(redirect.status).toBe(302);
  const response = await fetch(redirect.headers.get('location') ?? '');
  expect(response.status).toBe(200);
  return { type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) };
}

/** Channels, sample rate and samples of a WAV file with the plain header that is written here. */
function readWav(file: Buffer) {
  expect([file.toString('latin1', 0, 4), file.toString('latin1', 8, 12)]).toEqual(['RIFF', 'WAVE']);
  return { channels: file.readUInt16LE(22), sampleRate: file.readUInt32LE(24), samples: file.subarray(44) };
}

describe('recordings', () => {
  it('are a redirect to another origin, which takes no key', async () => {
    const vapi = await emulator();
    const { id } = await phoneCall(vapi, { assistant: {} });
    const location = (await ask(vapi, id, 'mono-recording')).headers.get('location') ?? '';
    expect(new URL(location).origin).toBe(vapi.storage.url);
    expect(new URL(location).origin).not.toBe(vapi.url);
    const refused = await fetch(location, { headers: HEADERS });
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('InvalidArgument')]);
    const forged = await fetch(location.replace(/Signature=.{8}/, 'Signature=00000000'));
    expect(forged.status).toBe(403);
    expect((await fetch(location)).headers.get('content-type')).toBe('audio/wav');
    expect(vapi.storage.requests.map(({ status }) => status)).toEqual([400, 403, 200]);
    expect(vapi.storage.requests[0]?.headers.authorization).toBe(`Bearer ${API_KEY}`);
  });

  it('hold what both sides of a websocket call said', async () => {
    const vapi = await emulator({
      script: [
        { type: 'say', text: 'Hi', audio: recording(200) },
        { type: 'waitForHangup', timeoutMs: 1000 },
      ],
    });
    const { id, url } = await socketCall(vapi);
    const caller = (await Caller.join(url)).stream();
    caller.speak(recording(200, 5));
    await vapi.call(id)?.done;
    const [mono, stereo, customer, assistant] = await Promise.all(
      ['mono', 'stereo', 'customer', 'assistant'].map(async (kind) =>
        readWav((await download(vapi, id, `${kind}-recording`)).bytes),
      ),
    );
    if (!mono || !stereo || !customer || !assistant) throw new Error('A recording is missing.');
    expect([mono.channels, stereo.channels, mono.sampleRate]).toEqual([1, 2, 8000]);
    expect(stereo.samples.length).toBe(mono.samples.length * 2);
    for (let at = 0; at < mono.samples.length / 2; at += 97) {
      const [left, right] = [stereo.samples.readInt16LE(at * 4), stereo.samples.readInt16LE(at * 4 + 2)];
      expect([customer.samples.readInt16LE(at * 2), assistant.samples.readInt16LE(at * 2)]).toEqual([
        left,
        right,
      ]);
      expect(mono.samples.readInt16LE(at * 2)).toBe(Math.trunc((left + right) / 2));
    }
    const silent = Buffer.alloc(mono.samples.length);
    for (const { samples } of [mono, customer, assistant]) expect(samples.equals(silent)).toBe(false);
    expect(assistant.samples.equals(customer.samples)).toBe(false);
  });

  it('come with logs and a packet capture, and a video where the assistant records one', async () => {
    const vapi = await emulator({ script: [{ type: 'say', text: 'Hi there' }] });
    const artifactPlan = { videoRecordingEnabled: true, recordingFormat: 'mp3' };
    const { id } = await phoneCall(vapi, { assistant: { artifactPlan } });
    const logs = await download(vapi, id, 'call-logs');
    const lines = gunzipSync(logs.bytes)
      .toString('utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as JsonObject);
    expect([logs.type, lines.map(({ body }) => body)]).toEqual([
      'application/gzip',
      expect.arrayContaining(['assistant: Hi there']),
    ]);
    expect((await download(vapi, id, 'pcap')).bytes.toString('hex', 0, 4)).toBe('d4c3b2a1');
    const video = await download(vapi, id, 'video-recording');
    expect([video.type, video.bytes.toString('latin1', 4, 8)]).toEqual(['video/mp4', 'ftyp']);
    expect((await download(vapi, id, 'stereo-recording')).type).toBe('audio/mpeg');
  });

  it('are not there while the call runs, where they were off, and for no call', async () => {
    const vapi = await emulator();
    const { id } = await socketCall(vapi);
    expect((await ask(vapi, id, 'mono-recording')).status).toBe(404);
    const off = { recordingEnabled: false, pcapEnabled: false, loggingEnabled: false };
    const { id: silent } = await phoneCall(vapi, { assistant: { artifactPlan: off } });
    for (const kind of ['mono-recording', 'customer-recording', 'video-recording', 'pcap', 'call-logs'])
      expect((await ask(vapi, silent, kind)).status).toBe(404);
    expect((await ask(vapi, randomUUID(), 'mono-recording')).status).toBe(404);
    expect((await ask(vapi, 'x', 'mono-recording')).status).toBe(400);
  });

  it('exist for seeded calls too, and their storage can fail', async () => {
    const vapi = await emulator();
    const id = vapi.seedCalls(1).id(0);
    expect(readWav((await download(vapi, id, 'mono-recording')).bytes).samples.length).toBeGreaterThan(8000);
    vapi.storage.failNext({ status: 503, body: 'SlowDown' });
    const location = (await ask(vapi, id, 'mono-recording')).headers.get('location') ?? '';
    expect((await fetch(location)).status).toBe(503);
    vapi.storage.failNext({ cut: true });
    await expect(fetch(location)).rejects.toThrow();
    expect((await fetch(location)).status).toBe(200);
    expect((await fetch(location, { method: 'PUT' })).status).toBe(405);
    expect((await fetch(`${vapi.storage.url}/calls/other`)).status).toBe(403);
  });
});
