import { PlivoStage } from './plivo/stage';
import { SignalWireStage } from './signalwire/stage';
import type { CarrierStage } from './stage';
import { TelnyxStage } from './telnyx/stage';
import { VonageStage } from './vonage/stage';

/** The stages of the carriers, beside Twilio's, which has an emulator of its own. */
export const stages: readonly [name: string, make: () => CarrierStage][] = [
  ['SignalWire', () => new SignalWireStage()],
  ['Telnyx', () => new TelnyxStage()],
  ['Vonage', () => new VonageStage()],
  ['Plivo', () => new PlivoStage()],
];
