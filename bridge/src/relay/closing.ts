import { within, type Deferred } from '../deferred';
import { describeError } from '../errors';
import type { AssistantSide } from './assistantSide';
import type { CallMedia } from './callMedia';
import type { CarrierSide } from './carrierSide';
import { endings, type EndReason } from './endings';
import { sayFarewell } from './farewell';
import type { Placement } from './placement';
import type { SessionOptions } from './sessionOptions';
import type { Transfers } from './transfers';

/** A carrier that is asked to hang up answers long before. */
const HANGING_UP_MS = 5000;

export interface ClosingOptions extends Pick<SessionOptions, 'settings' | 'clock' | 'log'> {
  reason: EndReason;
  carrier: CarrierSide;
  assistant: AssistantSide;
  transfers: Transfers;
  /** Of a call out. */
  placement: Placement | undefined;
  media: CallMedia;
  /** Settles when this process is about to end: nothing is played out any more. */
  cut: Deferred;
  /** Settles when somebody wants the call to end at once. */
  stopped: Deferred;
}

/** Gives the caller what they are owed at the end of a session, and closes both sides. Bounded in time; never throws. */
export async function closeBothSides(options: ClosingOptions): Promise<void> {
  const { reason, carrier, assistant, transfers, placement, media, cut, stopped, settings, clock, log } =
    options;
  const { farewell } = endings[reason];
  // In a play-out the assistant's last words may still be under way on its socket.
  if (farewell !== 'play-out') assistant.end();
  transfers.cancel();
  const leg = carrier.current;
  if (transfers.running) {
    // The caller is in good hands, and stays there also when this process ends.
    if (reason === 'stopped-by-api') await hangUpHandedOver(options);
  } else if (leg) {
    const { downlink } = media;
    const { peer, left: carrierLeft } = leg;
    const isWanted = assistant.isToldToEnd;
    await sayFarewell(farewell, {
      ...{ carrier: peer, carrierLeft, cut, stopped, isWanted, downlink, settings, clock, log },
    });
    downlink.stop();
  } else {
    await placement?.withdraw(reason);
  }
  leg?.peer.close();
  await carrier.allClosed();
  assistant.end();
  await assistant.allClosed();
}

/** A call that is to end ends for whoever the caller talks to, too. */
async function hangUpHandedOver({ carrier, clock, log }: ClosingOptions): Promise<void> {
  const leg = carrier.latest;
  if (!leg) return;
  try {
    await within(clock, HANGING_UP_MS, leg.peer.hangUp());
  } catch (error) {
    log.warn({ error: describeError(error) }, 'carrier did not hang up');
  }
}
