import { writeLinear } from '../recording/pcm';
import { detectFormat, isTelling, type StreamFormat } from './format';

/** The rate is measured behind what a stream begins with: what has waited for the listener comes at once. */
const WARM_UP_MS = 300;
const MEASURING_MS = 2000;
/** How often it is looked whether enough can be heard. */
const LOOKING_MS = 500;
/** After so long, or so much, a stream in which nothing is heard is taken for what is likely. */
const PATIENCE_MS = 10_000;
const MAX_UNKNOWN_BYTES = 1024 * 1024;
/** Audio is passed on in pieces: about a second. */
const PIECE_BYTES = 64 * 1024;

export interface StreamTarget {
  /** The format is known; audio follows. */
  format(format: StreamFormat): void;
  /** PCM s16le, the target's own. */
  audio(audio: Buffer): void;
}

/** Takes in a stream of audio of unknown format, and gives it out as PCM in pieces once the format is known. */
export class StreamIntake {
  #unknown: Buffer[] = [];
  #unknownBytes = 0;
  #startedAt: number | undefined;
  #measuredFrom: number | undefined;
  #measuredBytes = 0;
  #latestAt = 0;
  #nextLook = MEASURING_MS;
  #format: StreamFormat | undefined;
  #piece = Buffer.allocUnsafe(PIECE_BYTES);
  #filled = 0;

  /** @param known what is not to be found out */
  constructor(
    private readonly target: StreamTarget,
    private readonly known: Partial<StreamFormat>,
  ) {
    const { encoding, sampleRate, channels } = known;
    if (encoding && sampleRate && channels) this.#decide({ encoding, sampleRate, channels });
  }

  /** @param audio not needed any more when it returns  @param at when it came, monotonic, in ms */
  push(audio: Buffer, at: number): void {
    if (this.#format) {
      this.#pass(audio);
      return;
    }
    this.#unknown.push(Buffer.from(audio));
    this.#unknownBytes += audio.length;
    this.#startedAt ??= at;
    this.#latestAt = at;
    if (this.#measuredFrom !== undefined) this.#measuredBytes += audio.length;
    else if (at - this.#startedAt >= WARM_UP_MS) this.#measuredFrom = at;
    const measuredMs = this.#measuredMs;
    if (this.#unknownBytes >= MAX_UNKNOWN_BYTES || measuredMs >= PATIENCE_MS) this.#detect();
    else if (measuredMs >= this.#nextLook) {
      this.#nextLook += LOOKING_MS;
      if (isTelling(this.#bytes())) this.#detect();
    }
  }

  /** Nothing more comes: gives out what is left. */
  end(): void {
    if (!this.#format && this.#unknownBytes > 0) this.#detect();
    if (this.#filled > 0) this.target.audio(this.#piece.subarray(0, this.#filled));
    this.#filled = 0;
  }

  get #measuredMs(): number {
    return this.#measuredFrom === undefined ? 0 : this.#latestAt - this.#measuredFrom;
  }

  #bytes(): Buffer {
    if (this.#unknown.length > 1) this.#unknown = [Buffer.concat(this.#unknown)];
    return this.#unknown[0] ?? Buffer.alloc(0);
  }

  #detect(): void {
    const measuredMs = this.#measuredMs;
    const bytesPerSecond =
      measuredMs >= MEASURING_MS / 2 ? (this.#measuredBytes * 1000) / measuredMs : undefined;
    const bytes = this.#bytes();
    this.#unknown = [];
    this.#decide(detectFormat(bytes, bytesPerSecond, this.known));
    this.#pass(bytes);
  }

  #decide(format: StreamFormat): void {
    this.#format = format;
    this.target.format(format);
  }

  #pass(audio: Buffer): void {
    const isMuLaw = this.#format?.encoding === 'mulaw';
    const scale = isMuLaw ? 2 : 1;
    for (let at = 0; at < audio.length;) {
      const taken = Math.min(audio.length - at, Math.floor((PIECE_BYTES - this.#filled) / scale));
      const part = audio.subarray(at, at + taken);
      if (isMuLaw) writeLinear(part, this.#piece.subarray(this.#filled));
      else part.copy(this.#piece, this.#filled);
      at += taken;
      this.#filled += taken * scale;
      if (this.#filled < PIECE_BYTES) continue;
      this.target.audio(this.#piece);
      this.#piece = Buffer.allocUnsafe(PIECE_BYTES);
      this.#filled = 0;
    }
  }
}
