import { BYTES_PER_MS } from './audio';
import { ByteQueue } from './byteQueue';

/** Where the caller's audio goes. `written` is called once the bytes have left this process. */
export interface UplinkTarget {
  readonly backlogBytes: number;
  sendAudio(audio: Buffer, written: () => void): void;
}

/** How much is held for a reader that has been too slow for longer than `PATIENCE_MS`. */
const HELD_BYTES = 200 * BYTES_PER_MS;
/** From this backlog on, audio waits here, where the oldest can still be dropped, and not in the socket. */
const SOCKET_BYTES = HELD_BYTES / 2;
const PATIENCE_MS = 200;
/**
 * What is kept while the target isn't there yet. More would do harm: the assistant plays what it gets in real time
 * and has no way to catch up, so each second kept would delay its answers for the rest of the call.
 */
const EARLY_BYTES = 2000 * BYTES_PER_MS;
/** The most that is held of a burst to a target that is there and takes it within `PATIENCE_MS`. */
const BURST_BYTES = 10_000 * BYTES_PER_MS;

/**
 * The caller's audio on its way to the assistant: forwarded at once and in order. It waits only while there is no
 * target yet (at most 2 s), or while the target's socket doesn't take it. A burst passes whole; a reader that stays
 * behind for more than 200 ms loses the oldest audio, because late speech is worth less than missing speech.
 */
export class Uplink {
  readonly #queue = new ByteQueue();
  #target: UplinkTarget | undefined;
  #blockedSince: number | undefined;
  #droppedBytes = 0;

  constructor(private readonly now: () => number) {}

  get droppedBytes(): number {
    return this.#droppedBytes;
  }

  get heldBytes(): number {
    return this.#queue.length;
  }

  /** From now on audio goes to `target`, what was kept so far first. */
  open(target: UplinkTarget): void {
    this.#target = target;
    this.#pump();
  }

  push(audio: Buffer): void {
    this.#queue.push(audio);
    this.#pump();
    this.#trim(this.#limit(), audio.length);
  }

  /** Forgets what is held and the target. */
  close(): void {
    this.#queue.clear();
    this.#target = undefined;
  }

  readonly #pump = (): void => {
    const target = this.#target;
    if (!target) return;
    if (target.backlogBytes === 0) this.#blockedSince = undefined;
    while (this.#queue.length > 0 && target.backlogBytes < SOCKET_BYTES) {
      target.sendAudio(this.#queue.takeChunk(), this.#pump);
    }
    if (this.#queue.length > 0) this.#blockedSince ??= this.now();
  };

  #limit(): number {
    if (!this.#target) return EARLY_BYTES;
    const blocked = this.#blockedSince !== undefined && this.now() - this.#blockedSince > PATIENCE_MS;
    return blocked ? HELD_BYTES - SOCKET_BYTES : BURST_BYTES;
  }

  /** Drops the oldest audio beyond `limit`, but never the newest chunk, however large it is. */
  #trim(limit: number, newest: number): void {
    const excess = this.#queue.length - Math.max(limit, newest);
    if (excess <= 0) return;
    this.#queue.take(excess);
    this.#droppedBytes += excess;
  }
}
