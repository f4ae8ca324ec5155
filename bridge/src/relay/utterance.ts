/**
 * Whether the assistant is within an utterance that it has announced. Only one whose announcements hold is believed:
 * two beginnings in a row, without an end or an interruption in between, mean that ends are not told, and then
 * nothing is known. Else the first utterance would never be over.
 */
export class Utterance {
  #running = false;
  #endsAreTold = true;

  get running(): boolean {
    return this.#running;
  }

  /** The assistant tells that an utterance begins. */
  began(): void {
    if (this.#running) this.#endsAreTold = false;
    this.#running = this.#endsAreTold;
  }

  /** It tells that the utterance is over, or the caller has cut it off. */
  ended(): void {
    this.#running = false;
  }

  /** Another assistant speaks from now on. */
  reset(): void {
    this.#running = false;
    this.#endsAreTold = true;
  }
}
