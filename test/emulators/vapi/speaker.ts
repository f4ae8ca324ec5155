import { type AudioFormat, FRAME_MS, frameBytes, silence } from './audio';

/** How one utterance is to be spoken. */
export interface Speech {
  audio: Buffer;
  burst: boolean;
  interruptAfterMs: number | undefined;
  staleAfterInterruptMs: number;
  /** Called before the first byte. */
  started(): void;
  /** Called when the caller barges in, before any stale byte. */
  interrupted(): void;
  /** Called with each piece of speech that goes out, without the padding. */
  sent(piece: Buffer): void;
  /** Called when it was played to the end, cut, or stopped, before anything else is sent. */
  ended(interrupted: boolean): void;
}

interface Current {
  speech: Speech;
  at: number;
  /** Real time played, in ms. */
  playedMs: number;
  /** Bytes that may still go out; lowered by an interruption. */
  end: number;
  cut: boolean;
  settle(): void;
}

/**
 * The assistant's mouth: a frame every 20 ms on a monotonic clock, speech if there is some, else silence. A
 * burst goes out at once; while it would be playing, silence goes on in real time, as nothing says that Vapi
 * waits for playback: a receiver that queues it all falls behind. An utterance is over when its playing time is.
 * Utterances wait for each other.
 */
export class Speaker {
  muted = false;
  private readonly waiting: Current[] = [];
  private current: Current | undefined;
  private timer: NodeJS.Timeout | undefined;
  private began = 0;
  private ticks = 0;

  constructor(
    private readonly format: AudioFormat,
    private readonly send: (frame: Buffer) => void,
    private readonly ticked: () => void,
  ) {}

  start(): void {
    this.began = performance.now();
    this.schedule();
  }

  /** Stops for good; utterances that were cut off count as interrupted. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const cut = [...(this.current ? [this.current] : []), ...this.waiting.splice(0)];
    this.current = undefined;
    for (const entry of cut) finish(entry, true);
  }

  /** Resolves when it was played to the end, or cut. */
  speak(speech: Speech): Promise<void> {
    return new Promise((settle) => {
      this.waiting.push({ speech, at: 0, playedMs: 0, end: speech.audio.length, cut: false, settle });
    });
  }

  /** Cuts the utterance that is being spoken, as a barge-in does. */
  interrupt(): void {
    if (this.current) this.cut(this.current);
  }

  private schedule(): void {
    const due = this.began + this.ticks * FRAME_MS;
    this.timer = setTimeout(
      () => {
        while (this.timer && this.began + this.ticks * FRAME_MS <= performance.now()) {
          this.ticks += 1;
          this.tick();
        }
        if (this.timer) this.schedule();
      },
      Math.max(0, due - performance.now()),
    );
  }

  private tick(): void {
    this.ticked();
    if (!this.timer) return;
    const entry = this.current ?? this.next();
    if (!entry) {
      this.send(silence(this.format));
      return;
    }
    const limit = entry.speech.interruptAfterMs;
    if (!entry.cut && limit !== undefined && entry.playedMs >= limit) this.cut(entry);
    if (this.isOver(entry)) {
      this.current = undefined;
      finish(entry, entry.cut);
      this.send(silence(this.format));
      return;
    }
    if (entry.at >= entry.end) this.send(silence(this.format));
    else if (entry.speech.burst) while (entry.at < entry.end) this.frame(entry);
    else this.frame(entry);
    entry.playedMs += FRAME_MS;
  }

  private next(): Current | undefined {
    this.current = this.waiting.shift();
    this.current?.speech.started();
    return this.current;
  }

  private isOver(entry: Current): boolean {
    if (entry.at < entry.end) return false;
    if (entry.cut || !entry.speech.burst) return true;
    return entry.playedMs >= (entry.speech.audio.length / frameBytes(this.format)) * FRAME_MS;
  }

  private cut(entry: Current): void {
    if (entry.cut) return;
    entry.cut = true;
    entry.speech.interrupted();
    const frames = Math.floor(entry.speech.staleAfterInterruptMs / FRAME_MS);
    entry.end = Math.min(entry.end, entry.at + frames * frameBytes(this.format));
  }

  /** One frame of the utterance; the last one is filled up with silence. */
  private frame(entry: Current): void {
    const size = frameBytes(this.format);
    const piece = entry.speech.audio.subarray(entry.at, Math.min(entry.at + size, entry.end));
    entry.at += piece.length;
    if (this.muted) {
      this.send(silence(this.format));
      return;
    }
    entry.speech.sent(piece);
    this.send(piece.length === size ? piece : Buffer.concat([piece, silence(this.format)], size));
  }
}

/** In this turn of the event loop, so that a late clock catching up cannot start the next utterance before. */
function finish(entry: Current, interrupted: boolean): void {
  entry.speech.ended(interrupted);
  entry.settle();
}
