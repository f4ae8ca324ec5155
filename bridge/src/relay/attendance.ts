import { FRAME_MS, isSilent } from './audio';
import type { CallSettings } from './settings';

/** So long a caller waits in silence for an assistant whose socket isn't open. */
const ABSENT_MS = 1000;
/** So long for one that is connected: its first words may take a while, and its audio may be late. */
const MUTE_MS = 2000;
/** An assistant keeps time when it has gone on sending silence for so long after its last word … */
const STEADY_MS = 1000;
/** … without a pause longer than this. */
const PAUSE_MS = 200;
/** Audio after a longer pause than this, with nothing to hear in it, shows that it doesn't keep time after all. */
const BROKEN_MS = 1000;

/**
 * Watches over an assistant on behalf of a caller who hears nothing. Three things are no pause in a conversation: no
 * assistant is there (its call is being created, or it was lost); it is connected and has never said a word, nor sends
 * silence; or it has stalled. Vapi's transport carries silence between utterances, so an assistant that has once kept
 * time with silence does so until the contrary shows: when it sends nothing at all, in mid-utterance too, it has
 * stalled. Of one that only sends while it speaks that can't be said, and isn't. Nor is it said while messages come: who
 * tells what it hears is there, and has time-outs of its own.
 *
 * It counts calls of the 20 ms clock rather than time: a pause of this process is nobody's silence.
 */
export class Attendance {
  readonly #silentLimitMs: number;
  readonly #tone: boolean;
  #open = false;
  /** Whether audio has come since the opening, and whether there were words in it. */
  #heard = false;
  #hasSpoken = false;
  #keepsTime = false;
  #steadyMs = 0;
  #sinceAudioMs = 0;
  /** The same, without the time in which the caller still heard what had come before. */
  #quietMs = 0;
  #isAnnounced = false;
  /** How long the caller has had nothing to hear but the waiting tone. */
  #unheardMs = 0;
  /** The same since the assistant's last sign of life. */
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
    this.#hasSpoken = false;
    this.#forget();
  }

  /** The assistant is gone. */
  gone(): void {
    this.#open = false;
    this.#forget();
  }

  /** The assistant has sent audio, silence or speech. Whether it puts an end to the waiting tone. */
  audio(audio: Buffer): boolean {
    this.#heard = true;
    if (!this.#hasSpoken && !isSilent(audio)) this.#hasSpoken = true;
    // Within an utterance that was announced a pause is a stall, whoever makes it.
    if (this.#quietMs > BROKEN_MS && !this.#isAnnounced) this.#keepsTime = false;
    this.#sinceAudioMs = 0;
    this.#quietMs = 0;
    this.#unheardMs = 0;
    this.#waitingMs = 0;
    if (!this.#ringing) return false;
    this.#ringing = false;
    return true;
  }

  /**
   * A message has come that is no audio. It puts the waiting off, but doesn't end the tone, nor delays the first one for
   * a caller who has not heard a word yet; and it is no audio that comes in step with time: messages come in the pauses
   * of those, too, who send only while they speak.
   */
  alive(): void {
    this.#waitingMs = 0;
    if (this.#hasSpoken) this.#unheardMs = 0;
  }

  /**
   * To be called every 20 ms while there is a caller.
   * @param isPlaying whether the caller still has something to hear
   * @param silentMs how long the assistant has been silent at the end of what it has sent; 0 within an utterance
   * @param isAnnounced whether the assistant is within an utterance that it has announced
   */
  frame(isPlaying: boolean, silentMs: number, isAnnounced: boolean): void {
    this.#observe(silentMs);
    this.#isAnnounced = isAnnounced;
    if (!isPlaying) this.#quietMs += FRAME_MS;
    const hears = isPlaying && !this.#ringing;
    this.#unheardMs = hears ? 0 : this.#unheardMs + FRAME_MS;
    this.#waitingMs = hears ? 0 : this.#waitingMs + FRAME_MS;
    if (this.#ringing || !this.#tone) return;
    if (!this.#open) this.#ringing = this.#unheardMs >= ABSENT_MS;
    else this.#ringing = this.#isMute() && this.#unheardMs >= MUTE_MS;
  }

  /** Whether that it sends nothing means that something is wrong. */
  #isMute(): boolean {
    return !this.#hasSpoken || this.#keepsTime;
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
    this.#quietMs = 0;
    this.#isAnnounced = false;
    this.#unheardMs = 0;
    this.#waitingMs = 0;
  }
}
