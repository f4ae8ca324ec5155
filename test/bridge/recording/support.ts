import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as promises from 'node:fs/promises';
import { createLogger } from '../../../bridge/src/log';
import type { Files } from '../../../bridge/src/recording/files';
import { RecordingStore, type RecordingStoreOptions } from '../../../bridge/src/recording/recordingStore';

/** A folder that is gone after the tests of a file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bridge-recordings-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A store in a folder that is not there yet, and what it wrote to its log. */
export class StoreBench {
  log = '';
  now = new Date('2026-03-01T10:00:00Z');
  readonly store: RecordingStore;

  constructor(
    readonly folder: string,
    options: Partial<RecordingStoreOptions> = {},
  ) {
    this.store = new RecordingStore({
      folder,
      limits: { days: 0, bytes: 0 },
      log: createLogger('trace', { write: (line) => void (this.log += line) }),
      now: () => this.now,
      ...options,
    });
  }
}

/** A file system whose disk takes so many bytes of audio, and no more. */
export function smallDisk(bytes: number, code = 'ENOSPC'): Files {
  let left = bytes;
  return {
    ...promises,
    open: async (...input: Parameters<typeof promises.open>) => {
      const handle = await promises.open(...input);
      const write = handle.write.bind(handle) as (...given: unknown[]) => Promise<unknown>;
      const limited = async (
        buffer: Buffer,
        at: number,
        length: number,
        position: number,
      ): Promise<unknown> => {
        if (position === 0) return write(buffer, at, length, position);
        if (left === 0) throw Object.assign(new Error('no space'), { code });
        const taken = Math.min(left, length);
        left -= taken;
        return write(buffer, at, taken, position);
      };
      return Object.assign(handle, { write: limited });
    },
  };
}

/** A file system that takes no time, for virtual time. */
export const promptDisk: Files = {
  ...promises,
  mkdir: ((...input: Parameters<typeof mkdirSync>) => Promise.resolve(mkdirSync(...input))) as Files['mkdir'],
  writeFile: ((...input: Parameters<typeof writeFileSync>) =>
    Promise.resolve(writeFileSync(...input))) as Files['writeFile'],
  rename: (from, to) => Promise.resolve(renameSync(from, to)),
  open: ((path: string, flags: string) => {
    const file = openSync(path, flags);
    return Promise.resolve({
      write: (buffer: Buffer, at: number, length: number, position: number) =>
        Promise.resolve({ bytesWritten: writeSync(file, buffer, at, length, position) }),
      truncate: (length: number) => Promise.resolve(ftruncateSync(file, length)),
      close: () => Promise.resolve(closeSync(file)),
    });
  }) as unknown as Files['open'],
};

export interface Wav {
  channels: number;
  sampleRate: number;
  /** As the header says, and as the file is. */
  dataBytes: number;
  fileBytes: number;
  /** By channel. */
  tracks: Int16Array[];
}

/** Reads a WAV file by the letter of its format. */
export function readWav(file: string | Buffer): Wav {
  const bytes = typeof file === 'string' ? readFileSync(file) : file;
  expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
  expect(bytes.toString('latin1', 8, 16)).toBe('WAVEfmt ');
  expect(bytes.toString('latin1', 36, 40)).toBe('data');
  const channels = bytes.readUInt16LE(22);
  const sampleRate = bytes.readUInt32LE(24);
  const dataBytes = bytes.readUInt32LE(40);
  expect(bytes.readUInt32LE(4)).toBe(36 + dataBytes);
  expect([bytes.readUInt32LE(16), bytes.readUInt16LE(20), bytes.readUInt16LE(34)]).toEqual([16, 1, 16]);
  expect([bytes.readUInt32LE(28), bytes.readUInt16LE(32)]).toEqual([sampleRate * channels * 2, channels * 2]);
  const frames = Math.floor(dataBytes / (2 * channels));
  const tracks = Array.from({ length: channels }, (_, channel) =>
    Int16Array.from({ length: frames }, (_sample, frame) =>
      bytes.readInt16LE(44 + 2 * (frame * channels + channel)),
    ),
  );
  return { channels, sampleRate, dataBytes, fileBytes: bytes.length, tracks };
}
