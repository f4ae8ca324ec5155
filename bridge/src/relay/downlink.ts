import type { Clock } from '../clock';
import { deferred, type Deferred } from '../deferred';
import { FRAME_MS, framesIn, isSilent } from './audio';
import { BargeIn } from './bargeIn';
import type { Meter } from './meter';
import type { AudioTap } from './observer';
import { Pacer } from './pacer';
import type { CarrierPeer } from './peer';
import { PlayoutCheck } from './playoutCheck';
import type { CallSettings } from './settings';
import { ringingFrame } from './tones';
import { Utterance } from './utterance';

/** The longest utterance that may wait here. */
const MAX_QUEUE_MS = 120_000;
/** A carrier that has not taken this much doesn't get more; what comes meanwhile waits in the pacer. */
const MAX_BACKLOG_BYTES = 32 * 1024;
/** After the end was announced, audio still under way is waited for so long. */
const TRAILING_MS = 200;
/** How much of the waiting tone lies at the carrier: enough for a late tick. */
const TONE_LEAD_MS = 60;

/** The assistant's audio on its way to the caller: paced, and dropped when the caller interrupts. */
export class Downlink {
  readonly #pacer: Pacer;
  readonly #check: PlayoutCheck;
  readonly #bargeIn = new BargeIn();
  readonly #utterance = new Utterance();
  readonly #playedOut = deferred();
  #carrier: CarrierPeer | undefined;
  #attachedAt = 0;
  /** The slot of the 20 ms clock that is being served. */
  #slot: number | undefined;
  /** How much of the waiting tone was sent since it began, in frames. */
  #toneFrames = 0;
  #sendingTone = false;
  #firstAudioOut = false;
  /** Whether the assistant has said anything that the caller has heard, or will hear. */
  #hasWords = false;
  /** Whether the caller was given any of it. */
  #wordsOut = false;
  /** Whether the carrier was told to clear and got nothing since. */
  #isCleared = false;
  /** Goes up with each interruption: a mark tells by its name whether anything has been dropped since. */
  #generation = 0;
  #endAnnouncedAt: number | undefined;
  #endMark: string | undefined;
  #endMarks = 0;
  #staleBytes = 0;
  #stopped = false;
  /** Told of everything that the caller gets to hear, the waiting tone too; undefined: nobody listens in. */
  tap: AudioTap | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly meter: Meter,
    settings: Pick<CallSettings, 'pacing' | 'pacingLeadMs'>,
  ) {
    this.#pacer = new Pacer({
      leadMs: settings.pacing ? settings.pacingLeadMs : Infinity,
      maxQueueMs: MAX_QUEUE_MS,
      give: (frame, due) => this.#give(frame, due),
    });
    this.#check = new PlayoutCheck(this.#pacer.playout);
  }

  get queuedMs(): number {
    return this.#pacer.queuedMs;
  }

  /** How long the assistant has been silent at the end of what it has sent, in ms; 0 within an announced utterance. */
  get silentMs(): number {
    return this.#utterance.running ? 0 : this.#pacer.silentMs;
  }

  /** Whether the assistant is within an utterance that it has announced. */
  get isAnnounced(): boolean {
    return this.#utterance.running;
  }

  /** Whether the caller has heard anything of this assistant's but silence, or will if nothing comes in between. */
  get hasWords(): boolean {
    return this.#hasWords;
  }

  /** Audio of interrupted utterances that came late, and was not passed on. */
  get staleBytes(): number {
    return this.#staleBytes;
  }

  /** Whether the caller still has something to hear, here or at the carrier. */
  isPlaying(now: number): boolean {
    return !this.#pacer.empty || this.#pacer.playout.playedAt(now) > now;
  }

  /** How long it takes until the caller has heard all that waits, here and at the carrier, in ms. */
  playingMs(now: number): number {
    return this.#pacer.playout.playedAt(now) - now + this.#check.overdueMs(now) + this.#pacer.queuedMs;
  }

  /** From now on audio goes to `carrier`, what has waited for it first. */
  attach(carrier: CarrierPeer): void {
    const now = this.clock.now();
    this.#carrier = carrier;
    this.#attachedAt = now;
    this.#check.reset();
    if (this.#isReady()) this.#pacer.pump(now);
  }

  /** The carrier's stream is gone, and another one may come. What waits is dropped. */
  detach(): void {
    this.#carrier = undefined;
    this.#isCleared = false;
    // Who comes back from somebody else waits for a word again.
    this.#hasWords = false;
    this.#wordsOut = false;
    this.drop();
    this.tap?.cleared(this.clock.now());
  }

  /** Takes the assistant's audio in. False: more is waiting than may. */
  push(audio: Buffer): boolean {
    if (this.#stopped) return true;
    if (this.#bargeIn.isStale(audio)) {
      this.#staleBytes += audio.length;
      return true;
    }
    if (this.#pacer.push(audio, this.clock.now(), this.#isReady())) {
      if (!this.#hasWords && !isSilent(audio)) this.#hasWords = true;
      return true;
    }
    this.meter.dropped('to_caller', framesIn(audio.length));
    return false;
  }

  /** Puts sounds of the bridge's own, such as keys, behind what waits. An interruption drops them like the rest. */
  sound(audio: Buffer): void {
    if (!this.#stopped) this.#pacer.push(audio, this.clock.now(), this.#isReady());
  }

  /**
   * The caller talks over the assistant. Our queue goes first, so that nothing stale can follow the `clear`; that is
   * sent even when nothing waits here, since the carrier's own buffer is never empty while it plays; but not twice
   * with nothing in between, or interruptions would pile up in front of a carrier that doesn't read. What is still
   * under way from the assistant is dropped when it comes.
   */
  interrupt(): void {
    this.drop();
    this.#bargeIn.interrupted();
    this.#utteranceEnded();
    if (!this.#wordsOut) this.#hasWords = false;
    this.#generation += 1;
    // The carrier echoes marks also when it is cleared (Twilio docs: Media Streams, "clear message"): the echo of
    // this one would not mean that anything was heard.
    this.#endMark = undefined;
    if (!this.#stopped) this.#clearCarrier();
  }

  /** Another assistant is there, whose words are yet to come: nothing that comes was interrupted. */
  assistantOpened(): void {
    this.#bargeIn.assistantStarted();
    this.#utterance.reset();
    this.#pacer.keepsPauses = false;
    this.#hasWords = false;
    this.#wordsOut = false;
  }

  /** The assistant begins an utterance: what comes from now on is not the interrupted one's. */
  assistantStarted(): void {
    this.#bargeIn.assistantStarted();
    this.#utterance.began();
    this.#pacer.keepsPauses = this.#utterance.running;
  }

  /** Its utterance is over: silence that comes from now on is idle. */
  assistantStopped(): void {
    this.#utteranceEnded();
  }

  /** Sends what is due. To be called every 20 ms. */
  frame(slot: number): void {
    this.#bargeIn.tick();
    if (!this.#isReady()) return;
    this.#slot = slot;
    this.#pacer.pump(slot);
    this.#slot = undefined;
    if (this.#endAnnouncedAt === undefined) this.#askWhatIsPlayed(slot);
    else if (this.#endMark === undefined) this.#markEnd(slot);
  }

  /** Goes on with the waiting tone. To be called every 20 ms, while nothing of the assistant's is playing. */
  ring(slot: number): void {
    // What waits, such as keys, goes first: it may be allowed less time at the carrier than the tone takes.
    if (!this.#isReady() || !this.#pacer.empty) return;
    this.#sendingTone = true;
    while (this.#pacer.playout.playedAt(slot) - slot < TONE_LEAD_MS) {
      this.#pacer.insert(ringingFrame(this.#toneFrames), slot);
      this.#toneFrames += 1;
    }
    this.#sendingTone = false;
  }

  /** The assistant is there (again): nothing of the tone may lie between the caller and its first word. */
  stopRinging(): void {
    if (this.#toneFrames === 0 || this.#stopped) return;
    this.#toneFrames = 0;
    // Keys that wait are to be heard, after what little of the tone lies before them.
    if (!this.#pacer.empty) return;
    this.drop();
    this.#clearCarrier();
  }

  /** The carrier has echoed a mark. */
  played(mark: string): void {
    if (mark === this.#endMark) this.#playedOut.resolve();
    else this.#check.echoed(mark, this.clock.now());
  }

  /**
   * No more audio will come but what is under way: what waits is played to its end.
   * @returns what settles with the echo of the mark behind the last byte, and the time by which it must have come
   */
  playOut(): { played: Deferred; boundMs: number } {
    const now = this.clock.now();
    this.#endAnnouncedAt ??= now;
    this.#pacer.flush();
    return { played: this.#playedOut, boundMs: this.playingMs(now) + 2000 };
  }

  /** Forgets what waits. */
  drop(): void {
    this.#pacer.clear(this.clock.now());
    this.#check.cleared();
  }

  /** Sends nothing more, and forgets what waits. */
  stop(): void {
    this.#stopped = true;
    this.drop();
  }

  #isReady(): boolean {
    return this.#carrier !== undefined && !this.#stopped && this.#carrier.backlogBytes <= MAX_BACKLOG_BYTES;
  }

  #give(frame: Buffer, due: number): void {
    this.#carrier?.sendAudio(frame);
    this.#isCleared = false;
    this.tap?.assistant(frame, this.#pacer.playout.latestPlaysAt);
    if (this.#sendingTone) return;
    if (!this.#wordsOut && !isSilent(frame)) this.#wordsOut = true;
    if (!this.#firstAudioOut) {
      this.#firstAudioOut = true;
      this.meter.firstAudio(this.clock.now() - this.#attachedAt);
    }
    this.meter.relayed('to_caller', this.#slot === undefined ? 0 : this.#lateness(this.#slot, due));
  }

  /** How late a frame is that goes with the clock: its turn is the first slot at which it was due. */
  #lateness(slot: number, due: number): number {
    const now = this.clock.now();
    return Math.max(0, now - slot, now - due - FRAME_MS);
  }

  #clearCarrier(): void {
    if (this.#isCleared) return;
    this.#isCleared = this.#carrier !== undefined;
    this.#carrier?.clear();
    this.tap?.cleared(this.clock.now());
  }

  #utteranceEnded(): void {
    this.#utterance.ended();
    this.#pacer.keepsPauses = false;
  }

  #askWhatIsPlayed(now: number): void {
    if (this.#toneFrames === 0 && this.#check.due(now)) this.#carrier?.mark(this.#check.ask(now));
  }

  #markEnd(now: number): void {
    if (!this.#pacer.empty || now - (this.#endAnnouncedAt ?? now) < TRAILING_MS) return;
    this.#endMarks += 1;
    this.#endMark = `g${this.#generation}-end-${this.#endMarks}`;
    this.#carrier?.mark(this.#endMark);
  }
}
