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
/** The same when this process is about to end. */
const LAST_ANSWER_MS = 3000;

export interface FarewellOptions {
  carrier: CarrierPeer;
  /** Settles when the caller is gone. */
  carrierLeft: Deferred;
  /** Settles when this process is about to end: nothing is played out any more, and the carrier must be quick. */
  cut: Deferred;
  /** Settles when somebody wants the call to end at once. */
  stopped: Deferred;
  /** Whether the assistant was told to end the call: it has no word left to say, and needs none. */
  isWanted: boolean;
  downlink: Downlink;
  settings: Pick<CallSettings, 'fallbackMessage' | 'fallbackNumber'>;
  clock: Clock;
  log: Logger;
}

/** Does what the caller is owed at the end, and stops as soon as the caller is gone. Never throws. */
export async function sayFarewell(farewell: Farewell, options: FarewellOptions): Promise<void> {
  const { carrier, carrierLeft, cut, stopped, isWanted, downlink, settings, clock, log } = options;
  let diverts = farewell === 'divert';
  if (farewell === 'play-out') {
    const { played, boundMs } = downlink.playOut();
    await within(clock, boundMs, played.promise, carrierLeft.promise, cut.promise, stopped.promise);
    const isCutShort = cut.settled && !played.settled && downlink.isPlaying(clock.now());
    // What waited may have been interrupted before a word of it was heard.
    diverts = !stopped.settled && (isCutShort || (!downlink.hasWords && !isWanted));
    downlink.stop();
  }
  if (farewell === 'none' || carrierLeft.settled) return;
  const { fallbackMessage: message, fallbackNumber: number } = settings;
  try {
    const taken = diverts ? carrier.divert({ message, number }) : carrier.hangUp();
    await within(clock, cut.settled ? LAST_ANSWER_MS : CARRIER_ANSWER_MS, taken);
  } catch (error) {
    // Closing the socket makes the carrier go on with what follows in the call's document: the fallback message.
    log.warn({ error: describeError(error) }, 'carrier did not take the farewell');
    return;
  }
  await within(clock, CARRIER_CLOSE_MS, carrierLeft.promise);
  if (carrierLeft.settled) return;
  const { code, hint } = new BridgeError(carrier.stayed ?? 'CARRIER_STAYED');
  log.warn({ code, hint }, 'carrier has not left after the farewell');
}
