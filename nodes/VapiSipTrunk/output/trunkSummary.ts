import type { IDataObject } from 'n8n-workflow';
import type { TrunkSpec } from '../spec';

/** Which trunk an item is about; the domain is shown because it may have been derived. */
export function trunkSummary({ name, carrier, region, twilio }: TrunkSpec): IDataObject {
  return { trunkName: name, carrier, sipRegion: region, ...(twilio ? { domain: twilio.domain } : {}) };
}
