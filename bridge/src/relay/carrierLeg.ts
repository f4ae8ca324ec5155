import { deferred, type Deferred } from '../deferred';
import type { CarrierPeer } from './peer';

/** A stream of the carrier's. A session has another one when the caller comes back from a hand-over. */
export interface CarrierLeg {
  readonly peer: CarrierPeer;
  /** Settles when the caller is gone from it. */
  readonly left: Deferred;
  /** Settles when its socket is closed. */
  readonly closed: Deferred;
}

export function createLeg(peer: CarrierPeer): CarrierLeg {
  return { peer, left: deferred(), closed: deferred() };
}
