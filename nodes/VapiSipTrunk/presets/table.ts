import type { CarrierPreset } from './carrierPreset';
import { customPreset } from './custom';
import { didwwPreset } from './didww';
import { plivoPreset } from './plivo';
import { telnyxPreset } from './telnyx';
import { twilioPreset } from './twilio';
import { zadarmaPreset } from './zadarma';

/** Carriers that the node knows; `custom` is any other. */
export type CarrierId = 'twilio' | 'telnyx' | 'plivo' | 'zadarma' | 'didww' | 'custom';

/** What is known of each carrier, every fact with its source and the day on which it was read. */
export const PRESETS: Readonly<Record<CarrierId, CarrierPreset>> = {
  twilio: twilioPreset,
  telnyx: telnyxPreset,
  plivo: plivoPreset,
  zadarma: zadarmaPreset,
  didww: didwwPreset,
  custom: customPreset,
};
