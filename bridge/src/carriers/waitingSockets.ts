import { isLoopbackClient } from '../clientAddress';

/** Sockets that may wait for their `start` at once. Twilio sends it with the handshake, so few are enough. */
export const MAX_WAITING = 128;
/** Of these, from one address. */
export const MAX_WAITING_PER_ADDRESS = 16;

/**
 * Counts the media sockets that have not said yet which call they are. The signature of their handshake holds
 * neither time nor call, so whoever has seen one could open as many as they like.
 */
export class WaitingSockets {
  readonly #byAddress = new Map<string, number>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /**
   * Whether one more from this address would be too many. A loopback address (IPv4 or IPv6) is a proxy's on this
   * machine, and stands for all clients: for it the limit of all counts.
   */
  isFull(address: string): boolean {
    if (this.#size >= MAX_WAITING) return true;
    return !isLoopbackClient(address) && (this.#byAddress.get(address) ?? 0) >= MAX_WAITING_PER_ADDRESS;
  }

  enter(address: string): void {
    this.#size += 1;
    this.#byAddress.set(address, (this.#byAddress.get(address) ?? 0) + 1);
  }

  /** To be called once for each `enter`. */
  leave(address: string): void {
    this.#size -= 1;
    const left = (this.#byAddress.get(address) ?? 0) - 1;
    if (left > 0) this.#byAddress.set(address, left);
    else this.#byAddress.delete(address);
  }
}
