import type { Clock } from '../clock';
import { BYTES_PER_MS, durationMs, framesIn } from './audio';
import { ByteQueue } from './byteQueue';
import type { Meter } from './meter';

/** Where the caller's audio goes. */
export interface UplinkTarget {
  readonly backlogBytes: number;
  /** Sends audio now; the bytes are not needed any more when it returns. */
  sendAudio(audio: Buffer): void;
}

/** How much is held in all, here and in the socket. */
const HELD_BYTES = 200 * BYTES_PER_MS;
/** From this backlog on, audio waits here, where the oldest can still be dropped, and not in the socket. */
const SOCKET_BYTES = HELD_BYTES / 2;
const PATIENCE_MS = 200;
/** The most that is held of a burst to a target that is there and takes it within `PATIENCE_MS`. */
const BURST_BYTES = 4000 * BYTES_PER_MS;

/**
 * The caller's audio on its way to the assistant: forwarded at once and in order. It waits only while there is no
 * target, or while the target's socket doesn't take it; then 200 ms are held and the oldest is dropped, because late
 * speech is worth less than missing speech: the assistant plays in real time what it gets, so it could never catch
 * up. A burst passes whole, if the socket takes it within 200 ms.
 */
export class Uplink {
  readonly #queue = new ByteQueue();
  #target: UplinkTarget | undefined;
  /** Since when the target has not taken what it should. */
  #blockedSince: number | undefined;
  /** When the oldest audio that is held came in; a lower bound of it once some was dropped. */
  #heldSince = 0;
  /** How many messages the socket has taken but not sent yet, and since when the first of them could have gone. */
  #leaving = 0;
  #leavingSince = 0;
  #droppedBytes = 0;
  #closed = false;

  constructor(
    private readonly clock: Clock,
    private readonly meter: Meter,
  ) {}

  get droppedBytes(): number {
    return this.#droppedBytes;
  }

  get heldBytes(): number {
    return this.#queue.length;
  }

  /** From now on audio goes to `target`, what was held so far first. */
  open(target: UplinkTarget): void {
    if (this.#closed) return;
    this.#target = target;
    this.#blockedSince = undefined;
    this.#leaving = 0;
    this.pump();
  }

  /** The target is gone; another one may come. */
  detach(): void {
    this.#target = undefined;
  }

  push(audio: Buffer): void {
    const target = this.#target;
    if (target && this.#queue.length === 0 && target.backlogBytes < SOCKET_BYTES) {
      target.sendAudio(audio);
      // What leaves at once has not waited; the clock is read only for what doesn't.
      if (target.backlogBytes === 0) this.meter.relayed('to_assistant', 0);
      else this.#isLeaving(this.clock.now());
      return;
    }
    if (this.#closed) return;
    this.#hold(audio);
    this.pump();
  }

  /** Sends on what is held, as far as the target takes it. To be called when its backlog has left. */
  pump(): void {
    const target = this.#target;
    if (!target) return;
    if (target.backlogBytes === 0) {
      this.#blockedSince = undefined;
      if (this.#leaving > 0) this.#hasLeft();
    }
    if (this.#queue.length === 0) return;
    const now = this.clock.now();
    while (this.#queue.length > 0 && target.backlogBytes < SOCKET_BYTES) {
      target.sendAudio(this.#queue.take(SOCKET_BYTES));
      if (target.backlogBytes === 0) this.meter.relayed('to_assistant', now - this.#heldSince);
      else this.#isLeaving(this.#heldSince);
    }
    if (this.#queue.length > 0) this.#blockedSince ??= now;
  }

  /** Forgets what is held and the target; nothing is passed on any more. */
  close(): void {
    this.#closed = true;
    this.#queue.clear();
    this.#target = undefined;
  }

  /** Adds to what waits, and drops the oldest beyond the limit. */
  #hold(audio: Buffer): void {
    const now = this.clock.now();
    const limit = this.#limit(now);
    if (this.#queue.length === 0) this.#heldSince = now;
    const skipped = Math.max(0, audio.length - limit);
    const excess = Math.max(0, this.#queue.length + audio.length - skipped - limit);
    this.#queue.drop(excess);
    this.#queue.push(audio, skipped);
    if (skipped + excess === 0) return;
    this.#heldSince = Math.max(this.#heldSince, now - durationMs(limit));
    this.#droppedBytes += skipped + excess;
    this.meter.dropped('to_assistant', framesIn(skipped + excess));
  }

  /** A message waits in the socket. */
  #isLeaving(since: number): void {
    if (this.#leaving === 0) this.#leavingSince = since;
    this.#leaving += 1;
  }

  /** The socket has sent all it had; the later messages are counted with the wait of the first, the longest. */
  #hasLeft(): void {
    const waitedMs = this.clock.now() - this.#leavingSince;
    for (; this.#leaving > 0; this.#leaving -= 1) this.meter.relayed('to_assistant', waitedMs);
  }

  #limit(now: number): number {
    if (!this.#target) return HELD_BYTES;
    const isPatient = this.#blockedSince === undefined || now - this.#blockedSince <= PATIENCE_MS;
    return isPatient ? BURST_BYTES : HELD_BYTES - SOCKET_BYTES;
  }
}
