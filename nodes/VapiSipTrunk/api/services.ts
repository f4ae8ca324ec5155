import type { IExecuteFunctions } from 'n8n-workflow';
import type { Service } from '../plan/plannedCall';
import type { ServiceApi } from './serviceApi';
import { telnyxApi } from './telnyxApi';
import { twilioApi } from './twilioApi';
import { vapiApi } from './vapiApi';

/** The services by name. A credential is asked for only when its service is. */
export type Services = Readonly<Record<Service, ServiceApi>>;

/** @param itemIndex the item whose credentials are used and that errors name */
export function servicesFor(context: IExecuteFunctions, itemIndex: number): Services {
  return {
    telnyx: telnyxApi(context, itemIndex),
    twilio: twilioApi(context, itemIndex, 'account'),
    twilioTrunking: twilioApi(context, itemIndex, 'trunking'),
    vapi: vapiApi(context, itemIndex),
  };
}
