import type { CarrierId } from '../presets/table';
import type { Carrier } from './carrier';
import { manual } from './manual/manual';
import { telnyx } from './telnyx/telnyx';
import { twilio } from './twilio/twilio';

/** Carriers by what the builder chooses. Each reads a world of its own, and is given back exactly that. */
export const CARRIERS: Readonly<Record<CarrierId, Carrier>> = {
  twilio: twilio,
  telnyx: telnyx,
  plivo: manual,
  zadarma: manual,
  didww: manual,
  custom: manual,
};
