/** The part of an HTTP response that tells how n8n has answered a delivery. */
export interface DeliveryAnswer {
  readonly writableEnded: boolean;
  readonly statusCode: number;
  once(event: 'close', listener: () => void): unknown;
}

/** `starting`: n8n has the event, and has neither accepted nor refused the execution yet. */
export type DeliveryState = 'new' | 'starting' | 'started';

interface Delivery {
  at: number;
  /** Until the outcome is known. */
  answer?: DeliveryAnswer;
}

/**
 * Which events this process has taken, exactly: it knows an event from the moment it is handed to n8n, and forgets
 * it again if n8n then answers with an error, so that Vapi's next attempt counts. Limited in time and number; the
 * oldest go first.
 */
export class DeliveryMemory {
  private readonly deliveries = new Map<string, Delivery>();

  /**
   * @param limit how many events are remembered
   * @param lifetimeMs for how long
   */
  constructor(
    private readonly limit: number,
    private readonly lifetimeMs: number,
  ) {}

  state(key: string, now: number): DeliveryState {
    const delivery = this.deliveries.get(key);
    if (delivery === undefined) return 'new';
    if (now - delivery.at > this.lifetimeMs) {
      this.deliveries.delete(key);
      return 'new';
    }
    if (delivery.answer === undefined) return 'started';
    if (!delivery.answer.writableEnded) return 'starting';
    if (delivery.answer.statusCode >= 300) {
      this.deliveries.delete(key);
      return 'new';
    }
    // A response holds on to its request with the whole body.
    delivery.answer = undefined;
    return 'started';
  }

  /** The event is handed to n8n now. How that ends is read from the answer that n8n gives. */
  begin(key: string, answer: DeliveryAnswer, now: number): void {
    this.deliveries.delete(key);
    this.deliveries.set(key, { at: now, answer });
    for (const [oldest, { at }] of this.deliveries) {
      if (this.deliveries.size <= this.limit && now - at <= this.lifetimeMs) break;
      this.deliveries.delete(oldest);
    }
    // Lets go of the response. If the client has left while n8n was still at work, the next look at it does.
    answer.once('close', () => void this.state(key, now));
  }
}
