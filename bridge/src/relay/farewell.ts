import type { Clock } from '../clock';
import { within, type Deferred } from '../deferred';
import { BridgeError, describeError } from '../errors';
import type { Logger } from '../log';
import type { Downlink } from './downlink';
import type { Farewell } from './endings';
import type { CarrierPeer } from './peer';
import type { CallSettings } from './settings';

/** Once the call has been ended or diverted, the carrier closes its socket itself; so long it is given for that. */
const CARRIER_CLOSE_MS = 1000;
/** A carrier answers or fails long before; this is for one that does neither. */
const CARRIER_ANSWER_MS = 15_000;

export interface FarewellOptions {
  carrier: CarrierPeer;
  /** Settles when the caller is gone. */
  carrierLeft: Deferred;
  downlink: Downlink;
  settings: Pick<CallSettings, 'fallbackMessage' | 'fallbackNumber'>;
  clock: Clock;
  log: Logger;
}

/** Does what the caller is owed at the end, and stops as soon as the caller is gone. Never throws. */
export async function sayFarewell(farewell: Farewell, options: FarewellOptions): Promise<void> {
  const { carrier, carrierLeft, downlink, settings, clock, log } = options;
  if (farewell === 'play-out') {
    const { played, boundMs } = downlink.playOut();
    await within(clock, boundMs, played, carrierLeft.promise);
  }
  if (farewell === 'none' || carrierLeft.settled) return;
  const { fallbackMessage: message, fallbackNumber: number } = settings;
  try {
    const taken = farewell === 'divert' ? carrier.divert({ message, number }) : carrier.hangUp();
    await within(clock, CARRIER_ANSWER_MS, taken);
  } catch (error) {
    // Closing the socket makes the carrier go on with what follows in the call's document: the fallback message.
    log.warn({ error: describeError(error) }, 'carrier did not take the farewell');
    return;
  }
  await within(clock, CARRIER_CLOSE_MS, carrierLeft.promise);
  if (carrierLeft.settled) return;
  const { code, hint } = new BridgeError('CARRIER_STAYED');
  log.warn({ code, hint }, 'carrier has not left after the farewell');
}
