import { within } from '../deferred';
import type { Clock } from '../clock';
import type { CallMedia } from './callMedia';
import { createLeg, type CarrierLeg } from './carrierLeg';
import type { EndReason } from './endings';
import type { Meter } from './meter';
import type { CarrierPeer, PeerEvent, PeerListener } from './peer';

/** A peer closes by force long before. */
const CLOSING_MS = 5000;

export interface CarrierSideOptions {
  media: CallMedia;
  meter: Pick<Meter, 'closed'>;
  clock: Clock;
  listener: {
    /** The caller has pressed a key. */
    pressed(digit: string): void;
    /** The stream that the caller was at is over. */
    over(reason: EndReason): void;
  };
  /** Whether the caller is being handed to somebody else: the end of a stream is not the end of the call then. */
  isHandedOver: () => boolean;
  /** Whether the session has begun to end: its audio stays as it is then. */
  isEnding: () => boolean;
}

/** The carrier's end of a session: one stream after another, as the caller may leave for somebody else and come back. */
export class CarrierSide {
  readonly #legs: CarrierLeg[] = [];
  #current: CarrierLeg | undefined;

  constructor(private readonly options: CarrierSideOptions) {}

  /** The stream that the caller is at. */
  get current(): CarrierLeg | undefined {
    return this.#current;
  }

  /** The latest stream, whether the caller is still at it or not. */
  get latest(): CarrierLeg | undefined {
    return this.#legs.at(-1);
  }

  /** The caller is at this stream from now on. Returns the listener of its events. */
  attach(peer: CarrierPeer): PeerListener {
    const leg = createLeg(peer);
    this.#legs.push(leg);
    this.#current = leg;
    const { media } = this.options;
    return {
      audio: (audio) => {
        if (leg === this.#current) media.fromCaller(audio);
      },
      event: (event) => this.#on(event, leg),
    };
  }

  /** The caller is with somebody else from now on. */
  leave(leg: CarrierLeg): void {
    const { media, isEnding } = this.options;
    leg.left.resolve();
    if (this.#current === leg && !isEnding()) {
      this.#current = undefined;
      media.detachCarrier();
    }
    leg.peer.close();
  }

  /** Waits until all streams are closed, within a bound. */
  async allClosed(): Promise<void> {
    if (this.#legs.length === 0) return;
    const closed = Promise.all(this.#legs.map((leg) => leg.closed.promise)).then(() => undefined);
    await within(this.options.clock, CLOSING_MS, closed);
  }

  #on(event: PeerEvent, leg: CarrierLeg): void {
    const { media, meter, listener } = this.options;
    switch (event.kind) {
      case 'ended':
        leg.left.resolve();
        this.#gone(leg, 'caller-hung-up');
        break;
      case 'closed':
        meter.closed('carrier', event.code);
        leg.left.resolve();
        leg.closed.resolve();
        this.#gone(leg, 'carrier-lost');
        break;
      case 'dtmf':
        if (leg !== this.#current) break;
        media.onCarrier(event);
        listener.pressed(event.digit);
        break;
      default:
        if (leg === this.#current) media.onCarrier(event);
    }
  }

  #gone(leg: CarrierLeg, reason: EndReason): void {
    const { isHandedOver, listener } = this.options;
    if (isHandedOver()) this.leave(leg);
    else if (leg === this.#current) listener.over(reason);
  }
}
