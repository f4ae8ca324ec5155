import { FRAME_MS } from './audio';
import type { CallSettings } from './settings';

/** So long a caller waits in silence for an assistant whose socket isn't open. */
const ABSENT_MS = 1000;
/** So long for one that is connected: its first words may take a while, and its audio may be late. */
const MUTE_MS = 2000;
/** An assistant keeps time when it has gone on sending silence for so long after its last word … */
const STEADY_MS = 1000;
/** … without a pause longer than this. */
const PAUSE_MS = 200;
/** Audio after a longer pause than this shows that it doesn't keep time after all. */
const BROKEN_MS = 1000;

/**
 * Watches over an assistant on behalf of a caller who hears nothing. Three things are no pause in a conversation: no
 * assistant is there (its call is being created, or it was lost); it is connected and has never sent any audio; or it
 * has stalled. Vapi's transport carries silence between utterances, so an assistant that has once kept time with
 * silence does so until the contrary shows: when it sends nothing at all, in mid-utterance too, it has stalled. Of one
 * that only sends while it speaks that can't be said, and isn't. Nor is it said while messages come: who tells what it
 * hears is there, and has time-outs of its own.
 *
 * It counts calls of the 20 ms clock rather than time: a pause of this process is nobody's silence.
 */
export class Attendance {
  readonly #silentLimitMs: number;
  readonly #tone: boolean;
  #open = false;
  /** Whether audio has come since the opening. */
  #heard = false;
  #keepsTime = false;
  #steadyMs = 0;
  #sinceAudioMs = 0;
  /** How long the caller has had nothing to hear but the waiting tone. */
  #waitingMs = 0;
  #ringing = false;

  constructor(settings: Pick<CallSettings, 'waitingTone' | 'assistantSilentMs'>) {
    this.#tone = settings.waitingTone;
    this.#silentLimitMs = settings.assistantSilentMs;
  }

  /** Whether the caller is to hear the waiting tone. */
  get ringing(): boolean {
    return this.#ringing;
  }

  /** Whether the assistant must be taken for lost. */
  get isLost(): boolean {
    if (!this.#open || this.#silentLimitMs === 0) return false;
    return this.#isMute() && this.#waitingMs >= Math.max(this.#silentLimitMs, this.#heard ? MUTE_MS : 0);
  }

  /** The assistant's socket is open. */
  opened(): void {
    this.#open = true;
    this.#heard = false;
    this.#forget();
  }

  /** The assistant is gone. */
  gone(): void {
    this.#open = false;
    this.#forget();
  }

  /** The assistant has sent audio, silence or speech. Whether it puts an end to the waiting tone. */
  audio(): boolean {
    this.#heard = true;
    if (this.#sinceAudioMs > BROKEN_MS) this.#keepsTime = false;
    this.#sinceAudioMs = 0;
    this.#waitingMs = 0;
    if (!this.#ringing) return false;
    this.#ringing = false;
    return true;
  }

  /**
   * A message has come that is no audio. It puts the waiting off, but doesn't end the tone, and is no audio that comes
   * in step with time: messages come in the pauses of those, too, who send only while they speak.
   */
  alive(): void {
    this.#waitingMs = 0;
  }

  /**
   * To be called every 20 ms while there is a caller.
   * @param isPlaying whether the caller still has something to hear
   * @param silentMs how long the assistant has been silent at the end of what it has sent; 0 within an utterance
   */
  frame(isPlaying: boolean, silentMs: number): void {
    this.#observe(silentMs);
    this.#waitingMs = isPlaying && !this.#ringing ? 0 : this.#waitingMs + FRAME_MS;
    if (this.#ringing || !this.#tone) return;
    if (!this.#open) this.#ringing = this.#waitingMs >= ABSENT_MS;
    else this.#ringing = this.#isMute() && this.#waitingMs >= MUTE_MS;
  }

  /** Whether that it sends nothing means that something is wrong. */
  #isMute(): boolean {
    return !this.#heard || this.#keepsTime;
  }

  /** Finds out whether the assistant keeps time. */
  #observe(silentMs: number): void {
    this.#sinceAudioMs += FRAME_MS;
    if (this.#sinceAudioMs > PAUSE_MS) {
      this.#steadyMs = 0;
    } else if (silentMs === 0) {
      this.#steadyMs = 0;
    } else {
      this.#steadyMs += FRAME_MS;
      if (this.#steadyMs >= STEADY_MS && silentMs >= STEADY_MS) this.#keepsTime = true;
    }
  }

  #forget(): void {
    this.#keepsTime = false;
    this.#steadyMs = 0;
    this.#sinceAudioMs = 0;
    this.#waitingMs = 0;
  }
}
