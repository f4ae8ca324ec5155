import type { FileHandle } from 'node:fs/promises';
import type { Files } from './files';
import { returnPiece } from './pieces';
import { blockBytes, MAX_WAV_DATA, WAV_HEADER_BYTES, wavHeader, type WavFormat } from './wav';

/** Why a recording is shorter than what was heard. */
export type RecordingError =
  | 'disk-full'
  | 'write-failed'
  /** The disk can't keep up. */
  | 'disk-slow'
  /** The bridge was killed; everything but the last seconds is there. */
  | 'interrupted'
  /** As long as a WAV file can be. */
  | 'too-long';

/** More than this doesn't wait for the disk: half a minute of a call. */
const MAX_WAITING_BYTES = 1024 * 1024;
/** The header is brought up to date each time so much has been written. */
const HEADER_INTERVAL_BYTES = 512 * 1024;

export interface WavWriterOptions {
  files: Pick<Files, 'open'>;
  path: string;
  /** The file is made after this; it never rejects. */
  ready: Promise<void>;
  /** Read each time the header is written. */
  format: WavFormat;
  /** Told of the first failure, with the code of the system's error. */
  failed: (error: RecordingError, code: string | undefined) => void;
}

/**
 * Writes a WAV file while it grows. Its header is true at its end, and otherwise behind what is there, so that a file
 * that is cut off can be read as well. Writing never throws: the first failure ends it, and is kept.
 */
export class WavWriter {
  #dataBytes = 0;
  #writtenBytes = 0;
  #headerBytes = 0;
  #waitingBytes = 0;
  /** Audio, or how much silence. */
  #waiting: (Buffer | number)[] = [];
  #error: RecordingError | undefined;
  #handle: FileHandle | undefined;
  #work: Promise<void>;
  #isWorking = true;

  constructor(private readonly options: WavWriterOptions) {
    this.#work = this.#begin();
  }

  get error(): RecordingError | undefined {
    return this.#error;
  }

  /** The audio that was taken in, or is in the file once it was closed. */
  get dataBytes(): number {
    return this.#dataBytes;
  }

  /** Writes audio some time soon; it belongs to the writer from now on. False: it was not taken. */
  append(audio: Buffer): boolean {
    if (this.#error) return false;
    if (this.#waitingBytes + audio.length > MAX_WAITING_BYTES) this.#fail('disk-slow', undefined);
    this.#waitingBytes += audio.length;
    return this.#add(audio, audio.length);
  }

  /** Adds silence, which takes up no room on most disks. */
  skip(bytes: number): boolean {
    return this.#add(bytes, bytes);
  }

  /** Writes what waits, and the header. Resolves also when that fails. */
  async close(): Promise<void> {
    await this.#work;
    const handle = this.#handle;
    this.#handle = undefined;
    if (!handle) {
      this.#dataBytes = 0;
      return;
    }
    try {
      await this.#writeHeader(handle);
      await handle.truncate(WAV_HEADER_BYTES + this.#headerBytes);
    } catch (error) {
      this.#failWith(error);
    }
    this.#dataBytes = this.#headerBytes;
    await handle.close().catch(() => undefined);
  }

  #add(what: Buffer | number, bytes: number): boolean {
    if (this.#dataBytes + bytes > MAX_WAV_DATA) this.#fail('too-long', undefined);
    if (this.#error) return false;
    this.#dataBytes += bytes;
    this.#waiting.push(what);
    if (!this.#isWorking) this.#work = this.#drain();
    return true;
  }

  async #begin(): Promise<void> {
    const { files, path, ready } = this.options;
    try {
      await ready;
      // Only for who runs the bridge: it is what people have said.
      this.#handle = await files.open(path, 'wx', 0o600);
      await this.#writeHeader(this.#handle);
    } catch (error) {
      this.#failWith(error);
    }
    await this.#drain();
  }

  async #drain(): Promise<void> {
    this.#isWorking = true;
    const handle = this.#handle;
    try {
      // What a failure leaves half written is cut off by the header.
      while (handle && this.#waiting.length > 0 && !this.#isBroken) {
        const audio = this.#waiting.shift()!;
        if (typeof audio === 'number') {
          this.#writtenBytes += audio;
          continue;
        }
        for (let at = 0; at < audio.length;) {
          const position = WAV_HEADER_BYTES + this.#writtenBytes;
          const { bytesWritten } = await handle.write(audio, at, audio.length - at, position);
          at += bytesWritten;
          this.#writtenBytes += bytesWritten;
        }
        this.#waitingBytes -= audio.length;
        returnPiece(audio);
        if (this.#writtenBytes - this.#headerBytes >= HEADER_INTERVAL_BYTES) await this.#writeHeader(handle);
      }
    } catch (error) {
      this.#failWith(error);
    }
    this.#waiting = [];
    this.#isWorking = false;
  }

  /** Whether writing on is of no use; what waits for a slow disk is still written. */
  get #isBroken(): boolean {
    return this.#error === 'disk-full' || this.#error === 'write-failed';
  }

  async #writeHeader(handle: FileHandle): Promise<void> {
    // A failure may have left part of a sample.
    this.#headerBytes = this.#writtenBytes - (this.#writtenBytes % blockBytes(this.options.format));
    await handle.write(wavHeader(this.options.format, this.#headerBytes), 0, WAV_HEADER_BYTES, 0);
  }

  #failWith(error: unknown): void {
    const { code } = error as NodeJS.ErrnoException;
    const isFull = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
    this.#fail(isFull ? 'disk-full' : 'write-failed', code);
  }

  #fail(error: RecordingError, code: string | undefined): void {
    if (this.#error) return;
    this.#error = error;
    this.options.failed(error, code);
  }
}
