import { type AudioFormat, FRAME_MS, frameBytes, level } from './audio';

/** Mean amplitude above which 20 ms count as speech: far over line noise, far under a voice. */
const SPEECH_LEVEL = 250;

/** So much silence ends a stretch of speech; shorter gaps are pauses between words. */
const PAUSE_MS = 600;

/**
 * Says when the caller speaks, by energy alone. Time is counted in audio received, not by the clock, so that a
 * late packet is no pause.
 */
export class SpeechDetector {
  /** Speech heard since the turn began, in ms. */
  spokenMs = 0;
  /** Silence since the last speech, in ms of audio. */
  silentMs = 0;
  /** Whether the caller is in a stretch of speech. */
  speaking = false;
  private rest = Buffer.alloc(0);

  constructor(
    private readonly format: AudioFormat,
    private readonly changed: (speaking: boolean) => void = () => {},
  ) {}

  /** Takes caller audio in pieces of any size. */
  push(audio: Buffer): void {
    const size = frameBytes(this.format);
    const all = this.rest.length === 0 ? audio : Buffer.concat([this.rest, audio]);
    let at = 0;
    for (; at + size <= all.length; at += size) this.frame(all.subarray(at, at + size));
    this.rest = Buffer.from(all.subarray(at));
  }

  /** Begins a new turn. Speech that is under way counts towards it. */
  beginTurn(): void {
    if (!this.speaking) this.spokenMs = 0;
  }

  /** Ends the turn: what was said is used up. */
  endTurn(): void {
    this.spokenMs = 0;
    this.silentMs = 0;
    this.set(false);
  }

  private frame(audio: Buffer): void {
    if (level(this.format, audio) >= SPEECH_LEVEL) {
      this.spokenMs += FRAME_MS;
      this.silentMs = 0;
      this.set(true);
      return;
    }
    this.silentMs += FRAME_MS;
    if (this.silentMs >= PAUSE_MS) this.set(false);
  }

  private set(speaking: boolean): void {
    if (this.speaking === speaking) return;
    this.speaking = speaking;
    this.changed(speaking);
  }
}
