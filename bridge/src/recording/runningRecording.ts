import { deferred } from '../deferred';
import type { Turn } from '../relay/peer';
import { sizes, type Recording } from './recording';
import type { TranscriptWriter } from './transcript';
import type { WavFormat } from './wav';
import type { WavWriter } from './wavWriter';

export interface RunningRecordingHooks {
  /** Wall-clock time. */
  now(): Date;
  /** Its format is known now. */
  changed(): void;
  /** Everything was written. */
  finish(): Promise<void>;
}

/** A recording that is being made. */
export class RunningRecording {
  readonly #over = deferred();
  #ended: Promise<Recording> | undefined;
  /** When its first audio was heard: what is said is told by its place in the audio. */
  #beganAt: number;

  constructor(
    readonly recording: Recording,
    private readonly writer: WavWriter,
    private readonly transcript: TranscriptWriter,
    private readonly hooks: RunningRecordingHooks,
  ) {
    this.#beganAt = Date.parse(recording.startedAt);
  }

  /** Resolves when its end has begun, whoever has ended it. */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  /** Its audio begins now, and not when it was asked for. */
  begins(): void {
    this.#beganAt = this.hooks.now().getTime();
  }

  /** Tells the format, when it is found out only now; before anything was added. */
  useFormat({ sampleRate, channels }: WavFormat): void {
    Object.assign(this.recording, { sampleRate, channels });
    this.hooks.changed();
  }

  /** Adds PCM s16le, which belongs to the recording from now on. False: it is over, no more is of use. */
  append(audio: Buffer): boolean {
    if (this.#ended || !this.writer.append(audio)) return false;
    Object.assign(this.recording, sizes(this.recording, this.writer.dataBytes));
    return true;
  }

  /** Adds silence, as `append` does. */
  skip(bytes: number): boolean {
    if (this.#ended || !this.writer.skip(bytes)) return false;
    Object.assign(this.recording, sizes(this.recording, this.writer.dataBytes));
    return true;
  }

  /** Adds a turn of the conversation, which has just been completed. */
  said({ role, text }: Turn): void {
    if (this.#ended) return;
    const ms = this.hooks.now().getTime() - this.#beganAt;
    this.transcript.add({ role, text, seconds: Math.max(0, ms) / 1000 });
  }

  /**
   * Completes it. Resolves with what it has become, also when the disk has failed; doing it twice is the same as once.
   * @param known what may have been unknown at the start
   */
  end(known: Partial<Pick<Recording, 'carrierCallId' | 'assistantCallId'>> = {}): Promise<Recording> {
    Object.assign(this.recording, known);
    this.#over.resolve();
    this.#ended ??= this.#end();
    return this.#ended;
  }

  async #end(): Promise<Recording> {
    await this.writer.close();
    await this.transcript.close();
    Object.assign(this.recording, sizes(this.recording, this.writer.dataBytes));
    await this.hooks.finish();
    return this.recording;
  }
}
