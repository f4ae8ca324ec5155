import type { Clock } from '../clock';
import { deferred, within } from '../deferred';
import { describeError } from '../errors';
import type { Logger } from '../log';
import type { EndReason } from './endings';
import type { PlacedCall } from './peer';

/** A carrier answers or fails long before; these are for one that does neither. */
const PLACING_MS = 15_000;
const CANCELLING_MS = 5000;

/** Ends of a call out for which there is nothing left that could be cancelled. */
const OVER_AT_CARRIER: ReadonlySet<EndReason> = new Set<EndReason>([
  'caller-hung-up',
  'callee-busy',
  'callee-no-answer',
  'dial-failed',
  'dial-canceled',
]);

/** Whether the end came from the carrier, so that the call itself is over. */
export function isOverAtCarrier(reason: EndReason): boolean {
  return OVER_AT_CARRIER.has(reason);
}

/** A call out, from the request to place it until somebody answers. */
export class Placement {
  readonly #settled = deferred();
  #cancel: PlacedCall['cancel'];
  #isAnswered = false;

  constructor(
    private readonly clock: Clock,
    private readonly log: Logger,
    /** Called once. */
    private readonly onAnswered: () => void,
  ) {}

  /**
   * Has the carrier place it.
   * @param placed told of the call
   * @throws what `dial` throws
   */
  async run(dial: () => Promise<PlacedCall>, placed: (call: PlacedCall) => void): Promise<void> {
    try {
      const call = await dial();
      this.#cancel = call.cancel;
      this.log.info({ carrierCallId: call.carrierCallId ?? call.requestId }, 'call placed');
      placed(call);
    } finally {
      this.#settled.resolve();
    }
  }

  /** Somebody has answered, and hears the rest of the carrier's document when no stream comes. */
  answered(): void {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    this.onAnswered();
  }

  /**
   * No stream is to come any more: the call must not go on ringing for a session that is over. One that was answered
   * is left to the fallback in the carrier's document, unless it is to be stopped. Never throws.
   */
  async withdraw(reason: EndReason): Promise<void> {
    await within(this.clock, PLACING_MS, this.#settled.promise);
    if (!this.#cancel || isOverAtCarrier(reason)) return;
    if (this.#isAnswered && reason !== 'stopped-by-api') return;
    try {
      await within(this.clock, CANCELLING_MS, this.#cancel());
    } catch (error) {
      this.log.warn({ error: describeError(error) }, 'carrier did not cancel the call');
    }
  }
}
