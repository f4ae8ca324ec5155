import type { Carrier, CarrierContext } from './carrier';
import { createPlivoCarrier } from './plivo/carrier';
import { createSignalWireCarrier } from './signalwire/carrier';
import { createTelnyxCarrier } from './telnyx/carrier';
import { createTwilioCarrier } from './twilio/carrier';
import { createVonageCarrier } from './vonage/carrier';

/** All carriers, the one first whose number places a call when none is named. The one list of their names. */
const makers: readonly ((context: CarrierContext) => Carrier)[] = [
  createTwilioCarrier,
  createSignalWireCarrier,
  createTelnyxCarrier,
  createVonageCarrier,
  createPlivoCarrier,
];

/** Each carrier, configured or not: one that isn't refuses what comes. */
export function createCarriers(context: CarrierContext): Carrier[] {
  return makers.map((make) => make(context));
}
