import type { Request, Service } from '../plan/plannedCall';

/** Where a service is reached by everybody; a credential may name a stand-in. */
const HOSTS: Record<Exclude<Service, 'vapi'>, string> = {
  telnyx: 'https://api.telnyx.com/v2',
  twilio: 'https://api.twilio.com/2010-04-01/Accounts/…',
  twilioTrunking: 'https://trunking.twilio.com',
};

/**
 * A request as a reader knows it from the service's documentation: `POST https://trunking.twilio.com/v1/Trunks`.
 *
 * @param vapiUrl where the Vapi credential has its requests sent to
 */
export function requestLine({ service, method, path }: Request, vapiUrl: string): string {
  return `${method} ${service === 'vapi' ? vapiUrl : HOSTS[service]}${path}`;
}
