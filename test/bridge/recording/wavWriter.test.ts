import * as promises from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_WAV_DATA } from '../../../bridge/src/recording/wav';
import { WavWriter } from '../../../bridge/src/recording/wavWriter';
import { readWav, smallDisk, temporaryFolder } from './support';

const FORMAT = { sampleRate: 8000, channels: 2 };

describe('a WAV file that is being written', () => {
  const folder = temporaryFolder();
  let count = 0;
  const failures: string[] = [];
  const begin = (files: Pick<typeof promises, 'open'> = promises): { writer: WavWriter; path: string } => {
    count += 1;
    failures.length = 0;
    const path = join(folder, `${count}.wav`);
    const failed = (error: string, code: string | undefined): void => void failures.push(`${error} ${code}`);
    return { path, writer: new WavWriter({ files, path, ready: Promise.resolve(), format: FORMAT, failed }) };
  };

  it('holds what was added, in order', async () => {
    const { writer, path } = begin();
    const audio = Buffer.from(Array.from({ length: 4000 }, (_, index) => index % 251));
    for (let at = 0; at < audio.length; at += 400) {
      expect(writer.append(Buffer.from(audio.subarray(at, at + 400)))).toBe(true);
      if (at % 1200 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await writer.close();
    expect(readWav(path)).toMatchObject({ ...FORMAT, dataBytes: 4000, fileBytes: 4044 });
    expect((await promises.readFile(path)).subarray(44).equals(audio)).toBe(true);
    expect(failures).toEqual([]);
  });

  it('holds silence that was only told of, also at its end', async () => {
    const { writer, path } = begin();
    writer.append(Buffer.alloc(400, 1));
    expect(writer.skip(100_000_000)).toBe(true);
    writer.append(Buffer.alloc(400, 2));
    writer.skip(800);
    await writer.close();
    const { size, blocks } = await promises.stat(path);
    expect([size, writer.dataBytes, writer.error]).toEqual([100_001_644, 100_001_600, undefined]);
    expect(blocks * 512).toBeLessThan(1_000_000);
    const handle = await promises.open(path);
    const { buffer } = await handle.read(Buffer.alloc(1604), 0, 1604, 100_000_040);
    await handle.close();
    expect(buffer.subarray(404, 804).equals(Buffer.alloc(400, 2))).toBe(true);
    expect(buffer.subarray(0, 404).equals(Buffer.alloc(404))).toBe(true);
    expect(buffer.subarray(804).equals(Buffer.alloc(800))).toBe(true);
  });

  it('has a true header from time to time, so that it can be read when it is cut off', async () => {
    const { writer, path } = begin();
    const promised = async (): Promise<number> => (await promises.readFile(path)).readUInt32LE(40);
    for (let index = 0; index < 12; index += 1) writer.append(Buffer.alloc(64 * 1024, index));
    let tries = 0;
    while (tries < 1000 && (await promised().catch(() => 0)) < 512 * 1024) {
      tries += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(await promised()).toBeGreaterThanOrEqual(512 * 1024);
    expect(await promised()).toBeLessThanOrEqual((await promises.stat(path)).size - 44);
    await writer.close();
  });

  it('ends with the disk, and is whole up to there', async () => {
    const { writer, path } = begin(smallDisk(1001));
    writer.append(Buffer.alloc(800, 1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    writer.append(Buffer.alloc(800, 2));
    await writer.close();
    expect(writer.append(Buffer.alloc(8))).toBe(false);
    expect(failures).toEqual(['disk-full ENOSPC']);
    expect(readWav(path)).toMatchObject({ dataBytes: 1000, fileBytes: 1044 });
    expect(writer.dataBytes).toBe(1000);
  });

  it('tells of a disk that fails otherwise', async () => {
    const { writer } = begin(smallDisk(0, 'EIO'));
    writer.append(Buffer.alloc(800));
    await writer.close();
    expect([writer.error, writer.dataBytes]).toEqual(['write-failed', 0]);
  });

  it('tells of a file that cannot be made', async () => {
    const { writer } = begin({
      open: () => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' })),
    });
    await writer.close();
    expect(failures).toEqual(['write-failed EACCES']);
    expect(writer.dataBytes).toBe(0);
  });

  it('does not fill the memory while the disk hangs', async () => {
    let answer: (error: Error) => void = () => undefined;
    const { writer } = begin({ open: () => new Promise((_resolve, reject) => (answer = reject)) });
    await new Promise((resolve) => setImmediate(resolve));
    let taken = 0;
    while (taken < 100 && writer.append(Buffer.alloc(64 * 1024))) taken += 1;
    expect(taken).toBe(16);
    expect(writer.error).toBe('disk-slow');
    answer(new Error('at last'));
    await writer.close();
    expect(writer.error).toBe('disk-slow');
  });

  it('ends before its sizes no longer fit', async () => {
    const { writer } = begin();
    expect(writer.skip(MAX_WAV_DATA + 1)).toBe(false);
    expect(writer.error).toBe('too-long');
    await writer.close();
  });
});
