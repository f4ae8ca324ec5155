import type { Clock } from '../clock';
import { BYTES_PER_MS } from '../relay/audio';
import type { AudioTap, SessionIdentity } from '../relay/observer';
import type { Turn } from '../relay/peer';
import { CallMix } from './callMix';
import { STEREO_BYTES } from './pcm';
import { PIECE_BYTES, takePiece } from './pieces';
import type { Recording } from './recording';
import type { RecordingStore } from './recordingStore';
import type { RunningRecording } from './runningRecording';

/** What of a session a recording needs. */
export interface RecordedSession {
  readonly id: string;
  readonly identity: SessionIdentity;
  addTap(tap: AudioTap): () => void;
}

/** Audio that comes so late finds its place; what the caller says during a longer stall is torn off at its beginning. */
const LAG_MS = 2000;
/** How often audio goes to disk. With the lag and the lead, one track then has less than 32 KiB. */
const INTERVAL_MS = 1500;
/** As much as is taken at once, in samples. */
const PIECE = PIECE_BYTES / STEREO_BYTES;
/** Turns that are kept before there is a recording that they could belong to. */
const MAX_EARLY = 20;
const FORMAT = { sampleRate: 1000 * BYTES_PER_MS, channels: 2 };

/** Records a session, from its first audio on. Unless somebody has asked for it, a silent session leaves no file. */
export class Recorder implements AudioTap {
  readonly #leave: () => void;
  #mix: CallMix | undefined;
  #running: RunningRecording | undefined;
  /** What was said before anything was heard. */
  readonly #early: Turn[] = [];
  #lastTaken = 0;
  #hasFailed = false;
  #isOver = false;

  constructor(
    private readonly session: RecordedSession,
    private readonly store: RecordingStore,
    private readonly clock: Clock,
    /** Called once, when nothing more will be recorded; without a recording nothing was heard. */
    private readonly done: (recording: Promise<Recording> | undefined) => void,
  ) {
    this.#leave = session.addTap(this);
  }

  /** Undefined: nothing was heard yet. */
  get recordingId(): string | undefined {
    return this.#running?.recording.id;
  }

  /** What is being recorded; from now on it is there, whether anything is heard or not. */
  open(): Recording {
    return this.#open().recording;
  }

  caller(audio: Buffer, at: number): void {
    const mix = this.#mix ?? this.#begin(at);
    // First, as after a long pause there is no room for it yet.
    if (at - this.#lastTaken >= INTERVAL_MS) this.#take(mix, mix.settled(at), at);
    mix.caller(audio, at);
  }

  assistant(frame: Buffer, playsAt: number): void {
    const now = this.clock.now();
    const mix = this.#mix ?? this.#begin(now);
    if (now - this.#lastTaken >= INTERVAL_MS) this.#take(mix, mix.settled(now), now);
    mix.assistant(frame, playsAt);
  }

  cleared(at: number): void {
    this.#mix?.cleared(at);
  }

  /** A turn of the conversation is complete. */
  said(turn: Turn): void {
    if (this.#isOver) return;
    if (this.#running && this.#mix) this.#running.said(turn);
    else if (this.#early.length < MAX_EARLY) this.#early.push(turn);
  }

  ended(at: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#mix) this.#take(this.#mix, this.#mix.end(at), at);
    if (this.#running && !this.#mix) {
      this.#running.begins();
      this.#addEarly(this.#running);
    }
    const { carrierCallId, assistantCallId } = this.session.identity;
    this.done(this.#running?.end({ carrierCallId, assistantCallId }));
  }

  /** Ends the recording before its session does. */
  stop(): void {
    this.#leave();
    this.ended(this.clock.now());
  }

  #open(): RunningRecording {
    const { carrier, carrierCallId, assistantCallId, sessionId } = this.session.identity;
    if (this.#running) return this.#running;
    const running = this.store.start(
      { source: 'session', sessionId, carrier, carrierCallId, assistantCallId },
      FORMAT,
    );
    this.#running = running;
    // Somebody may end or delete it by its own id: the next one that is asked for is another.
    void running.over.then(() => this.stop());
    return running;
  }

  /** What was said before anything was heard belongs to its beginning. */
  #addEarly(running: RunningRecording): void {
    for (const turn of this.#early.splice(0)) running.said(turn);
  }

  #begin(now: number): CallMix {
    const running = this.#open();
    running.begins();
    this.#addEarly(running);
    this.#lastTaken = now;
    this.#mix = new CallMix(now, LAG_MS);
    return this.#mix;
  }

  #take(mix: CallMix, samples: number, now: number): void {
    this.#lastTaken = now;
    for (let left = samples; left > 0 && !this.#hasFailed;) {
      if (mix.isSilent) {
        // However long nothing is heard, as while the caller talks to somebody else, it costs nothing.
        mix.skip(left);
        this.#hasFailed = this.#running?.skip(left * STEREO_BYTES) === false;
        break;
      }
      const audio = takePiece(Math.min(left, PIECE) * STEREO_BYTES);
      mix.take(audio);
      this.#hasFailed = this.#running?.append(audio) === false;
      left -= PIECE;
    }
    // Nothing more is kept of it, and nothing is heard for it any more.
    if (this.#hasFailed && !this.#isOver) this.stop();
  }
}
