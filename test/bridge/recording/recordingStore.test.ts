import * as promises from 'node:fs/promises';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Recording } from '../../../bridge/src/recording/recording';
import { readWav, smallDisk, StoreBench, temporaryFolder } from './support';

const STEREO = { sampleRate: 8000, channels: 2 };
const ORIGIN = {
  source: 'session',
  sessionId: 'session-1',
  carrier: 'test',
  carrierCallId: 'CA1',
  assistantCallId: null,
} as const;

describe('recordings on disk', () => {
  const parent = temporaryFolder();
  let count = 0;
  const folder = (): string => join(parent, String((count += 1)));
  const bench = (options: ConstructorParameters<typeof StoreBench>[1] = {}): StoreBench =>
    new StoreBench(folder(), options);

  const record = async ({ store }: StoreBench, bytes = 3200, origin = {}): Promise<Recording> => {
    const running = store.start({ ...ORIGIN, ...origin }, STEREO);
    running.append(Buffer.alloc(bytes, 7));
    return running.end();
  };

  it('leave the disk alone before there is one', async () => {
    const { store, folder: place } = bench();
    await store.open();
    expect(existsSync(place)).toBe(false);
    expect(store.page({ limit: 10 })).toEqual({ recordings: [], nextCursor: null });
  });

  it('are known from their start, and complete at their end', async () => {
    const at = bench();
    const running = at.store.start(ORIGIN, STEREO);
    expect(at.store.get(running.recording.id)).toMatchObject({
      state: 'recording',
      seconds: 0,
      endedAt: null,
    });
    running.append(Buffer.alloc(16_000));
    at.now = new Date('2026-03-01T10:00:05Z');
    const recording = await running.end({ assistantCallId: 'v-1' });
    expect(recording).toEqual({
      ...ORIGIN,
      id: running.recording.id,
      state: 'ready',
      assistantCallId: 'v-1',
      startedAt: '2026-03-01T10:00:00.000Z',
      endedAt: '2026-03-01T10:00:05.000Z',
      seconds: 0.5,
      bytes: 16_044,
      encoding: 'pcm_s16le',
      ...STEREO,
      error: null,
    });
    expect(await running.end()).toBe(recording);
    expect(running.append(Buffer.alloc(4))).toBe(false);
    const kept = JSON.parse(readFileSync(join(at.folder, `${recording.id}.json`), 'utf8')) as unknown;
    expect(kept).toEqual(recording);
    expect(readWav(at.store.pathOf(recording)).dataBytes).toBe(16_000);
    const { mode } = await promises.stat(at.store.pathOf(recording));
    expect(mode & 0o077).toBe(0);
  });

  it('are there after a restart', async () => {
    const at = bench();
    const recording = await record(at);
    const again = new StoreBench(at.folder);
    await again.store.open();
    expect(again.store.get(recording.id)).toEqual(recording);
  });

  it('come page by page, the newest first, whatever is deleted meanwhile', async () => {
    const at = bench();
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      at.now = new Date(at.now.getTime() + 1000);
      ids.unshift((await record(at, 400, { sessionId: `s-${index % 2}` })).id);
    }
    const first = at.store.page({ limit: 2 });
    expect(first.recordings.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    await at.store.delete(ids[1]!);
    await at.store.delete(ids[2]!);
    const second = at.store.page({ limit: 2, cursor: first.nextCursor! });
    expect(second.recordings.map(({ id }) => id)).toEqual(ids.slice(3));
    expect(second.nextCursor).toBeNull();
    expect(at.store.page({ limit: 9, sessionId: 's-0' }).recordings.map(({ id }) => id)).toEqual([
      ids[0],
      ids[4],
    ]);
    for (const cursor of ['', 'x', '../..', Buffer.from('2026 x').toString('base64url')]) {
      expect(() => at.store.page({ limit: 2, cursor })).toThrow('cursor');
    }
  });

  it('are gone when they are deleted, also while they are made', async () => {
    const at = bench();
    const { id } = await record(at);
    const running = at.store.start(ORIGIN, STEREO);
    expect(await at.store.delete(id)).toBe(true);
    expect(await at.store.delete(running.recording.id)).toBe(true);
    expect(await at.store.delete(id)).toBe(false);
    expect(readdirSync(at.folder)).toEqual([]);
  });

  it('go when they are too old or too much', async () => {
    const at = bench({ limits: { days: 2, bytes: 10_000 } });
    const first = await record(at, 4000);
    at.now = new Date('2026-03-02T10:00:00Z');
    const second = await record(at, 4000);
    const third = await record(at, 4000);
    expect(at.store.get(first.id)).toBeUndefined();
    at.now = new Date('2026-03-04T11:00:00Z');
    const running = at.store.start(ORIGIN, STEREO);
    await at.store.retain();
    expect([second, third].map(({ id }) => at.store.get(id))).toEqual([undefined, undefined]);
    expect(at.store.get(running.recording.id)).toBeDefined();
    await running.end();
    expect(readdirSync(at.folder)).toHaveLength(2);
  });

  it('end, and are there after a restart, where an old one cannot be deleted', async () => {
    const rm = (): Promise<void> => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' }));
    const options = { limits: { days: 0, bytes: 5000 }, files: { ...promises, rm } };
    const at = bench(options);
    const old = await record(at, 4000);
    at.now = new Date('2026-03-02T10:00:00Z');
    const recording = await record(at, 4000);
    expect(recording.state).toBe('ready');
    expect(at.log.match(/recording not expired/g)).toHaveLength(1);
    // Neither a file that can't be deleted nor one that can't be read keeps the store from opening.
    writeFileSync(join(at.folder, 'left.json.tmp'), '{');
    mkdirSync(join(at.folder, '01234567-89ab-4cde-8fab-0123456789ab.json'));
    const again = new StoreBench(at.folder, options);
    await again.store.open();
    expect(again.log.match(/recording not read/g)).toHaveLength(2);
    expect(again.log).toContain(`"recording":"${old.id}"`);
    expect(again.store.page({ limit: 9 }).recordings).toEqual([recording]);
  });

  it('are counted as what they take up, and no more once they are deleted', async () => {
    const at = bench({ limits: { days: 0, bytes: 10_000 } });
    const ids: string[] = [];
    for (let index = 0; index < 6; index += 1) {
      at.now = new Date(at.now.getTime() + 1000);
      const { id } = await record(at, 4000);
      ids.push(id);
      if (index % 2 === 0) await at.store.delete(id);
    }
    expect(at.store.page({ limit: 9 }).recordings.map(({ id }) => id)).toEqual([ids[5], ids[3]]);
    at.now = new Date(at.now.getTime() + 1000);
    // One that is being made counts, too.
    const running = at.store.start(ORIGIN, STEREO);
    running.append(Buffer.alloc(4000));
    await at.store.retain();
    expect(at.store.page({ limit: 9 }).recordings.map(({ id }) => id)).toEqual([
      running.recording.id,
      ids[5],
    ]);
    await running.end();
  });

  it('end with a full disk, which is told once', async () => {
    const at = bench({ files: smallDisk(2000) });
    const running = at.store.start(ORIGIN, STEREO);
    let taken = 0;
    while (taken < 900 && running.append(Buffer.alloc(1000))) {
      taken += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(taken).toBeLessThan(900);
    const recording = await running.end();
    expect(recording).toMatchObject({ state: 'ready', error: 'disk-full', bytes: 2044 });
    expect(readWav(at.store.pathOf(recording))).toMatchObject({ dataBytes: 2000, fileBytes: 2044 });
    expect(at.log.match(/recording ended early/g)).toHaveLength(1);
  });

  it('fail without harm where no folder can be made', async () => {
    writeFileSync(join(parent, 'file'), '');
    const at = new StoreBench(join(parent, 'file', 'below'));
    const running = at.store.start(ORIGIN, STEREO);
    running.append(Buffer.alloc(100));
    expect(await running.end()).toMatchObject({ state: 'ready', error: 'write-failed', seconds: 0 });
  });

  it('are made whole at the next start when the bridge was killed', async () => {
    const place = folder();
    const child = fork(join(__dirname, 'killedRecorder.ts'), [place], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const { id, bytes } = await new Promise<{ id: string; bytes: number }>((resolve) => {
      child.once('message', (message) => resolve(message as { id: string; bytes: number }));
    });
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    // It was cut off in the midst of a sample, and its header knows of nothing.
    await promises.appendFile(join(place, `${id}.wav`), Buffer.alloc(3));
    expect(readFileSync(join(place, `${id}.wav`)).readUInt32LE(40)).toBeLessThan(bytes);
    writeFileSync(join(place, `${id}.json.tmp`), '{');
    const at = new StoreBench(place);
    await at.store.open();
    const recording = at.store.get(id)!;
    expect(recording).toMatchObject({ state: 'ready', error: 'interrupted', bytes: bytes + 44 });
    expect(recording.seconds).toBeCloseTo(bytes / 32_000, 3);
    expect(readWav(at.store.pathOf(recording))).toMatchObject({ dataBytes: bytes, fileBytes: bytes + 44 });
    expect(readdirSync(place).sort()).toEqual([`${id}.json`, `${id}.wav`]);
  });

  it('leave alone what they do not know', async () => {
    const at = bench();
    await promises.mkdir(at.folder);
    const id = '01234567-89ab-4cde-8fab-0123456789ab';
    writeFileSync(join(at.folder, `${id}.json`), '{"id":"../../etc/passwd"}');
    writeFileSync(join(at.folder, 'notes.json'), '{}');
    await at.store.open();
    expect(at.store.page({ limit: 9 }).recordings).toEqual([]);
    expect(readdirSync(at.folder)).toHaveLength(2);
  });
});
