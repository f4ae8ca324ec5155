import { randomUUID } from 'node:crypto';
import * as promises from 'node:fs/promises';
import { join } from 'node:path';
import { describeError } from '../errors';
import type { Logger } from '../log';
import type { Files } from './files';
import {
  isRecordingId,
  newRecording,
  parseRecording,
  sizes,
  type Recording,
  type RecordingOrigin,
} from './recording';
import { decodeCursor, encodeCursor, keyOf } from './recordingKey';
import { RunningRecording } from './runningRecording';
import { expired, type RetentionLimits } from './retention';
import { Sorted } from './sorted';
import { readTranscript, TranscriptWriter, type SpokenTurn } from './transcript';
import { blockBytes, WAV_HEADER_BYTES, wavHeader, type WavFormat } from './wav';
import { WavWriter } from './wavWriter';

export interface RecordingStoreOptions {
  /** Where the files are; made when there is something to keep. */
  folder: string;
  limits: RetentionLimits;
  log: Logger;
  files?: Files;
  /** Wall-clock time. */
  now?: () => Date;
}

/** A page of recordings, newest first. */
export interface RecordingPage {
  recordings: Recording[];
  nextCursor: string | null;
}

/**
 * The recordings on disk: `<id>.wav`, what is known of it in `<id>.json`, and what was said in `<id>.jsonl`. One process
 * has a folder.
 */
export class RecordingStore {
  readonly #recordings = new Map<string, Recording>();
  readonly #byStart = new Sorted<Recording>(keyOf);
  readonly #running = new Map<string, RunningRecording>();
  /** Those that are complete, by their end, and how large they are together. */
  readonly #ready = new Sorted<Recording>(({ endedAt, startedAt, id }) => `${endedAt ?? startedAt} ${id}`);
  #readyBytes = 0;
  readonly #files: Files;
  readonly #now: () => Date;

  constructor(private readonly options: RecordingStoreOptions) {
    this.#files = options.files ?? promises;
    this.#now = options.now ?? (() => new Date());
  }

  /**
   * Reads what is there. Recordings that a crash has cut off are made whole, as far as they were written.
   * @throws what keeps the folder from being read
   */
  async open(): Promise<void> {
    for (const name of await this.#names()) {
      const id = name.endsWith('.json') ? name.slice(0, -'.json'.length) : '';
      try {
        if (name.endsWith('.json.tmp'))
          await this.#files.rm(join(this.options.folder, name), { force: true });
        if (isRecordingId(id)) await this.#load(id);
      } catch (error) {
        // One file that can't be used keeps neither the others nor the bridge from being there.
        this.options.log.warn({ file: name.slice(0, 64), error: describeError(error) }, 'recording not read');
      }
    }
    await this.retain();
  }

  get(id: string): Recording | undefined {
    return this.#recordings.get(id);
  }

  /** The path of a recording's audio. */
  pathOf({ id }: Recording): string {
    return join(this.options.folder, `${id}.wav`);
  }

  /** What was said, as far as the assistant has told it; of one that is being made, until now. */
  transcriptOf(recording: Recording): Promise<SpokenTurn[]> {
    return readTranscript(this.#files, this.#transcriptPath(recording));
  }

  /** @param cursor where the page before has ended. @throws BridgeError QUERY_INVALID */
  page(filter: { sessionId?: string; limit: number; cursor?: string }): RecordingPage {
    const after = filter.cursor === undefined ? undefined : decodeCursor(filter.cursor);
    const recordings: Recording[] = [];
    for (const each of this.#byStart.backwards(after)) {
      if (filter.sessionId !== undefined && each.sessionId !== filter.sessionId) continue;
      const last = recordings.at(-1);
      if (last && recordings.length >= filter.limit)
        return { recordings, nextCursor: encodeCursor(keyOf(last)) };
      recordings.push(each);
    }
    return { recordings, nextCursor: null };
  }

  /** Begins a recording. It never throws: a disk that fails ends the recording, and is told of in it. */
  start(origin: Omit<RecordingOrigin, 'id'>, format: WavFormat): RunningRecording {
    const id = randomUUID();
    const recording = newRecording({ ...origin, id }, format, this.#now());
    // What is known goes first, so that a crash leaves no audio that nobody knows of.
    const ready = this.#begin(recording);
    const writer = new WavWriter({
      files: this.#files,
      path: this.pathOf(recording),
      ready,
      format: recording,
      failed: (error, code) => {
        recording.error = error;
        this.options.log.error({ recording: id, error, code }, 'recording ended early');
      },
    });
    const transcript = new TranscriptWriter({
      ...{ files: this.#files, path: this.#transcriptPath(recording), ready },
      failed: (error) => {
        this.options.log.error({ recording: id, error: describeError(error) }, 'transcript ended early');
      },
    });
    const running = new RunningRecording(recording, writer, transcript, {
      now: this.#now,
      changed: () => void this.#save(recording),
      finish: async () => {
        recording.endedAt = this.#now().toISOString();
        recording.state = 'ready';
        await this.#save(recording);
        this.#running.delete(id);
        this.#keep(recording);
        await this.retain();
      },
    });
    this.#recordings.set(id, recording);
    this.#byStart.add(recording);
    this.#running.set(id, running);
    return running;
  }

  /** Deletes a recording; one that is being made ends first. False: there is none of this id. */
  async delete(id: string): Promise<boolean> {
    await this.#running.get(id)?.end();
    const recording = this.#recordings.get(id);
    if (!recording) return false;
    await this.#remove(recording);
    return true;
  }

  /** Deletes what is too old or too much. It never rejects: what can't be deleted is left to the next start. */
  async retain(): Promise<void> {
    let bytes = this.#readyBytes;
    for (const { recording } of this.#running.values()) bytes += recording.bytes;
    for (const recording of expired(this.#ready, bytes, this.options.limits, this.#now())) {
      try {
        await this.#remove(recording);
        this.options.log.info({ recording: recording.id }, 'recording expired');
      } catch (error) {
        this.options.log.error(
          { recording: recording.id, error: describeError(error) },
          'recording not expired',
        );
      }
    }
  }

  /** Ends everything that is being made. */
  async close(): Promise<void> {
    await Promise.all([...this.#running.values()].map((running) => running.end()));
  }

  #transcriptPath({ id }: Recording): string {
    return join(this.options.folder, `${id}.jsonl`);
  }

  async #names(): Promise<string[]> {
    try {
      return await this.#files.readdir(this.options.folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  async #load(id: string): Promise<void> {
    const text = await this.#files.readFile(join(this.options.folder, `${id}.json`), 'utf8');
    const recording = parseRecording(text);
    if (recording?.id !== id) {
      this.options.log.warn({ recording: id }, 'recording not understood');
      return;
    }
    try {
      if (recording.state === 'recording') await this.#repair(recording);
    } catch (error) {
      // Killed before there was any audio, for one.
      this.options.log.warn({ recording: id, error: describeError(error) }, 'recording not repaired');
      recording.error ??= 'interrupted';
    }
    recording.state = 'ready';
    this.#recordings.set(id, recording);
    this.#byStart.add(recording);
    this.#keep(recording);
  }

  #keep(recording: Recording): void {
    this.#ready.add(recording);
    this.#readyBytes += recording.bytes;
  }

  /** The bridge was killed while it recorded this: the header is behind what is in the file. */
  async #repair(recording: Recording): Promise<void> {
    const handle = await this.#files.open(this.pathOf(recording), 'r+');
    try {
      const { size, mtime } = await handle.stat();
      const audioBytes = Math.max(0, size - WAV_HEADER_BYTES);
      const dataBytes = audioBytes - (audioBytes % blockBytes(recording));
      await handle.write(wavHeader(recording, dataBytes), 0, WAV_HEADER_BYTES, 0);
      await handle.truncate(WAV_HEADER_BYTES + dataBytes);
      recording.endedAt = mtime.toISOString();
      Object.assign(recording, sizes(recording, dataBytes));
    } finally {
      await handle.close();
    }
    recording.error ??= 'interrupted';
    recording.state = 'ready';
    await this.#save(recording);
  }

  async #begin(recording: Recording): Promise<void> {
    try {
      await this.#files.mkdir(this.options.folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      this.options.log.error({ error: describeError(error) }, 'recordings folder not made');
    }
    await this.#save(recording);
  }

  /** Failures are left to the audio, which is written to the same disk. */
  async #save(recording: Recording): Promise<void> {
    const path = join(this.options.folder, `${recording.id}.json`);
    try {
      await this.#files.writeFile(`${path}.tmp`, JSON.stringify(recording), { mode: 0o600 });
      await this.#files.rename(`${path}.tmp`, path);
    } catch (error) {
      this.options.log.warn({ recording: recording.id, error: describeError(error) }, 'recording not noted');
    }
  }

  async #remove(recording: Recording): Promise<void> {
    this.#recordings.delete(recording.id);
    this.#byStart.delete(recording);
    if (this.#ready.delete(recording)) this.#readyBytes -= recording.bytes;
    // The audio first: what is left by a failure is known at the next start, and can be deleted then.
    await this.#files.rm(this.pathOf(recording), { force: true });
    await this.#files.rm(this.#transcriptPath(recording), { force: true });
    await this.#files.rm(join(this.options.folder, `${recording.id}.json`), { force: true });
  }
}
